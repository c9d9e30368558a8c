"""Runs the member's syncs by the schedule: begins what is due, reads the source to its end, reports what it came to.

    schedule ──due, or ordered──> begun ──outbound.pull──> all pulled ──hub has answered──> report ──> log

All that is due at once shares one reading of the source. After an outage the newest run of each sync is made up, not
each one that was missed; and it begins after a delay of this gateway's own, so that those that come back together do
not come at once.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from hub.client.errors import RefusedError
from hub.core.entry_ban import listing
from hub.core.schedule import slot
from hub.core.schedule.slot import Slot
from hub.sdk.books.outbox import Outbox
from hub.sdk.books.sync_book import Begun, Counts, Made, Run, SyncBook
from hub.sdk.exchange.outbound import NOT_FINAL, Outbound
from hub.sdk.site import Site
from hub.sdk.sync.ban_lists import BanLists
from hub.sdk.sync.schedule import Own, ScheduleKeeper
from hub.sdk.sync.sync_orders import OrderFolder, Orders
from hub.sdk.sync.ticker import Ticker
from keys import sync_run
from keys.signer import Signer
from keys.sync_plan import SyncPlan
from keys.sync_run import SyncRun, Why

UNNOTICED = timedelta(minutes=1)
"""A run that is noticed so long after its time was not waited for: the gateway, or its way to the hub, was away."""
NONE_WAITS = Counts(sent=0, refused=0, held=0, problems=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where runs are kept and ordered, and what becomes of what they pull."""

    book: SyncBook
    orders: OrderFolder
    outbox: Outbox
    outbound: Outbound
    lists: BanLists
    signer: Signer
    spread_seconds: int


class SyncRunner:
    """The loop's step; `ticker` wakes the loop when something is due."""

    def __init__(self, site: Site, schedule: ScheduleKeeper, desk: Desk) -> None:
        self._site = site
        self._schedule = schedule
        self._desk = desk
        self._do = site.disk.do
        self._noticed: dict[str, tuple[datetime, datetime]] = {}  # which run of a sync, and when
        self.ticker = Ticker(site.clock)

    async def step(self) -> bool:
        """Begin what is due, go on with what has begun, report what is over; returns whether there is more to pull.

        Raises:
            TryLaterError: the source, the trust list or the state cannot be used now.
            ClientError: the hub took no report; the same bytes are sent again.
        """
        own = {each.agreed.plan.sync: each for each in self._schedule.mine()}
        await self._begin(own)
        more = await self._go_on(own)
        await self._report()
        await self._look_ahead(own)
        return more

    async def _begin(self, own: Mapping[str, Own]) -> None:
        now, orders = self._site.clock.now(), await self._do(self._desk.orders.read)
        busy = {run.sync for run in await self._do(self._desk.book.under_way)}
        begun = [
            run
            for name, each in own.items()
            if name not in busy and (run := await self._due(each, orders, now)) is not None
        ]
        if begun:
            await self._do(self._desk.book.begin, begun, now)
        for run in begun:
            await self._do(self._desk.orders.begun, run.plan.sync)

    async def _due(self, own: Own, orders: Orders, now: datetime) -> Begun | None:
        """Return the run of a sync that has to begin now."""
        plan = own.agreed.plan
        last = await self._do(self._desk.book.last, plan.sync)
        newest = _newest(own, last, now)
        if plan.sync in orders.now:
            opens_at = last if newest is None else newest.opens_at
            return Begun(plan=plan, since=own.agreed.since, opens_at=opens_at, why=Why.NOW)
        if newest is None or newest.opens_at == last or plan.sync in orders.paused:
            return None
        if self._begins_at(plan, newest, now) > now:
            return None
        why = Why.CATCH_UP if now > newest.due_at else Why.SCHEDULE
        return Begun(plan=plan, since=own.agreed.since, opens_at=newest.opens_at, why=why)

    def _begins_at(self, plan: SyncPlan, it: Slot, now: datetime) -> datetime:
        """Return when this gateway begins a run: a little after it opens, or after it was noticed late."""
        delay = self._delay(plan, it)
        known, noticed = self._noticed.get(plan.sync, (None, now))
        if known != it.opens_at:
            self._noticed[plan.sync] = (it.opens_at, noticed := now)
        return (noticed if noticed > it.opens_at + delay + UNNOTICED else it.opens_at) + delay

    def _delay(self, plan: SyncPlan, it: Slot) -> timedelta:
        """Return a share of the time that is given, of this gateway's own and the same each time it is asked."""
        most = min(timedelta(seconds=self._desk.spread_seconds), (it.due_at - it.opens_at) / 10)
        text = f"{self._site.participant} {plan.sync} {it.opens_at.isoformat()}"
        return most * (hashlib.sha256(text.encode()).digest()[0] / 256)

    async def _go_on(self, own: Mapping[str, Own]) -> bool:
        runs = await self._do(self._desk.book.under_way)
        if any(run.state == "pulling" for run in runs):
            if await self._desk.outbound.is_full():
                return False
            if await self._desk.outbound.pull():
                return True
            await self._do(self._draw, [run for run in runs if run.state == "pulling"], own)
            runs = await self._do(self._desk.book.under_way)
        for run in runs:
            if await self._do(self._desk.book.is_sent, run):
                await self._finish(run, own.get(run.sync))
        return False

    def _draw(self, runs: Sequence[Run], own: Mapping[str, Own]) -> None:
        """Note that the source had no more, and state lists as they are now: nothing is written in between."""
        now = self._site.clock.now()
        stated = [own[run.sync] for run in runs if run.sync in own and own[run.sync].agreed.plan.type == listing.TYPE]
        made = [Made(type=listing.TYPE, item=item) for each in stated for item in self._desk.lists.state(each, now)]
        self._desk.book.drawn([run.id for run in runs], self._desk.outbox.cursor(), made, now)

    async def _finish(self, run: Run, own: Own | None) -> None:
        """Note that a run is over. What was stopped meanwhile, or is no run of the schedule, is not reported."""
        now, counts, report = self._site.clock.now(), NONE_WAITS, None
        if own is not None:
            counts = await self._do(self._desk.book.count, run, own.agreed.plan)
            if run.opens_at is not None:
                said = self._said(run, run.opens_at, counts, now)
                report = await asyncio.to_thread(sync_run.sign, said, self._desk.signer)
        await self._do(self._desk.book.finish, run, counts, report, now)

    def _said(self, run: Run, opens_at: datetime, counts: Counts, now: datetime) -> SyncRun:
        return SyncRun(
            hub=self._site.origin,
            participant=self._site.participant,
            sync=run.sync,
            version=run.version,
            opens_at=opens_at,
            began_at=run.began_at,
            ended_at=max(now, run.began_at),
            why=run.why,
            cursor_sha256=None if run.cursor is None else hashlib.sha256(run.cursor.encode()).hexdigest(),
            sent=counts.sent,
            refused=counts.refused,
            held=counts.held,
            problems=counts.problems,
            at=now,
        )

    async def _report(self) -> None:
        """Submit what the log does not have yet; what the hub refuses for good stays here alone."""
        for run in await self._do(self._desk.book.untold):
            try:
                told = str((await self._site.client.submit_statement(run.report or b"")).index)
            except RefusedError as error:
                if error.problem.code in NOT_FINAL:
                    raise
                told = error.problem.code
            await self._do(self._desk.book.mark_told, run.id, told)

    async def _look_ahead(self, own: Mapping[str, Own]) -> None:
        """Let the ticker wake the loop when the next run of each sync begins."""
        now, orders = self._site.clock.now(), await self._do(self._desk.orders.read)
        coming: dict[str, datetime] = {}
        for name, each in own.items():
            last = await self._do(self._desk.book.last, name)
            it = next((found for found in _coming(each, last, now) if name not in orders.paused), None)
            if it is not None:
                coming[name] = self._begins_at(each.agreed.plan, it, min(now, it.opens_at))
        self.ticker.set(coming)
        await self._do(self._desk.book.keep_coming, {name: coming.get(name) for name in own})


def _newest(own: Own, last: datetime | None, now: datetime) -> Slot | None:
    """Return the run of the schedule that opened last; None: none has yet."""
    found = None
    for found in takewhile(lambda each: each.opens_at <= now, _slots(own, last)):  # noqa: B007  (the last one counts)
        pass
    return found


def _coming(own: Own, last: datetime | None, now: datetime) -> Iterator[Slot]:
    """Yield the newest run that has opened and was not begun, then the next one."""
    newest = _newest(own, last, now)
    if newest is not None and newest.opens_at != last:
        yield newest
    yield from (each for each in _slots(own, last) if each.opens_at > now)


def _slots(own: Own, last: datetime | None) -> Iterator[Slot]:
    plan = own.agreed.plan
    begin = slot.begin_of(plan.begins_on, own.agreed.since, own.local)
    return slot.slots(plan.rhythm, own.local, since=max(begin, last or begin))
