"""Put the exchange's health into the metrics, each value under the name that the thresholds give it."""

from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.health.read_health import Period, read_health
from hub.workflows.health.show_health import measure


async def count_health(exchange: Exchange) -> None:
    """Measure and set all values; where the database does not answer, the metrics go without them."""
    try:
        health = await read_health(exchange, period=Period.DAY, reader=None)
    except FAILURES:
        exchange.metrics.health({})
        return
    values: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], float]] = {
        (each.metric, each.labels): {} for each in health.thresholds.measures.values()
    }
    for each in measure(health):
        known = health.thresholds[each.measure]
        values[known.metric, known.labels][each.labels] = each.value
    exchange.metrics.health(values)
