"""Heed silence: what rests on it, and what comes after it, is held against the case's clocks before its place is given.

A step under the log's lock sees no clock. That a term is over never ceases to be true, so it may be looked at before;
whether the case is still under review is for the step, under the lock.
"""

from collections.abc import Sequence

from hub.core import head
from hub.core.errors import DeemedAcceptedError, HubError, SilenceError, UnavailableError
from hub.core.readmission import standing
from hub.core.readmission.legal import stage_of
from hub.core.readmission.standing import Standing
from hub.store import cases
from hub.store.failures import FAILURES
from hub.workflows.check_envelope import Candidate
from hub.workflows.count_terms import count_terms
from hub.workflows.exchange import Exchange
from keys.errors import KeysError

RETRY_AFTER = 5
Checked = Candidate | HubError | KeysError


async def heed_silence(exchange: Exchange, checked: Sequence[Checked]) -> list[Checked]:
    """Return the same, with a refusal for what the silence of the other side does not bear out, or already decided."""
    return [await _heed(exchange, each) if isinstance(each, Candidate) else each for each in checked]


async def _heed(exchange: Exchange, candidate: Candidate) -> Checked:
    claims, refuses = standing.claims_silence(candidate.envelope), standing.refuses(candidate.envelope)
    if not claims and not refuses:
        return candidate
    try:
        deemed = await _is_deemed(exchange, candidate)
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    if claims and not deemed:
        return SilenceError()
    return DeemedAcceptedError() if refuses and deemed else candidate


async def _is_deemed(exchange: Exchange, candidate: Candidate) -> bool:
    """Say whether silence counts as consent to the request by now, as far as the released log shows."""
    key = head.key_of(candidate.envelope)
    if key is None:
        return False
    async with exchange.pool.acquire() as conn:
        rows = await cases.read_rows(conn, key)
    if not rows or candidate.envelope.sender not in rows[-1].head.parties:
        return False
    parties = rows[-1].head.parties
    terms = count_terms(exchange, [row.event for row in rows], agreement=rows[0].agreement, parties=parties)
    found = standing.find(stage_of(rows[-1].head.state), [term.clock for term in terms])
    return found is Standing.DEEMED_ACCEPTED
