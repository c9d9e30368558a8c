"""What PostgreSQL tells every process of the hub: that more was released, that judgements changed.

A notification only wakes; what is true is read afterwards. When the listening connection breaks, everybody is woken
once and it is opened again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from hub.store.connection import Pool
from hub.store.failures import FAILURES

RELEASED = "released"
JUDGEMENT = "judgement"
PAUSE = 1.0


class Bell:
    """Wakes all who wait whenever it is rung; once it is closed, nobody should wait any more."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.closed = False

    def close(self) -> None:
        """Ring for the last time."""
        self.closed = True
        self.ring()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        event, self._event = self._event, asyncio.Event()
        event.set()

    def waiter(self) -> asyncio.Event:
        """Return what the next ring sets: take it before reading, so that no ring is missed in between."""
        return self._event


async def listen(pool: Pool, bells: dict[str, Bell]) -> None:
    """Ring the bell of each channel when PostgreSQL notifies it, until cancelled."""
    while True:
        with contextlib.suppress(*FAILURES):
            async with _listening(pool, bells) as closed:
                _ring_all(bells)  # what was notified while nobody listened
                await closed.wait()
        _ring_all(bells)
        await asyncio.sleep(PAUSE)


@contextlib.asynccontextmanager
async def _listening(pool: Pool, bells: dict[str, Bell]) -> AsyncIterator[asyncio.Event]:
    closed = asyncio.Event()
    async with pool.acquire() as conn:
        conn.add_termination_listener(lambda _: closed.set())
        callbacks = {channel: _ringer(bell) for channel, bell in bells.items()}
        try:
            for channel, callback in callbacks.items():
                await conn.add_listener(channel, callback)
            yield closed
        finally:
            for channel, callback in callbacks.items():
                await conn.remove_listener(channel, callback)


def _ringer(bell: Bell) -> Callable[..., None]:
    return lambda *_: bell.ring()


def _ring_all(bells: dict[str, Bell]) -> None:
    for bell in bells.values():
        bell.ring()
