"""The clock's side of the hub. APScheduler only ticks; the database says what is due."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from hub.telemetry import Event, place_of
from hub.workflows.accounts.open_session import drop_old_sessions
from hub.workflows.accounts.register_passkey import drop_answered
from hub.workflows.at_rest.rotate_keys import KeyRotation
from hub.workflows.health.tell_alerts import AlertTeller, channels_of
from hub.workflows.health.watch_health import HealthWatch
from hub.workflows.log.release_log import release_rest
from hub.workflows.log.scrub_log import Scrubber
from hub.workflows.log.witness_naming import Naming
from hub.workflows.notices.send_notice import Herald
from hub.workflows.notices.tell_suspensions import tell_suspensions
from hub.workflows.notices.warn_expiry import warn_expiry
from hub.workflows.notices.warn_terms import TermWarner
from hub.workflows.process.open_exchange import Process
from hub.workflows.projections import ALL
from hub.workflows.projections.fill_desk import refill
from hub.workflows.projections.follow_messages import MessageFollower
from hub.workflows.projections.project import Projector
from hub.workflows.reports.remind_states import send_reminders
from hub.workflows.retention.drop_uploads import drop_uploads
from hub.workflows.syncs.judge_syncs import judge_syncs
from hub.workflows.trust.publish_trust import publish_newer
from hub.workflows.trust.renew_status import is_due, renew_status
from hub.workflows.trust.settle_key_requests import settle_key_requests

_logger = structlog.get_logger()


class Worker:
    """Runs what is due: releases what a crash left, keeps the trust list fresh, re-reads the log, has it witnessed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._scrubber = Scrubber(process.exchange)
        self._naming = Naming(process.exchange)
        self._keys = KeyRotation(process.exchange, process.committer, process.keyring.source)
        self._follower = MessageFollower(process.exchange)
        self._projector = Projector(process.exchange, ALL)
        self._herald = Herald(process.exchange, process.committer, process.notice_key)
        self._terms = TermWarner(self._herald)
        channels = channels_of(process.settings)
        self._health = HealthWatch(process.exchange, channels.names)
        self._alerts = AlertTeller(process.exchange, channels)
        self._scheduler = AsyncIOScheduler()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tick until the block ends."""
        jobs: tuple[tuple[Callable[[], Awaitable[object]], int], ...] = (
            (self._release, 2),
            (self._publish, 5),
            (self._scrubber.step, 10),
            (self._renew, 1),
            (self._tell, 2),
            (self._warn, 60),
            (self._terms.step, 60),
            (self._remind, 5),
            (self._keys.prepare, 5),
            (self._keys.step, 30),
            (self._follower.step, 1),
            (self._projector.step, 1),
            (self._refill, 5),
            (self._naming.step, 5),
            (self._syncs, 15),
            (self._health.step, 30),
            (self._alerts.step, 15),
            (self._drop, 300),
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
        except Exception as error:  # noqa: BLE001  (whatever it was, the next tick comes)
            kind = job.__name__.strip("_")
            _logger.warning(Event.TICK_FAILED, kind=kind, error=type(error).__name__, place=place_of(error))

    async def _release(self) -> None:
        await release_rest(self._process.exchange)

    async def _publish(self) -> None:
        process = self._process
        folder = process.settings.path("trust_dir")
        await publish_newer(process.exchange, process.committer, folder, process.status_key)
        await settle_key_requests(process.exchange)

    async def _renew(self) -> None:
        exchange, key = self._process.exchange, self._process.status_key
        if key is not None and is_due(exchange.judgement.trust.status.expires_at, exchange.clock.now()):
            await renew_status(exchange.pool, key=key, now=exchange.clock.now())

    async def _tell(self) -> None:
        await tell_suspensions(self._herald)

    async def _warn(self) -> None:
        await warn_expiry(self._herald)

    async def _remind(self) -> None:
        await send_reminders(self._herald)

    async def _refill(self) -> None:
        await refill(self._process.exchange)

    async def _syncs(self) -> None:
        await judge_syncs(self._process.exchange)

    async def _drop(self) -> None:
        await drop_uploads(self._process.exchange)
        await drop_old_sessions(self._process.exchange, timedelta(seconds=self._process.settings.session_lifetime))
        await drop_answered(self._process.exchange)
