"""Read results of conformance runs: a participant its own with every scenario, the secretariat the newest of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.core import conformance
from hub.core.conformance import Run
from hub.core.errors import MissingError
from hub.store import conformance as results
from hub.store.conformance import KeptResult, SignedBytes
from hub.workflows.exchange import Exchange
from keys.trust_key import KeyStatus, ParticipantKey

__all__ = [
    "KeptResult",
    "OwnResult",
    "Place",
    "as_now",
    "passed_at",
    "read_newest_results",
    "read_own_result",
    "read_own_results",
    "read_passed_types",
]


Place = tuple[str, str, str]  # participant, record type, version


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """A result with what was played and found, and the bytes that were signed."""

    kept: KeptResult
    run: Run
    given: SignedBytes


async def read_own_results(exchange: Exchange, participant: str, limit: int) -> Sequence[KeptResult]:
    """Return the results of a participant, the last run first."""
    async with exchange.pool.acquire() as conn:
        found = await results.read_of(conn, participant, limit)
    return [as_now(each, exchange.judgement.trust.keys) for each in found]


async def read_own_result(exchange: Exchange, participant: str, number: int) -> OwnResult:
    """Return one result of a participant.

    Raises:
        MissingError: it has none with this number.
    """
    async with exchange.pool.acquire() as conn:
        found = await results.read_one(conn, number)
    if found is None or found[0].participant != participant:
        raise MissingError
    kept = as_now(found[0], exchange.judgement.trust.keys)
    return OwnResult(kept=kept, run=conformance.parse(found[1].body), given=found[1])


async def read_newest_results(exchange: Exchange, participants: Sequence[str]) -> dict[str, KeptResult]:
    """Return the newest result of each of these participants that has one."""
    async with exchange.pool.acquire() as conn:
        found = await results.read_newest(conn, participants)
    return {name: as_now(each, exchange.judgement.trust.keys) for name, each in found.items()}


def as_now(kept: KeptResult, keys: Mapping[str, ParticipantKey]) -> KeptResult:
    """Return a result with what the trust list says of its key now: it may have been enrolled since, or gone bad.

    A key that ended in the ordinary way has signed all the same; one that left the list is what it was.
    """
    key = keys.get(kept.kid)
    if key is None:
        return kept
    return replace(kept, listed=key.participant == kept.participant and key.status is KeyStatus.ACTIVE)


async def read_passed_types(exchange: Exchange, participant: str) -> Sequence[tuple[str, str, datetime]]:
    """Return the record types and versions with which a participant passed, and when it did last."""
    async with exchange.pool.acquire() as conn:
        found = passed_at(await results.read_passed(conn, [participant]), exchange.judgement.trust.keys)
    return [(kind, version, at) for (_, kind, version), at in sorted(found.items())]


def passed_at(passed: Sequence[KeptResult], keys: Mapping[str, ParticipantKey]) -> dict[Place, datetime]:
    """Return when each participant passed last with records of a type and version.

    Signed by a key that the trust list does not name as its own and in force, a result shows what somebody claims.
    """
    found: dict[Place, datetime] = {}
    for each in (as_now(one, keys) for one in passed):
        place = (each.participant, each.record_type, each.record_version)
        if each.listed:
            found[place] = max(each.ended_at, found.get(place, each.ended_at))
    return found
