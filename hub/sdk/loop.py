"""One step, again and again: at once while there is more, after a while when there is not, later when it fails."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

from hub.client.errors import ClientError, InDoubtError, RetryLaterError
from hub.client.retry import Backoff
from hub.clock import Clock
from hub.sdk.errors import TryLaterError
from hub.sdk.health import Health
from hub.telemetry import Event

T = TypeVar("T")
_log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Loop:
    """Runs `step` until `stop`; `pause` in seconds, cut short by `wake`; `failed` is told each failure.

    A step returns whether there is more to do. Failures that pass are waited out, which only `mended` cuts short: what
    the step failed by may be another now. All other failures end the loop.
    """

    name: str
    step: Callable[[], Awaitable[bool]]
    pause: float
    stop: asyncio.Event
    health: Health
    clock: Clock
    failed: Callable[[Exception], None] = lambda _error: None
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    mended: asyncio.Event = field(default_factory=asyncio.Event)
    backoff: Backoff = field(default_factory=Backoff)

    async def run(self) -> None:
        """Go on until told to stop; the step under way is finished first."""
        while not self.stop.is_set():
            self.wake.clear()
            try:
                more = await self.step()
            except (TryLaterError, ClientError) as error:
                if not self.backoff.failures:
                    _log.warning(Event.SYNC_FAILED, place=self.name, code=error.code)
                self.health.fail(self.name, error, self.clock.now())
                self.mended.clear()
                self.failed(error)
                after = error.after if isinstance(error, RetryLaterError | InDoubtError) else 0.0
                await wait_any(self.backoff.fail(after), self.stop, self.mended)
            else:
                self.backoff.reset()
                self.health.succeed(self.name, self.clock.now())
                if not more:
                    await wait_any(self.pause, self.stop, self.wake)


async def wait_any(seconds: float, *events: asyncio.Event) -> None:
    """Sleep until one of the events is set, at most `seconds`."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def until(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what `work` returns, or None as soon as `stop` is set: for waiting that may be given up."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, stopped):
            one.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await stopped
        await asyncio.gather(task, return_exceptions=True)
