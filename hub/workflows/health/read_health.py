"""Read how the exchange is: who sends to whom and how well, which gateways are silent, what is due to expire.

    released log ──projection `traffic`──> flows, queues ┐
    reads of inboxes ──> synchronisations                ├─> one `Health`: for the board, the API, the metrics, alerts
    cases' clocks ──worker──> overdue replies            │
    schedule ──what came──> runs of syncs                │
    trust list, witnesses, alerts, announcements         ┘

A participant is given its own row and column; the secretariat and the hub's operator are given all. Nothing here says
anything of a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hub.core.health.flow import Flow, budget_left, burn, missed
from hub.core.health.threshold import Thresholds, from_json
from hub.store import announcements, gateway_syncs, health_alerts, overdue, traffic, witness
from hub.store.announcements import Announcement
from hub.store.connection import Connection
from hub.store.gateway_syncs import Sync
from hub.store.health_alerts import Alert
from hub.store.overdue import OverdueCount
from hub.workflows.agreements.read_directions import Direction, read_directions
from hub.workflows.exchange import Exchange
from hub.workflows.projections.traffic import DAY, HOUR, MINUTES, begin_of
from hub.workflows.syncs.read_schedule import Planned, gather_planned
from keys.enrolment import KeyUse
from keys.trust_key import KeyStatus
from keys.trust_participants import ParticipantRole
from schemas import health_thresholds


class Period(StrEnum):
    """How far back messages are counted."""

    HOUR = "1h"
    DAY = "24h"
    WEEK = "7d"


SPANS: Mapping[Period, tuple[int, timedelta]] = {
    Period.HOUR: (MINUTES, timedelta(hours=1)),
    Period.DAY: (HOUR, timedelta(days=1)),
    Period.WEEK: (DAY, timedelta(days=7)),
}
BURN_WINDOWS = (1, 6)  # hours
ALL_SEEING = frozenset({ParticipantRole.SECRETARIAT, ParticipantRole.HUB})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What one participant sends another: what flowed, since when the oldest message waits, what agreements say."""

    sender: str
    recipient: str
    flow: Flow
    oldest_at: datetime | None
    oldest_index: int | None
    direction: Direction

    def queue_age(self, now: datetime) -> float | None:
        """Return for how many seconds the oldest message waits."""
        return None if self.oldest_at is None else max(0.0, (now - self.oldest_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """When a participant's gateway synchronised its lanes; none of them: it never came."""

    participant: str
    lanes: tuple[Sync, ...]
    in_maintenance: bool

    @property
    def last(self) -> datetime | None:
        """Return when it came last with its most neglected lane."""
        return min((each.at for each in self.lanes), default=None)

    def sync_age(self, now: datetime) -> float | None:
        """Return how many seconds ago that was."""
        return None if self.last is None else max(0.0, (now - self.last).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingKey:
    """A signing key in force, and when it ends."""

    participant: str
    kid: str
    valid_until: datetime

    def days(self, now: datetime) -> float:
        """Return how many days are left."""
        return (self.valid_until - now).total_seconds() / 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessing:
    """How far the log is witnessed: leaves under a quorum, leaves named, seconds that the next checkpoint waits."""

    witnesses: int
    witnessed: int
    named: int
    lag: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The error budget of the exchange: the share left, how fast it is spent now, messages that it counts."""

    left: float
    burn: float
    sent: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Everything, as its reader may see it; None is whoever sees all. Budget and witnesses are for them only."""

    at: datetime
    period: Period
    since: datetime
    reader: str | None
    thresholds: Thresholds
    pairs: tuple[Pair, ...]
    gateways: tuple[Gateway, ...]
    keys: tuple[EndingKey, ...]
    overdue: tuple[OverdueCount, ...]
    witnessing: Witnessing | None
    budget: Budget | None
    alerts: tuple[Alert, ...]
    syncs: tuple[Planned, ...] = ()

    @property
    def flow(self) -> Flow:
        """Return what flowed in all pairs together."""
        return sum((each.flow for each in self.pairs), Flow())

    @property
    def oldest(self) -> Pair | None:
        """Return the pair whose oldest message waits longest."""
        waiting = [each for each in self.pairs if each.oldest_at is not None]
        return min(waiting, key=lambda each: str(each.oldest_at), default=None)


def sees_all(exchange: Exchange, participant: str) -> bool:
    """Say whether a participant is shown more than its own row and column: the secretariat and the hub are."""
    known = exchange.judgement.trust.participants.get(participant)
    return known is not None and known.role in ALL_SEEING


def thresholds() -> Thresholds:
    """Return the thresholds of this release."""
    return from_json(health_thresholds.load())


async def read_health(exchange: Exchange, *, period: Period, reader: str | None) -> Health:
    """Return how the exchange is, as this participant may see it, or all of it."""
    now, known = exchange.clock.now(), thresholds()
    width, back = SPANS[period]
    since = begin_of(now - back, width) + timedelta(seconds=width)
    async with exchange.pool.acquire() as conn:
        standing = tuple(await announcements.read_standing(conn, now))
        alerts = await health_alerts.read_open(conn)
        counts = await overdue.count(conn, sorted(exchange.judgement.trust.participants), now)
        return Health(
            at=now,
            period=period,
            since=since,
            reader=reader,
            thresholds=known,
            pairs=await _pairs(exchange, conn, width, since, reader),
            gateways=await _gateways(exchange, conn, reader, standing),
            keys=_keys(exchange, reader, now),
            overdue=tuple(each for each in counts if reader in (None, each.acting, each.waiting)),
            witnessing=await _witnessing(exchange, conn) if reader is None else None,
            budget=await read_budget(conn, known, now) if reader is None else None,
            alerts=tuple(each for each in alerts if reader is None or reader in each.object.split("/")),
            syncs=tuple(
                each
                for each in await gather_planned(exchange, conn, reader=reader)
                if each.sync.running and each.counted
            ),
        )


async def _pairs(
    exchange: Exchange, conn: Connection, width: int, since: datetime, reader: str | None
) -> tuple[Pair, ...]:
    directions = read_directions(exchange, reader)
    flows = await traffic.read_flows(conn, width, since)
    oldest = await traffic.read_oldest_waiting(conn, list(directions))
    return tuple(
        Pair(
            sender=sender,
            recipient=recipient,
            flow=flows.get((sender, recipient), Flow()),
            oldest_at=oldest.get((sender, recipient), (None, None))[0],
            oldest_index=oldest.get((sender, recipient), (None, None))[1],
            direction=direction,
        )
        for (sender, recipient), direction in directions.items()
    )


async def _gateways(
    exchange: Exchange, conn: Connection, reader: str | None, standing: Sequence[Announcement]
) -> tuple[Gateway, ...]:
    now, lanes = exchange.clock.now(), await gateway_syncs.read(conn, reader)
    maintained = {each.participant for each in standing if each.kind == "maintenance" and each.holds(now)}
    return tuple(
        Gateway(
            participant=name,
            lanes=tuple(each for each in lanes if each.participant == name),
            in_maintenance=name in maintained,
        )
        for name in sorted(exchange.judgement.trust.participants)
        if name != "hub" and reader in (None, name)
    )


def _keys(exchange: Exchange, reader: str | None, now: datetime) -> tuple[EndingKey, ...]:
    """Return the newest signing key of each participant that is in force: what comes after the last one is its end."""
    ends: dict[str, EndingKey] = {}
    for key in exchange.judgement.trust.keys.values():
        in_force = key.status is KeyStatus.ACTIVE and key.use is KeyUse.SIGNING and now < key.valid_until
        if not in_force or reader not in (None, key.participant):
            continue
        known = ends.get(key.participant)
        if known is None or known.valid_until < key.valid_until:
            ends[key.participant] = EndingKey(participant=key.participant, kid=key.kid, valid_until=key.valid_until)
    return tuple(sorted(ends.values(), key=lambda each: (each.valid_until, each.participant)))


async def _witnessing(exchange: Exchange, conn: Connection) -> Witnessing:
    newest, witnessed = await witness.read_newest(conn), await witness.read_newest_witnessed(conn)
    since = None if newest is None else newest.waiting_since
    return Witnessing(
        witnesses=sum(each.witness is not None for each in exchange.judgement.trust.participants.values()),
        witnessed=0 if witnessed is None else witnessed.size,
        named=0 if newest is None else newest.named.size,
        lag=0.0 if since is None else max(0.0, (exchange.clock.now() - since).total_seconds()),
    )


async def read_budget(conn: Connection, known: Thresholds, now: datetime) -> Budget:
    """Return the error budget of the exchange. Messages that wait and are not late yet are not counted against it."""
    objective, hour = known.objective, timedelta(hours=1)
    fresh_since = now - timedelta(seconds=objective.within_seconds)
    fresh = (await traffic.read_flow_between(conn, HOUR, begin_of(fresh_since, HOUR), now)).waiting
    whole = await traffic.read_flow_between(conn, DAY, now - timedelta(days=objective.days), now)
    rates = []
    for hours in BURN_WINDOWS:
        flow = await traffic.read_flow_between(conn, HOUR, begin_of(now - hours * hour, HOUR), now)
        rates.append(burn(_share(missed(flow, objective.within_seconds, fresh), flow), objective.allowed))
    lost = missed(whole, objective.within_seconds, fresh)
    return Budget(
        left=budget_left(_share(lost, whole), objective.allowed), burn=min(rates), sent=whole.sent, missed=lost
    )


def _share(count: int, flow: Flow) -> float:
    return count / flow.sent if flow.sent else 0.0
