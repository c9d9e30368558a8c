"""Wait for something to become true, with a bound."""

import asyncio
from collections.abc import Awaitable, Callable

PAUSE = 0.1


async def wait_until(holds: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    """Ask again and again until it holds or the time is over; return whether it holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not await holds():
        if loop.time() >= end:
            return False
        await asyncio.sleep(PAUSE)
    return True
