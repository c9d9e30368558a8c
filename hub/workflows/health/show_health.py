"""Show the exchange's health to machines: as JSON, and as the values of the measures that have thresholds."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hub.core import instant
from hub.core.health.threshold import Level
from hub.workflows.health.read_health import Gateway, Health, Pair

SLASH = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One value of one measure: of what (the values of its labels), and how well that stands."""

    measure: str
    labels: tuple[str, ...]
    value: float
    level: Level

    @property
    def object(self) -> str:
        """Return what it is of, as one text."""
        return SLASH.join(self.labels)


def measure(health: Health) -> Iterator[Measured]:
    """Yield every value that there is."""
    for each in health.pairs:
        yield from measure_pair(health, each)
    for gateway in health.gateways:
        yield from _of(health, "sync-age", (gateway.participant,), gateway.sync_age(health.at))
    yield from _measure_syncs(health)
    owed: dict[str, int] = defaultdict(int)
    for late in health.overdue:
        owed[late.acting] += late.count
    for name, count in sorted(owed.items()):
        yield from _of(health, "overdue-replies", (name,), count)
    for key in health.keys:
        yield from _of(health, "key-days", (key.participant, key.kid), key.days(health.at))
    if health.witnessing is not None and health.witnessing.witnesses:
        yield from _of(health, "witness-lag", (), health.witnessing.lag)
    if health.budget is not None:
        yield from _of(health, "budget-left", (), health.budget.left)
        yield from _of(health, "budget-burn", (), health.budget.burn)


def _measure_syncs(health: Health) -> Iterator[Measured]:
    """Yield for how long a sync owes a run, and which share of the usual the last one brought, where that is little."""
    for each in health.syncs:
        labels = (each.plan.sync, each.plan.sender)
        yield from _of(health, "sync-owed", labels, each.owed(health.at))
        yield from _of(health, "sync-volume", labels, 1.0 if each.share is None else each.share)


def measure_pair(health: Health, pair: Pair) -> Iterator[Measured]:
    """Yield what is measured of one pair."""
    labels = (pair.sender, pair.recipient)
    yield from _of(health, "queue-age", labels, pair.queue_age(health.at))
    yield from _of(health, "error-share", labels, pair.flow.error_share)
    yield from _of(health, "median-delivery", labels, pair.flow.median)


def _of(health: Health, name: str, labels: tuple[str, ...], value: float | None) -> Iterator[Measured]:
    if value is not None:
        level = health.thresholds[name].level(value)
        yield Measured(measure=name, labels=labels, value=float(value), level=level)


def to_json(health: Health) -> dict[str, Any]:
    """Return what `GET /v1/health/exchange` answers."""
    return {
        "at": instant.format(health.at),
        "period": health.period.value,
        "since": instant.format(health.since),
        "pairs": [_pair(each) for each in health.pairs if each.flow.sent or each.oldest_at],
        "gateways": [_gateway(health, each) for each in health.gateways],
        "keys": [
            {"participant": each.participant, "kid": each.kid, "valid_until": instant.format(each.valid_until)}
            for each in health.keys
        ],
        "syncs": [
            {
                "sync": each.plan.sync,
                "sender": each.plan.sender,
                "state": None if each.newest is None else each.newest.state,
                "owed_seconds": each.owed(health.at),
                "share": each.share,
            }
            for each in health.syncs
        ],
        "overdue": [
            {"acting": each.acting, "waiting": each.waiting, "count": each.count, "oldest": instant.format(each.oldest)}
            for each in health.overdue
        ],
        "witnesses": None if health.witnessing is None else _fields(health.witnessing),
        "budget": None if health.budget is None else _fields(health.budget),
        "alerts": [
            {"measure": each.measure, "object": each.object, "opened_at": instant.format(each.opened_at)}
            for each in health.alerts
        ],
        "measures": [
            {"measure": each.measure, "object": each.object, "value": round(each.value, 4), "level": each.level.value}
            for each in measure(health)
        ],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    flow = pair.flow
    return {
        "sender": pair.sender,
        "recipient": pair.recipient,
        "sent": flow.sent,
        "delivered": flow.delivered,
        "failed": flow.failed,
        "waiting_since": None if pair.oldest_at is None else instant.format(pair.oldest_at),
        "error_share": flow.error_share,
        "median_seconds": flow.median,
        "agreements": list(pair.direction.in_force),
        "agreements_under_way": list(pair.direction.under_way),
    }


def _gateway(health: Health, gateway: Gateway) -> dict[str, Any]:
    age = gateway.sync_age(health.at)
    return {
        "participant": gateway.participant,
        "state": state_of(health, gateway),
        "in_maintenance": gateway.in_maintenance,
        "sync_age_seconds": age,
        "lanes": [
            {"lane": each.lane, "at": instant.format(each.at), "number": each.number, "behind": each.behind}
            for each in gateway.lanes
        ],
    }


def state_of(health: Health, gateway: Gateway) -> str:
    """Return "in-time", "late" or "missed" for a gateway's synchronisations; "never" where it has not come yet."""
    age = gateway.sync_age(health.at)
    if age is None:
        return "never"
    level = health.thresholds["sync-age"].level(age)
    return {Level.OK: "in-time", Level.WARN: "late", Level.BAD: "missed"}[level]


def _fields(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__slots__}
