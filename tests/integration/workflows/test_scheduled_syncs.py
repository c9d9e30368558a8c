"""Syncs are agreed on in the log, and what became of each run is told from what came."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.core.health.threshold import Level
from hub.core.schedule import slot
from hub.core.schedule.agreed import SyncPlanError
from hub.core.schedule.slot import Slot
from hub.store import health_alerts, sync_runs
from hub.store.sync_runs import SyncRun
from hub.workflows.health.read_health import Period, read_health
from hub.workflows.health.show_health import measure
from hub.workflows.health.watch_health import HealthWatch
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.traffic import Traffic
from hub.workflows.syncs.judge_syncs import judge_syncs
from hub.workflows.trust.log_statement import log_statement
from hub.workflows.trust.read_trust import refresh_judgement
from hub.workflows.trust.scheduled_syncs import SyncRunError, local_of
from keys import sync_plan, sync_run
from keys.errors import StatementError, StatementSignerError
from keys.sync_plan import Every, Rhythm
from tests.integration.hubs import Hub, connected
from tests.integration.workflows.audited import audit
from tests.support.clock import MovedClock
from tests.support.hub import now
from tests.support.syncs import ITEM, make_plan, make_rhythm, make_run, make_volume

RU, TJ, EC = "ru-guvm", "tj-mvd", "cis-ec"
NAME = "ru-tj-bans"


def said(hub: Hub, by: str, *, key: str | None = None, **members: Any) -> bytes:
    terms = {"sender": RU, "recipients": (TJ,), "begins_on": now().date() - timedelta(days=3), "agreement": None}
    terms["rhythm"] = soon()
    plan = make_plan(**{"hub": hub.trust.list.hub, "participant": by, "at": now(), **terms, **members})
    return sync_plan.sign(plan, hub.trust.keys[key or by])


def ran(hub: Hub, it: Slot, by: str = RU, **members: Any) -> bytes:
    at = hub.exchange.clock.now().replace(microsecond=0)
    times = {"opens_at": it.opens_at, "began_at": at, "ended_at": at, "at": at}
    return sync_run.sign(
        make_run(**{"hub": hub.trust.list.hub, "participant": by, **times, **members}), hub.trust.keys[by]
    )


def soon() -> Rhythm:
    """Return a rhythm of each day, whose next run begins within the hour: the status of a trust list holds for a day."""
    opens = (datetime.now(ZoneInfo("Europe/Moscow")).hour + 1) % 24
    return make_rhythm(open_hour=opens, due_day=(opens + 4) // 24, due_time=f"{(opens + 4) % 24:02}:00")


async def log(hub: Hub, token: bytes) -> None:
    await log_statement(hub.exchange, hub.process.committer, token)


async def agree(hub: Hub, **members: Any) -> list[Slot]:
    """Let both sides state a sync of each hour's kind; return its runs from now on."""
    for side in (RU, TJ):
        await log(hub, said(hub, side, **members))
    agreed = hub.exchange.judgement.schedule[NAME].running
    assert agreed is not None
    found = slot.slots(agreed.plan.rhythm, local_of(hub.exchange.judgement, RU), since=agreed.since)
    return [next(found) for _ in range(6)]


async def judged(hub: Hub, at: datetime) -> list[SyncRun]:
    """Return the runs as they are judged at an instant, the newest first."""
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Traffic()))[1]:
        pass
    hub.exchange.clock = MovedClock(at - now())
    await judge_syncs(hub.exchange)
    async with hub.exchange.pool.acquire() as conn:
        return (await sync_runs.read(conn, [NAME], 9))[NAME]


async def arrive(hub: Hub, count: int, at: datetime) -> None:
    """Let messages come, as if the hub had taken them at an instant."""
    hub.exchange.clock = MovedClock(timedelta(0))
    for _ in range(count):
        await hub.submit(hub.ban(to=[TJ]))
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Traffic()))[1]:
        pass
    async with hub.exchange.pool.acquire() as conn:
        await conn.execute(
            "UPDATE traffic SET at = $1 WHERE index IN (SELECT index FROM traffic ORDER BY index DESC LIMIT $2)",
            at,
            count,
        )


async def test_a_bilateral_sync_counts_in_every_process_once_both_sides_have_stated_it(node: Hub, second_node: Hub):
    await log(node, said(node, RU))
    assert node.exchange.judgement.schedule[NAME].running is None
    await log(node, said(node, TJ))
    await refresh_judgement(second_node.exchange)
    for hub in (node, second_node):
        assert hub.exchange.judgement.schedule[NAME].running is not None
    async with connected(node.dsn) as conn:
        report = await audit(conn, node)
    assert report.finding is None, report.finding


@pytest.mark.parametrize(
    ("by", "members", "error"),
    [
        ("kz-mvd", {}, StatementSignerError),
        (EC, {}, StatementSignerError),
        (RU, {"work_plan": ITEM}, StatementSignerError),
        (RU, {"key": TJ}, StatementSignerError),
        (RU, {"recipients": ("nobody",)}, StatementError),
        (RU, {"type": "no-such"}, StatementError),
        (RU, {"agreement": "no-such"}, StatementError),
    ],
)
async def test_nobody_else_sets_a_sync_and_it_names_what_there_is(
    shared_node: Hub, by: str, members: dict[str, Any], error: type[Exception]
):
    with pytest.raises(error):
        await log(shared_node, said(shared_node, by, **members))
    assert NAME not in shared_node.exchange.judgement.schedule


async def test_the_same_version_is_not_stated_twice(node: Hub):
    await log(node, said(node, EC, work_plan=ITEM))
    with pytest.raises(SyncPlanError):
        await log(node, said(node, EC, work_plan=ITEM, rhythm=make_rhythm(open_hour=3)))


async def test_a_run_of_which_nothing_came_is_missed_and_late_when_something_comes_at_last(node: Hub):
    first, second, *_ = await agree(node)
    assert [each.state for each in await judged(node, first.opens_at)] == ["open"]
    assert [each.state for each in await judged(node, first.due_at + timedelta(minutes=1))] == ["missed"]
    await arrive(node, 1, first.due_at + timedelta(hours=1))
    assert [each.state for each in await judged(node, first.due_at + timedelta(hours=2))] == ["late"]
    later = await judged(node, second.opens_at)
    assert [(each.state, each.settled) for each in later] == [("open", False), ("late", True)]


async def test_messages_in_time_are_a_run_that_is_done_without_any_report(node: Hub):
    first, second, *_ = await agree(node)
    await arrive(node, 2, first.opens_at + timedelta(minutes=5))
    found = await judged(node, second.opens_at)
    assert [(each.state, each.count) for each in found] == [("open", 0), ("done", 2)]


async def test_a_report_tells_an_empty_run_from_a_missed_one(node: Hub):
    first, *_ = await agree(node)
    node.exchange.clock = MovedClock(first.opens_at + timedelta(minutes=9) - now())
    await log(node, ran(node, first, sent=0))
    (run,) = await judged(node, first.due_at + timedelta(minutes=1))
    assert (run.state, run.empty, run.count) == ("done", True, 0)
    assert run.reported is not None


async def test_a_run_keeps_its_report_however_many_came_after_it(node: Hub, monkeypatch: pytest.MonkeyPatch):
    """Judging reads reports in pages; more of them than one page holds may have come since the last time."""
    monkeypatch.setattr("hub.workflows.syncs.judge_syncs.REPORTS", 2)
    first, *_ = await agree(node)
    node.exchange.clock = MovedClock(first.opens_at + timedelta(minutes=9) - now())
    for sent in (7, 1, 2, 3, 4):
        await log(node, ran(node, first, sent=sent))
    (run,) = await judged(node, first.opens_at + timedelta(minutes=10))
    assert json.loads(run.reported or b"{}")["sent"] == 7, "the first of several counts"


async def test_less_than_half_of_the_usual_is_told_and_stays_told_when_messages_are_erased(node: Hub):
    runs = await agree(node, volume=make_volume(shrinks_below=60))
    for it, count in zip(runs, (4, 4, 4, 2), strict=False):
        await arrive(node, count, it.opens_at + timedelta(minutes=5))
    newest, *before = await judged(node, runs[3].due_at)
    assert (newest.count, newest.usual, newest.shrinking) == (2, 4.0, True)
    assert not any(each.shrinking for each in before)
    async with node.exchange.pool.acquire() as conn:
        await conn.execute("DELETE FROM traffic")
    again = await judged(node, runs[3].due_at)
    assert [each.count for each in again] == [0, 4, 4, 4], "what is settled stays"


async def values(hub: Hub) -> dict[str, tuple[float, Level]]:
    """Return the measures of the sync, with their levels."""
    health = await read_health(hub.exchange, period=Period.DAY, reader=None)
    return {each.measure: (each.value, each.level) for each in measure(health) if each.labels == (NAME, RU)}


async def test_the_exchanges_health_tells_a_missed_run_until_one_comes(node: Hub):
    first, second, *_ = await agree(node)
    await judged(node, first.due_at - timedelta(minutes=1))
    assert await values(node) == {"sync-owed": (0.0, Level.OK), "sync-volume": (1.0, Level.OK)}
    watch = HealthWatch(node.exchange, ())
    late = first.due_at + timedelta(minutes=1)
    for at in (late, late + timedelta(minutes=2)):
        await judged(node, at)
        await watch.step()
    async with node.exchange.pool.acquire() as conn:
        opened = [(each.measure, each.object) for each in await health_alerts.read_open(conn)]
    assert ("sync-owed", f"{NAME}/{RU}") in opened

    await judged(node, second.opens_at + timedelta(minutes=1))
    owed, level = (await values(node))["sync-owed"]
    assert (owed > 7200, level) == (True, Level.BAD), "the next run has begun, and the one before is owed still"
    await arrive(node, 1, second.opens_at + timedelta(minutes=2))
    await judged(node, second.opens_at + timedelta(minutes=3))
    assert (await values(node))["sync-owed"] == (0.0, Level.OK)


async def test_the_exchanges_health_tells_an_empty_run(node: Hub):
    first, *_ = await agree(node)
    node.exchange.clock = MovedClock(first.opens_at + timedelta(minutes=9) - now())
    await log(node, ran(node, first, sent=0))
    await judged(node, first.due_at)
    assert (await values(node))["sync-volume"] == (0.0, Level.BAD)


async def test_a_report_of_a_run_that_no_plan_knows_is_refused(node: Hub):
    first, *_ = await agree(node)
    wrong = replace(first, opens_at=first.opens_at + timedelta(minutes=1))
    node.exchange.clock = MovedClock(first.opens_at + timedelta(minutes=9) - now())
    for token in (
        ran(node, wrong),
        ran(node, first, by=TJ),
        ran(node, first, version=2),
        ran(node, first, sync="other"),
    ):
        with pytest.raises(SyncRunError):
            await log(node, token)
    node.exchange.clock = MovedClock(timedelta(0))
    with pytest.raises(SyncRunError):
        await log(node, ran(node, first))


async def test_new_terms_leave_the_runs_before_them_as_they_were(node: Hub):
    first, *_ = await agree(node)
    await judged(node, first.opens_at)
    await agree(node, version=2, rhythm=make_rhythm(every=Every.WEEK, weekday=1))
    (run,) = await judged(node, first.opens_at + timedelta(minutes=1))
    assert (run.version, run.settled) == (1, True)


async def test_a_sync_that_was_stopped_is_waited_for_no_more(node: Hub):
    first, *_ = await agree(node)
    await log(node, said(node, TJ, version=2, status=sync_plan.Status.STOPPED))
    assert await judged(node, first.due_at + timedelta(days=2)) == []
    assert datetime.now(UTC) < first.due_at + timedelta(days=2)
