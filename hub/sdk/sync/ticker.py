"""Wakes a loop when something is due. APScheduler only ticks; what is due is decided by the book of runs."""

from collections.abc import Callable, Mapping
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from hub.clock import Clock


def _nothing() -> None:
    """Wake nobody."""


class Ticker:
    """One job for each thing to come; `wake` is called when one is due."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler: AsyncIOScheduler | None = None
        self._set: Mapping[str, datetime] = {}
        self.wake: Callable[[], None] = _nothing

    def set(self, due: Mapping[str, datetime]) -> None:
        """Tick at these times, by name, and at no others that were set before."""
        if due == self._set:
            return
        if self._scheduler is None:
            self._scheduler = AsyncIOScheduler(timezone="UTC")
            self._scheduler.start()
        self._scheduler.remove_all_jobs()
        for name, at in due.items():
            self._scheduler.add_job(
                self._tick, "date", run_date=at - self._clock.shift(), id=name, misfire_grace_time=None
            )
        self._set = dict(due)

    def _tick(self) -> None:
        self.wake()

    def close(self) -> None:
        """Tick no more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
