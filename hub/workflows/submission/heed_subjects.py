"""Heed subjects: what a record says of a ban or a search is held against what the log knows of it.

A hit, a review or a proposed match comes from a party of what it names; a reduced ban does not end later than before.
A step under the log's lock sees heads only; a receipt given before is reflected here. A reduced ban carries the
revision it was held against: where another one came in between, in the same request even, it is sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.core import entry_ban, head, reach
from hub.core.entry_ban import period
from hub.core.errors import HubError, UnavailableError, UnprocessableError
from hub.store import heads
from hub.store.connection import Connection
from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.log.candidate import Candidate
from hub.workflows.retention.retain_messages import read_envelope
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
            before = await _find_before(exchange, conn, candidate) if reduces else None
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    faults = [
        reach.unknown(member) for member, each in found.items() if each is None or envelope.sender not in each.parties
    ]
    if before is not None and before.record is not None and period.lengthens(before.record, envelope.record):
        faults.append(entry_ban.LENGTHENED)
    if faults:
        return UnprocessableError(faults)
    return candidate if before is None else replace(candidate, after=before.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """The revision before: `record` is None where it was erased."""

    id: str
    record: Mapping[str, Any] | None


async def _find_before(exchange: Exchange, conn: Connection, candidate: Candidate) -> _Before | None:
    key = head.key_of(candidate.envelope)
    known = None if key is None else await heads.read_head(conn, key)
    if known is None:
        return None
    envelope = read_envelope(exchange, known.last)
    return _Before(id=known.last_id, record=None if envelope is None else envelope.record)
