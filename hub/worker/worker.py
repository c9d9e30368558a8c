"""The clock's side of the hub. APScheduler only ticks; the database says what is due."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from hub.core.errors import HubError
from hub.settings import Settings
from hub.store.failures import FAILURES
from hub.telemetry import Event
from hub.workflows.commit_group import GroupCommitter
from hub.workflows.exchange import Exchange
from hub.workflows.publish_trust import publish_newer
from hub.workflows.release_log import release_rest
from hub.workflows.renew_status import renew_status
from hub.workflows.scrub_log import Scrubber
from keys.errors import KeysError
from keys.jwk import Signer

_logger = structlog.get_logger()


class Worker:
    """Runs what is due: releases what a crash left, keeps the trust list fresh, re-reads the log."""

    def __init__(
        self, exchange: Exchange, committer: GroupCommitter, settings: Settings, status_key: Signer | None
    ) -> None:
        self._exchange = exchange
        self._committer = committer
        self._settings = settings
        self._scrubber = Scrubber(exchange)
        self._status_key = status_key
        self._scheduler = AsyncIOScheduler()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tick until the block ends."""
        jobs: tuple[tuple[Callable[[], Awaitable[object]], int], ...] = (
            (self._release, 2),
            (self._publish, 5),
            (self._scrubber.step, 10),
            (self._renew, 5),
        )
        for job, seconds in jobs:
            self._scheduler.add_job(
                self._guard, "interval", args=[job], seconds=seconds, max_instances=1, coalesce=True
            )
        self._scheduler.start()
        try:
            yield
        finally:
            self._scheduler.shutdown(wait=False)

    async def _guard(self, job: Callable[[], Awaitable[object]]) -> None:
        """Run a job; a failure is told, and the next tick tries again."""
        try:
            await job()
        except (HubError, KeysError, *FAILURES) as error:
            _logger.warning(Event.TICK_FAILED, kind=job.__name__.strip("_"), error=type(error).__name__)

    async def _release(self) -> None:
        await release_rest(self._exchange)

    async def _publish(self) -> None:
        if self._settings.trust_dir is not None:
            await publish_newer(self._exchange, self._committer, self._settings.trust_dir)

    async def _renew(self) -> None:
        if self._status_key is not None:
            await renew_status(self._exchange.pool, key=self._status_key, now=self._exchange.clock.now())
