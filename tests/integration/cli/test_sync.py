"""`hub sync` at a member's site, beside a gateway that runs: look, pause, run now."""

import asyncio

from hub.clock import SystemClock
from hub.sdk import gateway as gateways
from tests.integration.sdk.fake_hub import open_fake_hub
from tests.integration.sdk.sites import Site, make_change
from tests.integration.sdk.test_syncs import EXTRA, NAME, agree, plan, reports
from tests.support.trust import make_trust


async def test_a_person_at_the_site_pauses_a_sync_runs_it_once_and_sees_what_came_of_it(hub, tmp_path):
    trust = make_trust(now=SystemClock().now())
    async with open_fake_hub(trust, SystemClock()) as fake:
        site = Site(tmp_path / "ru", "ru-guvm", trust, fake.url)
        site.write_config(fake.url, extra=EXTRA)
        agree(fake, plan(fake))
        site.put(make_change("RU-1"))
        stop = asyncio.Event()
        task = asyncio.create_task(gateways.run(site.config, stop, SystemClock()))
        async with asyncio.timeout(20):
            while not reports(fake):
                await asyncio.sleep(0.02)
        site.put(make_change("RU-2"))
        paused, unknown, ordered, shown, plain = await asyncio.to_thread(order, hub, site)
        stop.set()
        await task
        stop.clear()
        task = asyncio.create_task(gateways.run(site.config, stop, SystemClock()))
        async with asyncio.timeout(20):
            while len(reports(fake)) < 2:
                await asyncio.sleep(0.02)
        stop.set()
        await task

    assert (paused.status, unknown.status, ordered.status) == (0, 2, 0)
    assert "sync-not-ours" in unknown.err
    assert shown.json["syncs"][NAME]["paused"]
    assert [run["counts"]["sent"] for run in shown.json["runs"]] == [1]
    assert NAME in plain.out
    assert [(each.sent, str(each.why)) for each in reports(fake)] == [(1, "schedule"), (1, "now")]


def order(hub, site):
    """Pause, ask for a sync that is not there, order a run, look twice."""
    config = ("--config", site.path)
    return (
        hub("sync", "pause", NAME, *config),
        hub("sync", "now", "no-such", *config),
        hub("sync", "now", NAME, *config),
        hub("sync", "list", *config, "--json"),
        hub("sync", "list", *config),
    )
