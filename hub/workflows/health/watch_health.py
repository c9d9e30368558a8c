"""Watch the exchange's health: open an alert when a measure is beyond its bound for long enough, and close it again.

    measures ──held against thresholds──> beyond for `for_seconds` ──> opened once ──> notices ┐
                                          well for `for_seconds`   ──> closed once ──> notices ┴─> `tell_alerts`

Any number of workers may watch: an open condition is one row, and only who writes it asks for the notices. While a
participant's gateway is being maintained, nothing that is due to its silence is opened.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from hub.core.health.threshold import Threshold
from hub.store import health_alerts
from hub.workflows.exchange import Exchange
from hub.workflows.health.read_health import Health, Period, read_health
from hub.workflows.health.show_health import Measured, measure

OPENED, CLOSED = "opened", "closed"
OF_GATEWAYS = frozenset({"queue-age", "sync-age", "median-delivery", "sync-owed", "sync-volume"})
Key = tuple[str, str]  # measure, object


class HealthWatch:
    """Remembers since when each condition is beyond its bound, or well again; `channels` are those of the notices."""

    def __init__(self, exchange: Exchange, channels: Iterable[str]) -> None:
        self._exchange = exchange
        self._channels = tuple(channels)
        self._since: dict[Key, datetime] = {}  # it is not as it was told

    async def step(self) -> int:
        """Look once; return how many alerts were opened or closed."""
        health = await read_health(self._exchange, period=Period.DAY, reader=None)
        beyond = {(each.measure, each.object): each for each in _beyond(health)}
        opened = {(each.measure, each.object) for each in health.alerts}
        changing = (beyond.keys() - opened) | (opened - beyond.keys())
        self._since = {key: self._since.get(key, health.at) for key in changing}
        due = sorted(key for key in changing if _is_due(health, key, self._since[key]))
        return sum([await self._change(key, beyond, health.at) for key in due])

    async def _change(self, key: Key, beyond: Mapping[Key, Measured], at: datetime) -> int:
        async with self._exchange.pool.acquire() as conn, conn.transaction():
            if key in beyond:
                event, number = OPENED, await health_alerts.open_one(conn, *key, beyond[key].value, at)
            else:
                event, number = CLOSED, await health_alerts.close_one(conn, *key, at)
            if number is None:  # another worker was first
                return 0
            await health_alerts.ask(conn, number, event, self._channels, at)
        del self._since[key]
        return 1


def _beyond(health: Health) -> Iterable[Measured]:
    """Yield what is beyond the bound of its alert."""
    quiet = {each.participant for each in health.gateways if each.in_maintenance}
    for each in measure(health):
        is_maintained = each.measure in OF_GATEWAYS and each.labels[-1] in quiet
        if health.thresholds[each.measure].alerts(each.value) and not is_maintained:
            yield each


def _is_due(health: Health, key: Key, since: datetime) -> bool:
    known: Threshold | None = health.thresholds.measures.get(key[0])
    return known is None or health.at - since >= timedelta(seconds=known.for_seconds)
