"""Judge the runs of scheduled syncs by what came: messages in the log, and reports of gateways.

    schedule ──slots that have opened──┐
    traffic  ──messages of the type────┼──> `sync_run`: open, done, late, missed; empty, shrinking
    statements ──reports of runs───────┘      └──settled, once the next run has opened

Any number of workers may judge: they come to the same. What is settled stays, also when its messages are erased.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile, zip_longest
from typing import cast

from hub.core import instant
from hub.core.schedule import slot
from hub.core.schedule.agreed import Agreed
from hub.core.schedule.outcome import Seen, judge, usual_of
from hub.core.schedule.slot import Slot
from hub.core.statement import Stated
from hub.store import statements, sync_runs
from hub.store.connection import Connection
from hub.store.sync_runs import SyncRun as Judged
from hub.store.sync_runs import Wanted
from hub.workflows.exchange import Exchange
from hub.workflows.trust.scheduled_syncs import local_of
from keys import strict_json, sync_run
from keys.sync_plan import SyncPlan
from keys.sync_run import SyncRun

AT_ONCE = 200  # runs of a sync, after a long pause of the workers
REPORTS = 50  # read at once
REMEMBERED = 12  # runs before one, for what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    run: SyncRun
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A run that has opened; `until` the next one opens, None while it has not."""

    slot: Slot
    until: datetime | None


async def judge_syncs(exchange: Exchange) -> int:
    """Judge every run that has opened and is not settled; return how many runs there were to judge."""
    judged = 0
    for sync in exchange.judgement.schedule.values():
        if sync.running is not None:
            async with exchange.pool.acquire() as conn:
                judged += await _judge(exchange, conn, sync.running)
    return judged


async def _judge(exchange: Exchange, conn: Connection, agreed: Agreed) -> int:
    plan, now = agreed.plan, exchange.clock.now()
    local = local_of(exchange.judgement, plan.sender)
    await sync_runs.settle_former(conn, plan.sync, plan.version)
    settled = await sync_runs.read_settled(conn, plan.sync)
    begin = slot.begin_of(plan.begins_on, agreed.since, local)
    found = slot.slots(plan.rhythm, local, since=max(begin, settled or begin))
    opened = [each for each in _opened(found, now) if each.slot.opens_at != settled]
    if not opened:
        return 0
    reports = _by_slot(await _read_reports(conn, plan.sync, opened[0].slot.opens_at))
    before = (await sync_runs.read(conn, [plan.sync], REMEMBERED))[plan.sync]
    counts = [each.count for each in reversed(before) if each.settled]
    for each in opened:
        report = reports.get(each.slot.opens_at)
        run = await _judge_one(conn, plan, each, now, report=report, usual=usual_of(counts))
        await sync_runs.write(conn, run)
        counts.append(run.count)
    return len(opened)


async def _read_reports(conn: Connection, sync: str, since: datetime) -> list[Stated]:
    """Return the reports that were logged since an instant, the newest first."""
    found: list[Stated] = []
    while True:
        page = await statements.read_runs(conn, sync, before=found[-1].index if found else None, limit=REPORTS)
        recent = [each for each in page if _logged_at(each) >= since]
        found += recent
        if len(recent) < REPORTS:
            return found


def _logged_at(stated: Stated) -> datetime:
    return cast("datetime", instant.parse(stated.leaf.at))


def _opened(found: Iterator[Slot], now: datetime) -> list[_Opened]:
    known = list(islice(takewhile(lambda each: each.opens_at <= now, found), AT_ONCE))
    return [
        _Opened(slot=each, until=None if after is None else after.opens_at)
        for each, after in zip_longest(known, known[1:])
    ]


def _by_slot(stated: Sequence[Stated]) -> Mapping[datetime, _Report]:
    """Return the reports by the run that they are of; of several the first one."""
    found: dict[datetime, _Report] = {}
    for each in stated:
        _, run = sync_run.read(each.token)
        found[run.opens_at] = _Report(run=run, at=_logged_at(each))
    return found


async def _judge_one(
    conn: Connection, plan: SyncPlan, opened: _Opened, now: datetime, *, report: _Report | None, usual: float | None
) -> Judged:
    it = opened.slot
    wanted = Wanted(
        sender=plan.sender, recipients=plan.recipients, type=plan.type, since=it.opens_at, until=opened.until
    )
    come = await sync_runs.count_come(conn, wanted)
    seen = Seen(count=come.count, first_at=come.first_at, reported_at=None if report is None else report.at)
    found = judge(it, seen, now, volume=plan.volume, usual=usual)
    return Judged(
        sync=plan.sync,
        opens_at=it.opens_at,
        due_at=it.due_at,
        version=plan.version,
        sender=plan.sender,
        state=found.state.value,
        came_at=found.at,
        count=come.count,
        usual=usual,
        empty=found.empty,
        shrinking=found.shrinking,
        reported=None if report is None else strict_json.dumps(sync_run.format(report.run)),
        settled=opened.until is not None,
    )
