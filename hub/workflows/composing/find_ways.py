"""Find what a participant may send today: under which agreement, for which purpose, to whom.

What is found is what a submission will be judged by (`submission.check_envelope`), asked the other way round.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hub.core import agreement as agreements
from hub.core.agreement import Agreement
from hub.core.errors import RoleNotAllowedError
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.submission.check_envelope import GROUPS, bodies_of, expand
from schemas.record_type import RecordType


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An agreement in force and a purpose under which a record type may go to these participants and groups."""

    agreement: str
    purpose: str
    recipients: tuple[str, ...]
    groups: tuple[str, ...] = ()

    def leads_to(self, to: Iterable[str]) -> bool:
        """Say whether all of these can be reached."""
        return set(to) <= {*self.recipients, *self.groups}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A record type in its newest version, and the ways it may go."""

    kind: RecordType
    ways: Sequence[Way]

    @property
    def recipients(self) -> int:
        """How many participants it may go to, all ways together."""
        return len({name for way in self.ways for name in way.recipients})


def list_sendable(exchange: Exchange, party: str) -> list[Sendable]:
    """Return the record types that an agreement in force lets a participant send, by name."""
    newest = {each.name: each for each in exchange.catalogue.record_types()}
    found = [Sendable(kind=kind, ways=find_ways(exchange, party, kind)) for kind in newest.values()]
    return [each for each in found if each.ways]


def find_ways(exchange: Exchange, party: str, kind: RecordType) -> list[Way]:
    """Return the ways of one record type; none: the participant may not send it."""
    today = legal_day(exchange.judgement.trust, party, exchange.clock.now())
    return [way for agreement in _in_force(exchange, today) for way in _ways(exchange, party, kind, agreement, today)]


def choose(exchange: Exchange, ways: Sequence[Way], to: Sequence[str], *, body: str | None = None) -> list[Way]:
    """Return the ways that lead to all of these; of a record of a body, those of the body's own agreement."""
    own = bodies_of(exchange.catalogue).get(body or "")
    return [way for way in ways if way.leads_to(to) and (own is None or own["agreement"] == way.agreement)]


def _in_force(exchange: Exchange, today: date) -> Iterator[Agreement]:
    register = exchange.judgement.register
    for name in register:
        found = register.judging(name, today)
        if found is not None and found.is_in_force(today):
            yield found


def _ways(exchange: Exchange, party: str, kind: RecordType, agreement: Agreement, today: date) -> Iterator[Way]:
    able = [clause for clause in agreement.allows if kind.name in clause.types and party in clause.senders]
    named = agreements.named_by(exchange.judgement.register, agreement.id, today)
    for purpose in sorted({purpose for clause in able for purpose in clause.purposes}):
        meant = {name for clause in able if purpose in clause.purposes for name in clause.recipients}
        to = tuple(
            name for name in sorted(meant) if name != party and _takes_part(exchange, (party, name), kind, named)
        )
        if to:
            yield Way(agreement=agreement.id, purpose=purpose, recipients=to, groups=_groups(exchange, party, kind, to))


def _takes_part(exchange: Exchange, pair: tuple[str, str], kind: RecordType, named: frozenset[str]) -> bool:
    known = exchange.judgement.trust.participants
    if any(name not in known for name in pair):
        return False
    try:
        roles = {name: known[name].role for name in pair}
        agreements.check_roles(roles, person_data=kind.person_data, named=named)
    except RoleNotAllowedError:
        return False
    return True


def _groups(exchange: Exchange, party: str, kind: RecordType, to: Sequence[str]) -> tuple[str, ...]:
    """Return the groups that may be named: those of which somebody else can be reached."""
    members = {group: set(expand(group, exchange.judgement.trust)) - {party} for group in GROUPS}
    return tuple(group for group, those in members.items() if kind.groups_allowed and those & set(to))
