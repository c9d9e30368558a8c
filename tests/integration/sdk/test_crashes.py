"""A gateway that is killed at any point loses nothing and does nothing twice."""

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from pathlib import Path

from hub.sdk.books.inbox import Lane
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site, make_change, receive, send

ROOT = Path(__file__).parents[3]


async def run_killed(site: Site, direction: str) -> list[str]:
    """Run a site's steps, killed before each statement in turn; returns before which."""
    command = [sys.executable, "-m", "tests.integration.sdk.crash_runner", str(site.path), direction]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=str(ROOT))
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    assert process.returncode == 0
    places: list[str] = json.loads(output)
    return places


def count_places(places: list[str]) -> dict[str, int]:
    """Return how many kills there were before each kind of statement."""
    return dict(Counter(" ".join(place.split()[:3]).rstrip() for place in places))


async def test_a_sender_killed_before_any_of_its_statements_sends_each_record_once(hub: FakeHub, russia: Site) -> None:
    total = 100
    changes = [make_change(f"RU-{number}") for number in range(total)]
    for change in changes[1::4]:
        change["record"].pop("decision")  # never signed, and still to be told
    right = [change["subject"] for number, change in enumerate(changes) if number % 4 != 1]
    russia.put(*changes)

    places = count_places(await run_killed(russia, "send"))
    async with russia.open() as sender:
        await send(sender)
        while await sender.outbound.tell():
            pass

        assert sender.outbox.counts() == {"ready": 0, "accepted": len(right), "refused": total - len(right)}
    inserted = {f"INSERT INTO {each}" for each in ("outbox", "kept", "pulled")} | {"INSERT OR REPLACE"}  # bans
    assert places.keys() == {"BEGIN IMMEDIATE", "UPDATE outbox SET", "COMMIT"} | inserted
    assert places["COMMIT"] == 4  # the batch, the checkpoint, what the hub said, what the source was told
    assert [record["ban_id"] for record in hub.records("entry-ban")] == right
    verdicts = {line["line"]: line["verdict"] for line in russia.read("outcomes")}
    assert verdicts == {number: "refused" if number % 4 == 1 else "accepted" for number in range(total)}


async def test_a_recipient_killed_before_any_of_its_statements_has_each_effect_once_and_says_so_once(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    total = 100
    names = ["RU-UNWANTED" if number % 2 else f"RU-{number}" for number in range(total)]
    russia.put(*(make_change(name) for name in names))

    async with russia.open() as sender:
        await send(sender)
        places = count_places(await run_killed(tajikistan, "receive"))
        async with tajikistan.open() as recipient:
            await receive(recipient)
            await send(recipient)
        await receive(sender, Lane.ORDINARY)

        counts = sender.outbox.counts()
    kept = {"applied", "quarantine", "inbox", "outbox", "kept"}
    assert places.keys() == {"BEGIN IMMEDIATE", "UPDATE outbox SET", "COMMIT", "INSERT OR REPLACE"} | {
        f"INSERT INTO {each}" for each in kept
    }
    # the page, what it shows of the log, the checkpoints of our two receipts, what the hub said to them
    assert places["COMMIT"] == 5
    assert (counts["accepted"], counts["processed"], counts["rejected"]) == (total, total // 2, total // 2)
    assert tajikistan.subjects() == [f"RU-{number}" for number in range(0, total, 2)]
    said = Counter(message["id"] for record in hub.records("receipt") for message in record["messages"])
    assert set(said.values()) == {1}


async def test_gateways_killed_at_random_moments_end_with_equal_lists(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    """Both as whole processes, with their loops, their adapters and the network in between."""
    drawn = random.Random(2026)
    total = 300
    russia.put(*(make_change(f"RU-{number}") for number in range(total)))
    for site in (russia, tajikistan):
        site.write_config(hub.url, source_seconds=0.1)

    for _ in range(3):
        running = [await _start(site) for site in (russia, tajikistan)]
        await asyncio.sleep(drawn.uniform(0.35, 0.9))
        for process in drawn.sample(running, 2):
            process.send_signal(signal.SIGKILL)
        for process in running:
            await process.wait()
    running = [await _start(site) for site in (russia, tajikistan)]
    async with asyncio.timeout(40):
        while _receipted(hub) < total:
            await asyncio.sleep(0.1)
    for process in running:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0

    assert tajikistan.subjects() == [f"RU-{number}" for number in range(total)]
    assert [record["ban_id"] for record in hub.records("entry-ban")] == tajikistan.subjects()
    assert _receipted(hub) == total


def _receipted(hub: FakeHub) -> int:
    said = Counter(message["id"] for record in hub.records("receipt") for message in record["messages"])
    assert set(said.values()) <= {1}
    return len(said)


async def _start(site: Site) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "tests.integration.sdk.gateway_runner", str(site.path)]
    return await asyncio.create_subprocess_exec(*command, cwd=str(ROOT))
