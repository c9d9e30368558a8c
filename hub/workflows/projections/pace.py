"""How long a projection may work at a time: a small share while submissions arrive, so that they do not wait for it."""

from hub.store import log
from hub.workflows.exchange import Exchange

BUSY = 20  # leaves since the last look that mean that others need the processor
SHARE, BUSY_SHARE = 0.3, 0.02  # seconds of work in a step


class Pace:
    """One follower's memory of how far the log had grown."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._released = 0

    async def share(self) -> float:
        """Return how many seconds this step may last: asked after each batch, as submissions may begin at any time."""
        grown = await self._read_released() - self._released
        self._released += grown
        return BUSY_SHARE if grown > BUSY else SHARE

    async def rest(self) -> None:
        """Remember where the log stands, as everything was followed."""
        self._released = await self._read_released()

    async def _read_released(self) -> int:
        async with self._exchange.pool.acquire() as conn:
            return (await log.read_release(conn))[0]
