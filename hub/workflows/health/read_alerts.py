"""Read which conditions of the exchange's health were open, and when."""

from collections.abc import Sequence

from hub.store import health_alerts
from hub.store.health_alerts import LAST, Alert
from hub.workflows.exchange import Exchange


async def read_alerts(exchange: Exchange, *, before: int | None = None, limit: int = 50) -> Sequence[Alert]:
    """Return them, the newest first."""
    async with exchange.pool.acquire() as conn:
        return await health_alerts.read(conn, before=LAST if before is None else before, limit=limit)
