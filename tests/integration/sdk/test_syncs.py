"""A gateway runs its member's syncs by the schedule that the log holds, and reports what each came to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.client.errors import InDoubtError
from hub.clock import SystemClock
from hub.sdk import gateway as gateways
from hub.sdk.assembly import Gateway
from hub.sdk.settings.config import GatewayConfig
from hub.sdk.sync.sync_orders import OrderFolder
from keys import sync_plan, sync_run
from keys.statement import Kind
from keys.sync_plan import Status, SyncPlan
from keys.sync_run import Count, SyncRun, Why
from tests.integration.sdk.fake_hub import FakeHub, lose_the_answer, refuse
from tests.integration.sdk.sites import Site, make_change
from tests.support.clock import MovedClock
from tests.support.syncs import ITEM, make_plan, make_rhythm

RU, TJ, EC = "ru-guvm", "tj-molme", "cis-ec"
NAME = "ru-tj-bans"
AGO = timedelta(minutes=100)
EXTRA = '[schedule]\npull = "scheduled"\nspread_seconds = 0\n'


def open_hour() -> int:
    """Return the last full hour in Moscow: a run of each day that begins then has just begun."""
    return datetime.now(ZoneInfo("Europe/Moscow")).hour


def plan(hub: FakeHub, **members: Any) -> SyncPlan:
    hour = open_hour()
    terms = {
        "hub": hub.trust.list.hub,
        "participant": EC,
        "work_plan": ITEM,
        "begins_on": datetime.now(UTC).date() - timedelta(days=2),
        "rhythm": make_rhythm(open_hour=hour, due_day=1, due_time=f"{hour:02}:00"),
        "at": datetime.now(UTC).replace(microsecond=0) - AGO,
    }
    return make_plan(**{**terms, **members})


def agree(hub: FakeHub, *plans: SyncPlan) -> None:
    """Log plans as they were stated a while ago."""
    hub.clock = MovedClock(-AGO)
    for each in plans:
        hub.state(sync_plan.sign(each, hub.trust.keys[each.participant]), each.participant)
    hub.clock = SystemClock()


def reports(hub: FakeHub) -> list[SyncRun]:
    return [sync_run.read(token)[1] for kind, token, _ in hub.statements if kind is Kind.SYNC]


@asynccontextmanager
async def opened(site: Site, hub: FakeHub, extra: str = EXTRA) -> AsyncIterator[Gateway]:
    """Open a site's gateway with its schedule."""
    site.write_config(hub.url, extra=extra)
    async with site.open() as gateway:
        await gateway.schedule.restore()
        await gateway.schedule.refresh()
        try:
            yield gateway
        finally:
            gateway.syncs.ticker.close()


async def run(gateway: Gateway) -> None:
    """Let syncs run to their end."""
    for _ in range(3):
        while await gateway.syncs.step():
            pass
        while await gateway.outbound.push():
            pass


async def test_a_run_that_is_due_pulls_everything_once_and_is_reported(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    refused = make_change("RU-9", record={"no": "ban"})
    foreign = make_change("RU-8", to=["kz-mvd"])
    russia.put(*(make_change(f"RU-{number}") for number in range(3)), refused, foreign)
    async with opened(russia, hub) as gateway:
        await run(gateway)
        await run(gateway)
        (kept,) = gateway.book.newest(9)

    (said,) = reports(hub)
    assert (said.sent, said.refused, said.held, said.why) == (3, 1, 0, Why.SCHEDULE)
    assert [each.count for each in said.problems] == [1]
    assert all(isinstance(each, Count) for each in said.problems)
    assert said.opens_at == kept.opens_at
    assert (kept.state, kept.told is not None, said.cursor_sha256 is not None) == ("done", True, True)


async def test_a_second_run_counts_only_what_came_after_the_first(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    russia.put(make_change("RU-1"), make_change("RU-2"))
    async with opened(russia, hub) as gateway:
        await run(gateway)
        russia.put(make_change("RU-3"))
        await run(gateway)
        assert len(reports(hub)) == 1
        OrderFolder(russia.state_dir).run(NAME)
        await run(gateway)
        await run(gateway)

    assert [(each.sent, each.why) for each in reports(hub)] == [(2, Why.SCHEDULE), (1, Why.NOW)]


async def test_a_paused_sync_does_not_begin_until_it_is_resumed(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    russia.put(make_change("RU-1"))
    folder = OrderFolder(russia.state_dir)
    async with opened(russia, hub) as gateway:
        folder.pause(NAME)
        await run(gateway)
        assert (reports(hub), hub.records("entry-ban")) == ([], [])
        folder.resume(NAME)
        await run(gateway)
    assert [each.sent for each in reports(hub)] == [1]


async def test_terms_that_only_one_side_has_stated_or_that_stopped_run_nothing(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub, participant=RU, work_plan=None), plan(hub, sync="ended"))
    agree(hub, plan(hub, sync="ended", version=2, status=Status.STOPPED))
    async with opened(russia, hub) as gateway:
        assert gateway.schedule.mine() == []
        agree(hub, plan(hub, participant=TJ, work_plan=None))
        assert await gateway.schedule.refresh()
        assert [each.agreed.plan.sync for each in gateway.schedule.mine()] == [NAME]


async def test_a_gateway_that_begins_again_knows_its_schedule_and_goes_on_with_its_run(
    hub: FakeHub, russia: Site
) -> None:
    agree(hub, plan(hub))
    russia.put(make_change("RU-1"))
    async with opened(russia, hub) as gateway:
        while await gateway.syncs.step():
            pass
        assert [each.state for each in gateway.book.under_way()] == ["sending"]
    hub.statements = [each for each in hub.statements if each[0] is not Kind.SCHEDULE]
    async with russia.open() as gateway:
        await gateway.schedule.restore()
        await run(gateway)
        gateway.syncs.ticker.close()
    assert [each.sent for each in reports(hub)] == [1]


async def test_a_report_that_may_have_arrived_is_sent_again_byte_for_byte(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    hub.misbehave("POST", "/v1/statements", lose_the_answer())
    async with opened(russia, hub) as gateway:
        with pytest.raises(InDoubtError):
            await gateway.syncs.step()
        await run(gateway)
    first, again = (token for kind, token, _ in hub.statements if kind is Kind.SYNC)
    assert first == again


async def test_a_report_that_the_hub_refuses_for_good_stays_at_the_site(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    hub.misbehave("POST", "/v1/statements", refuse(409, "sync-run"))
    async with opened(russia, hub) as gateway:
        await run(gateway)
        assert [each.told for each in gateway.book.newest(1)] == ["sync-run"]
    assert reports(hub) == []


async def test_gateways_begin_a_run_each_a_little_later(
    hub: FakeHub, russia: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of its own follows from the name of the run: by chance it may be this very minute."""
    monkeypatch.setattr("hub.sdk.sync.syncs.UNNOTICED", timedelta(seconds=0))
    agree(hub, plan(hub))
    async with opened(russia, hub, EXTRA.replace("= 0", "= 3600")) as gateway:
        await run(gateway)
        assert gateway.book.newest(1) == [], "it came late, and waits for a time of its own"


async def test_a_whole_gateway_runs_by_the_schedule_and_asks_its_source_at_no_other_time(
    hub: FakeHub, russia: Site
) -> None:
    agree(hub, plan(hub))
    russia.put(make_change("RU-1"))
    russia.write_config(hub.url, extra=EXTRA)
    config: GatewayConfig = russia.config
    stop = asyncio.Event()
    task = asyncio.create_task(gateways.run(config, stop, SystemClock()))
    async with asyncio.timeout(20):
        while not reports(hub):
            await asyncio.sleep(0.02)
    russia.put(make_change("RU-2"))
    await asyncio.sleep(0.3)
    stop.set()
    await task
    assert [each["ban_id"] for each in hub.records("entry-ban")] == ["RU-1"]
    assert [each.sent for each in reports(hub)] == [1]


async def test_an_order_is_heeded_at_once_while_the_gateway_runs(hub: FakeHub, russia: Site) -> None:
    agree(hub, plan(hub))
    russia.write_config(hub.url, extra=EXTRA)
    stop = asyncio.Event()
    task = asyncio.create_task(gateways.run(russia.config, stop, SystemClock()))
    async with asyncio.timeout(20):
        while not reports(hub):
            await asyncio.sleep(0.02)
    russia.put(make_change("RU-1"))
    OrderFolder(russia.state_dir).run(NAME)
    async with asyncio.timeout(10):  # its own pause is half a minute
        while len(reports(hub)) < 2:
            await asyncio.sleep(0.02)
    stop.set()
    await task
    assert [(each.sent, each.why) for each in reports(hub)] == [(0, Why.SCHEDULE), (1, Why.NOW)]


async def test_what_was_sent_before_there_was_a_sync_is_none_of_its_first_run(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"))
    async with opened(russia, hub) as gateway:
        await gateway.outbound.pull()
        await gateway.outbound.push()
        hub.state(sync_plan.sign(plan(hub, at=datetime.now(UTC)), hub.trust.keys[EC]), EC)
        await gateway.schedule.refresh()
        OrderFolder(russia.state_dir).run(NAME)
        russia.put(make_change("RU-2"))
        await run(gateway)
        (kept,) = gateway.book.newest(9)

    assert kept.counts is not None
    assert kept.counts["sent"] == 1
