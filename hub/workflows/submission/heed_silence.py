"""Heed silence and lateness: what the terms of a case forbid is refused before a place in the log is given.

A step under the log's lock sees no clock. What a term that is over has brought about does not cease (but for an outage
that had stopped it and is announced later), so it may be looked at before; whether the case still stands so is for the
step, under the lock.
"""

from collections.abc import Sequence
from dataclasses import replace

from hub.core import head
from hub.core.errors import Fault, HubError, SilenceError, UnavailableError
from hub.core.readmission import lateness, standing
from hub.core.readmission.legal import stage_of
from hub.store import cases
from hub.store.failures import FAILURES
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.exchange import Exchange
from hub.workflows.log.candidate import Candidate
from keys.errors import KeysError

RETRY_AFTER = 5
Checked = Candidate | HubError | KeysError


async def heed_silence(exchange: Exchange, checked: Sequence[Checked]) -> list[Checked]:
    """Return the same, with refusals and warnings for what silence does not bear out, or what comes too late."""
    return [await _heed(exchange, each) if isinstance(each, Candidate) else each for each in checked]


async def _heed(exchange: Exchange, candidate: Candidate) -> Checked:
    if not lateness.is_timed(candidate.envelope):
        return candidate
    try:
        found = await _judge(exchange, candidate)
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    if isinstance(found, HubError):
        return found
    return candidate if found is None else replace(candidate, warnings=(*candidate.warnings, found))


async def _judge(exchange: Exchange, candidate: Candidate) -> HubError | Fault | None:
    """Return what the clocks of the case say, as far as the released log shows; of others' cases they say nothing."""
    envelope, key = candidate.envelope, head.key_of(candidate.envelope)
    rows = []
    if key is not None:
        async with exchange.pool.acquire() as conn:
            rows = list(await cases.read_rows(conn, key))
    if not rows or envelope.sender not in rows[-1].head.parties:
        return SilenceError() if standing.claims_silence(envelope) else None
    parties = rows[-1].head.parties
    terms = count_terms(exchange, [row.event for row in rows], agreement=rows[0].agreement, parties=parties)
    clocks = [term.clock for term in terms]
    return lateness.judge(envelope, stage=stage_of(rows[-1].head.state), parties=parties, clocks=clocks)
