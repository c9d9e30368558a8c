"""Warn before keys and documents expire: 30, 7 and 1 days before, once each.

    a participant's key          notice to the participant (the hub's own: to the secretariat)
    root, participants           notice to the secretariat; the log's and the status's keys live as long as the root
    status                       notice to the secretariat, six hours before: it should have been renewed long ago

Each warning is a log event too, and `hub_expires_in_days` is a metric all the time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from hub.core import instant
from hub.core.delivery import HUB
from hub.core.notice import STATUS_HOURS, Notice, is_status_late, warning_due
from hub.telemetry import Event
from hub.workflows.notices.send_notice import Herald
from keys.trustlist import KeyStatus, ParticipantKey, ParticipantRole, TrustList

_logger = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that expires: `name` for logs and metrics, `begun` when it came into force, who is warned."""

    kind: str
    name: str
    begun: datetime
    expires_at: datetime
    warned: tuple[str, ...]
    facts: dict[str, str]

    def due(self, now: datetime) -> int | None:
        """Return how many days before the end the last warning became due, if one has."""
        if self.name == "status":
            return 0 if is_status_late(self.expires_at, now) else None
        return warning_due(self.expires_at, now)

    def notices(self, days: int) -> list[Notice]:
        """Return the warning of that many days before, to everybody concerned."""
        before = timedelta(days=days) if days else timedelta(hours=STATUS_HOURS)
        expires_at = instant.format(self.expires_at, seconds=True)
        record = {"kind": f"{self.kind}-expiring", **self.facts, "expires_at": expires_at, "days": days}
        at = max(self.begun, self.expires_at - before)
        return [Notice(name=f"{self.what(days)}", to=name, at=at, record=record) for name in self.warned]

    def what(self, days: int) -> str:
        """Return the name of one warning."""
        return f"expiry/{self.name}/{instant.format(self.expires_at, seconds=True)}/{days}"


async def warn_expiry(herald: Herald) -> int:
    """Send the warnings that are due and were not sent; return how many.

    Raises:
        UnavailableError: in doubt; they are sent again.
    """
    exchange, sent = herald.exchange, 0
    now = exchange.clock.now()
    for term in find_terms(exchange.judgement.trust, now):
        exchange.metrics.expires(term.kind, term.name, (term.expires_at - now).total_seconds())
        days = term.due(now)
        if days is None or await herald.was_told(term.what(days)):
            continue
        said = await herald.say(*term.notices(days))
        if await herald.tell(term.what(days)) if said else herald.is_first(term.what(days)):
            _logger.warning(Event.EXPIRY_NEAR, kind=term.kind, key=term.name, number=days)
            sent += 1
    return sent


def find_terms(trust: TrustList, now: datetime) -> Iterator[Term]:
    """Yield what is in force and expires, of participants and of the hub."""
    office = tuple(sorted(p.id for p in trust.participants.values() if p.role is ParticipantRole.SECRETARIAT))
    listed = trust.listed
    documents: Sequence[tuple[str, datetime, datetime]] = (
        ("root", trust.root.issued_at, trust.root.expires_at),
        ("participants", listed.issued_at, listed.expires_at),
        ("status", trust.status.issued_at, trust.status.expires_at),
    )
    for name, begun, expires_at in documents:
        facts = {"document": name}
        yield Term(kind="document", name=name, begun=begun, expires_at=expires_at, warned=office, facts=facts)
    for key in trust.keys.values():
        if key.status is KeyStatus.ACTIVE and now < key.valid_until:
            yield _term_of(key, office)


def _term_of(key: ParticipantKey, office: tuple[str, ...]) -> Term:
    return Term(
        kind="key",
        name=key.kid,
        begun=key.valid_from,
        expires_at=key.valid_until,
        warned=office if key.participant == HUB else (key.participant,),
        facts={"participant": key.participant, "kid": key.kid},
    )
