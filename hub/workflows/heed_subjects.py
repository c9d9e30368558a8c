"""Heed subjects: what a record says of a ban or a search is held against what the log knows of it.

A hit, a review or a proposed match comes from a party of what it names; a reduced ban does not end later than before.
A step under the log's lock sees heads only; a receipt given before is reflected here.
"""

from collections.abc import Sequence

from hub.core import entry_ban, head, reach
from hub.core.entry_ban import period
from hub.core.errors import HubError, UnavailableError, UnprocessableError
from hub.store import heads
from hub.store.connection import Connection
from hub.store.failures import FAILURES
from hub.workflows.check_envelope import Candidate
from hub.workflows.exchange import Exchange
from hub.workflows.retain_messages import read_envelope
from keys.errors import KeysError

RETRY_AFTER = 5
Checked = Candidate | HubError | KeysError


async def heed_subjects(exchange: Exchange, checked: Sequence[Checked]) -> list[Checked]:
    """Return the same, with a refusal for what names what its sender does not have, or lengthens what it reduces."""
    return [await _heed(exchange, each) if isinstance(each, Candidate) else each for each in checked]


async def _heed(exchange: Exchange, candidate: Candidate) -> Checked:
    envelope = candidate.envelope
    named, reduces = reach.named(envelope), entry_ban.reduces(envelope)
    if not named and not reduces:
        return candidate
    try:
        async with exchange.pool.acquire() as conn:
            found = {member: await heads.read_head(conn, key) for member, key in named.items()}
            lengthens = reduces and await _lengthens(exchange, conn, candidate)
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    faults = [
        reach.unknown(member) for member, each in found.items() if each is None or envelope.sender not in each.parties
    ]
    faults += [entry_ban.LENGTHENED] if lengthens else []
    return UnprocessableError(faults) if faults else candidate


async def _lengthens(exchange: Exchange, conn: Connection, candidate: Candidate) -> bool:
    key = head.key_of(candidate.envelope)
    known = None if key is None else await heads.read_head(conn, key)
    before = None if known is None else read_envelope(exchange, known.last)
    return before is not None and period.lengthens(before.record, candidate.envelope.record)
