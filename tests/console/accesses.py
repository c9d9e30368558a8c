"""A participant's accesses to person data, once all that is in the log at this moment is released."""

import asyncio
from typing import Any

from hub.store import log
from hub.workflows.data_protection.read_accesses import read_accesses
from tests.console.served import Served


async def accesses(served: Served, after: int, participant: str = "tj-mvd") -> tuple[dict[str, Any], ...]:
    """Return the accesses at places from `after` on: a leaf stands before the answer, its release a moment after it."""
    async with asyncio.timeout(20):
        while not await _all_released(served):
            await asyncio.sleep(0.02)
    return (await read_accesses(served.hub.exchange, participant=participant, after=after)).accesses


async def _all_released(served: Served) -> bool:
    async with served.hub.exchange.pool.acquire() as conn:
        size = await conn.fetchval("SELECT size FROM log_head")
        released, _ = await log.read_release(conn)
    return bool(released >= size)
