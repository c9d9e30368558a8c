"""Read who sends a record type in which version, by the newest messages, and with which versions the kit was passed.

What a participant sends is told by the log; what it can read only its newest passed conformance runs tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hub.store import conformance as results
from hub.store import traffic
from hub.workflows.adoption.read_conformance import Place, passed_at
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a participant does with a version: when it sent it last, when it passed the kit with it; None: never.

    `is_newest`: nothing in another version was sent later. A version is "" where messages were followed before
    versions were kept.
    """

    sent_at: datetime | None
    is_newest: bool
    passed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Uses by participant, record type and version; what is not there is not used."""

    uses: Mapping[Place, Use] = field(repr=False)

    def of_type(self, name: str) -> Mapping[str, Mapping[str, Use]]:
        """Return the uses of one record type, by participant and version."""
        found: dict[str, dict[str, Use]] = {}
        for (participant, kind, version), use in self.uses.items():
            if kind == name:
                found.setdefault(participant, {})[version] = use
        return found

    def senders(self, name: str, version: str) -> Sequence[str]:
        """Return who sends a record type in this version now."""
        return sorted(
            participant
            for (participant, kind, sent), use in self.uses.items()
            if (kind, sent) == (name, version) and use.is_newest
        )


async def read_adoption(exchange: Exchange, participants: Iterable[str] | None = None) -> Adoption:
    """Return what these participants use (None: all of them)."""
    names = sorted(exchange.judgement.trust.participants if participants is None else participants)
    async with exchange.pool.acquire() as conn:
        sent = await traffic.read_versions(conn, names)
        passed = passed_at(await results.read_passed(conn, names), exchange.judgement.trust.keys)
    newest: dict[tuple[str, str], int] = {}
    for (participant, kind, _), (index, _) in sent.items():
        newest[participant, kind] = max(index, newest.get((participant, kind), index))
    return Adoption(
        uses={
            place: Use(
                sent_at=sent[place][1] if place in sent else None,
                is_newest=place in sent and sent[place][0] == newest[place[:2]],
                passed_at=passed.get(place),
            )
            for place in sorted(sent.keys() | passed.keys())
        }
    )
