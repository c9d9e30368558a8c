"""A schedule from end to end: stated at a real hub, run by real gateways, judged from what came."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from hub.api.serve import listening
from hub.core.schedule.slot import Slot
from hub.sdk.assembly import Gateway
from hub.workflows.syncs.read_schedule import Planned, read_schedule, report_of
from hub.workflows.trust.read_trust import refresh_judgement
from hub.workflows.trust.renew_status import renew_status
from tests.integration.hubs import Hub
from tests.integration.sdk.sites import Site, make_change
from tests.integration.sdk.test_syncs import EXTRA, run
from tests.integration.workflows.test_scheduled_syncs import EC, ITEM, NAME, RU, judged, log, said
from tests.support.clock import MovedClock
from tests.support.hub import now

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def russia(node: Hub, tmp_path: Path) -> AsyncIterator[Site]:
    """Russia's site at a hub with a schedule: bans to Tajikistan, each night."""
    async with listening(node.process) as url:
        await log(node, said(node, EC, work_plan=ITEM))
        site = Site(tmp_path / "ru", RU, node.trust, url)
        site.write_config(url, extra=EXTRA)
        yield site


async def first_run(node: Hub) -> Slot:
    (planned,) = await read_schedule(node.exchange, reader=None)
    assert planned.next is not None
    return planned.next


async def at(node: Hub, gateway: Gateway, clock: MovedClock, it: Slot, after: timedelta) -> Planned:
    """Let it be so long after a run began, let the gateway do what is due, and the hub judge."""
    clock.moved = it.opens_at + after - now()
    node.exchange.clock = clock
    await renew_status(node.exchange.pool, key=node.trust.authority.online["status"], now=clock.now())
    await refresh_judgement(node.exchange)
    await gateway.site.trust.refresh()
    await gateway.schedule.refresh()
    await run(gateway)
    await judged(node, it.opens_at + after)
    node.exchange.clock = clock
    (planned,) = await read_schedule(node.exchange, reader=None)
    return planned


async def test_a_run_is_pulled_in_time_reported_and_judged_as_done(node: Hub, russia: Site) -> None:
    it, clock = await first_run(node), MovedClock()
    russia.put(*(make_change(f"RU-{number}", to=["tj-mvd"]) for number in range(5)))
    async with russia.open(clock) as gateway:
        early = await at(node, gateway, clock, it, -MINUTE)
        done = await at(node, gateway, clock, it, 5 * MINUTE)
        gateway.syncs.ticker.close()

    assert early.runs == ()
    (judgement,) = done.runs
    report = report_of(judgement)
    assert (judgement.state, judgement.count) == ("done", 5)
    assert report is not None
    assert (report["sent"], report["why"]) == (5, "schedule")


async def test_a_gateway_that_was_away_makes_up_the_newest_run_alone(node: Hub, russia: Site) -> None:
    it, clock = await first_run(node), MovedClock()
    russia.put(make_change("RU-1", to=["tj-mvd"]))
    async with russia.open(clock) as gateway:
        await judged(node, it.opens_at + timedelta(days=1, hours=5))
        made_up = await at(node, gateway, clock, it, timedelta(days=1, hours=5))
        gateway.syncs.ticker.close()

    assert [each.state for each in made_up.runs] == ["late", "missed"]
    report = report_of(made_up.runs[0])
    assert report is not None
    assert report["why"] == "catch-up"
    assert made_up.missing_since is None
    assert made_up.plan.sync == NAME
