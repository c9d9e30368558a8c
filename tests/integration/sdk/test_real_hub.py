"""The same exchange through the hub as it is: PostgreSQL, group commit, released log, long-poll."""

import asyncio
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.core import evidence
from hub.sdk import gateway
from hub.sdk.books.inbox import Lane
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.support.trust import Trust, make_trust


@pytest.fixture
def real_trust() -> Trust:
    """A trust list for the environment `test`."""
    return make_trust(now=SystemClock().now(), origin="hub.test/test")


@pytest.fixture
def senders(tmp_path: Path, real_trust: Trust, real_url: str) -> tuple[Site, Site]:
    """Sender and recipient on the real hub."""
    return (
        Site(tmp_path / "ru", "ru-guvm", real_trust, real_url),
        Site(tmp_path / "tj", "tj-molme", real_trust, real_url),
    )


async def test_records_and_receipts_travel_through_the_real_hub(senders: tuple[Site, Site]) -> None:
    russia, tajikistan = senders
    names = [f"RU-2026-{number}" for number in range(120)]
    russia.put(*(make_change(name) for name in names), make_change("RU-2026-X", agreement="no-such-agreement"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)
        await sender.outbound.tell()

        assert sender.outbox.counts() == {"ready": 0, "accepted": 120, "refused": 1, "processed": 120}
        applied = tajikistan.read("applied")
        bundle = await sender.site.client.evidence(applied[0]["id"], sender="ru-guvm")
    assert [line["subject"] for line in applied] == names
    assert [line["codes"] for line in russia.read("outcomes") if line["verdict"] == "refused"] == [
        ["agreement-unknown"]
    ]
    assert len(evidence.parse(bundle).receipts) == 1


async def test_whole_gateways_end_with_equal_lists_and_stop_when_told(senders: tuple[Site, Site]) -> None:
    russia, tajikistan = senders
    stop = asyncio.Event()
    running = [asyncio.create_task(gateway.run(site.config, stop, SystemClock())) for site in senders]

    russia.put(*(make_change(f"RU-2026-{number}") for number in range(30)))
    async with asyncio.timeout(20):
        while len(russia.read("outcomes")) < 30 or len(tajikistan.subjects()) < 30:
            await asyncio.sleep(0.05)
    stop.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*running)

    assert tajikistan.subjects() == [f"RU-2026-{number}" for number in range(30)]
    assert tajikistan.state_dir.stat().st_mode & 0o777 == 0o700
