"""The whole gateway: it starts with what it needs or says in one line why not, runs, stops when told, stops at a fork."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.sdk import gateway
from hub.sdk.errors import LogForkError
from hub.settings import StartError
from tests.integration.sdk.fake_hub import FakeHub, alter, refuse
from tests.integration.sdk.sites import Site, make_change


@asynccontextmanager
async def running(site: Site) -> AsyncIterator[asyncio.Task[None]]:
    """Run a whole gateway, and stop it in the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(gateway.run(site.config, stop, SystemClock()))
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await asyncio.gather(task, return_exceptions=True)


async def wait_until(condition: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def health(site: Site) -> dict[str, Any]:
    """Return what the gateway says about itself."""
    path = site.state_dir / "health.json"
    content: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return content


async def test_gateways_exchange_by_themselves_and_say_how_they_are(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "HEALTH_SECONDS", 0.05)
    russia.put(make_change("RU-1"))

    async with running(russia), running(tajikistan):
        await wait_until(lambda: health(russia).get("outbox", {}).get("processed") == 1)
        await wait_until(lambda: health(russia)["status"] == "ok")

    told = health(russia)
    assert told["status"] == "stopped"
    assert told["outbox"] == {"ready": 0, "accepted": 1, "refused": 0, "processed": 1}
    assert told["log"] == {"size": 2, "cosigned": 0, "witnessed": 0, "unproven": 0, "notes-passed-over": 0}
    assert told["trust"]["version"] == [1, 1, 1]
    assert told["inbox"]["cursor-ordinary"] == 1
    lanes = {"inbox-urgent", "inbox-ordinary"}
    own = {"trust", "pull", "push", "tell", "witness", "approve", "searches"}
    own |= {"schedule", "orders", "syncs", "ban-lists"}
    assert told["steps"].keys() == own | lanes
    assert told["syncs"] == {"pulling": 0, "sending": 0, "done": 0, "untold": 0}
    assert "Тестов" not in json.dumps(told, ensure_ascii=False)


async def test_trouble_passes_by_itself_and_is_shown_meanwhile(
    hub: FakeHub, russia: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "HEALTH_SECONDS", 0.05)
    hub.misbehave("POST", "/v1/messages", refuse(503, retry_after=1))
    russia.put(make_change("RU-1"))

    async with running(russia):
        await wait_until(lambda: health(russia).get("status") == "troubled")
        await wait_until(lambda: russia.read("outcomes"))

    problem = health(russia)["steps"]["push"]["problem"]
    assert problem is None


async def test_a_gateway_starts_without_its_hub_and_catches_up(hub: FakeHub, russia: Site) -> None:
    hub.misbehave("GET", "/v1/trust-list", refuse(503), refuse(503))
    russia.put(make_change("RU-1"))

    async with running(russia):
        await wait_until(lambda: russia.read("outcomes"))

    assert len(hub.accepted) == 1


async def test_a_fork_stops_the_whole_gateway(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"))

    async with running(russia), running(tajikistan) as task:
        await wait_until(tajikistan.subjects)
        await wait_until(lambda: len(hub.leaves) == 2)
        forged = hub.checkpoint(salt=b"other").decode()
        hub.misbehave("GET", "/v1/inbox/urgent", *[alter(lambda page: page.update(checkpoint=forged))] * 3)
        with pytest.raises(LogForkError):
            async with asyncio.timeout(15):
                await task

    assert health(tajikistan)["status"] == "stopped"
    assert health(tajikistan)["steps"]["gateway"]["problem"]["code"] == "log-fork"
    evidence = json.loads((tajikistan.state_dir / "fork.json").read_text("utf-8"))
    assert {evidence["seen"].encode(), evidence["shown"].encode()} <= set(hub.cosigned), "the hub is told"


async def test_a_gateway_that_is_told_to_stop_does_not_wait_for_a_long_poll(hub: FakeHub, russia: Site) -> None:
    russia.write_config(hub.url, long_poll_seconds=30)

    async with running(russia) as task:
        await wait_until(lambda: "GET /v1/inbox/ordinary" in hub.requests)
        began = asyncio.get_running_loop().time()

    assert asyncio.get_running_loop().time() - began < 2.5
    assert task.exception() is None


async def test_a_step_under_way_is_finished_before_the_gateway_stops(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(make_change("RU-SLOW"))

    async with running(russia), running(tajikistan):
        await wait_until(lambda: tajikistan.read("calls"))

    assert tajikistan.subjects() == ["RU-SLOW"]
    assert health(tajikistan)["inbox"]["applied"] == 1


async def run_to_its_end(site: Site) -> None:
    """Run a gateway that cannot start."""
    async with asyncio.timeout(15):
        await gateway.run(site.config, asyncio.Event(), SystemClock())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('folder = "', 'folder = "/nowhere', "[adapter] settings.folder: there is no folder."),
        ("journal_adapter", "no_adapter", "[adapter] module: there is no such adapter here."),
        ("journal_adapter", "os.path", "[adapter] module: there is no such adapter here."),
        ('file = "signing.pem"', 'file = "gateway.toml"', "[key] file"),
        ('"signing.pem"', '"signing.pem"\npassphrase_file = "gateway.toml"', "[key] passphrase_file"),
        ('state_dir = "state"', 'state_dir = "gateway.toml"', "[gateway] state_dir"),
        ("[trust]", 'ca_file = "gateway.toml"\n[trust]', "[hub] ca_file"),
    ],
)
async def test_what_cannot_be_used_is_one_line_at_the_start(
    hub: FakeHub, russia: Site, old: str, new: str, says: str
) -> None:
    text = russia.path.read_text()
    assert old in text
    russia.path.write_text(text.replace(old, new, 1))

    with pytest.raises(StartError) as caught:
        await run_to_its_end(russia)

    assert caught.value.text("en").startswith(says)
    assert "\n" not in caught.value.ru


async def test_a_root_file_serves_as_the_anchor(hub: FakeHub, russia: Site) -> None:
    (russia.folder / "root.note").write_bytes(hub.documents["root"])
    text = russia.path.read_text().replace(f'root_sha256 = "{russia.trust.anchor}"', 'root_file = "root.note"')
    russia.path.write_text(text)

    async with russia.open() as sender:
        assert sender.site.trust.current().version == (1, 1, 1)

    (russia.folder / "root.note").write_bytes(b"no root")
    with pytest.raises(StartError, match=r"\[trust\] root_file"):
        await run_to_its_end(russia)


async def test_two_gateways_cannot_share_a_state_directory(hub: FakeHub, russia: Site) -> None:
    async with russia.open():
        with pytest.raises(StartError, match="Another gateway"):
            await run_to_its_end(russia)
    async with russia.open():
        pass


async def test_a_state_directory_of_another_participant_is_refused(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    async with russia.open():
        pass
    tajikistan.path.write_text(tajikistan.path.read_text().replace('"state"', f'"{russia.state_dir}"'))

    with pytest.raises(StartError, match="belongs to another gateway"):
        await run_to_its_end(tajikistan)


async def test_the_state_directory_is_private(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"))

    async with running(russia):
        await wait_until(lambda: russia.read("outcomes"))

    assert russia.state_dir.stat().st_mode & 0o777 == 0o700
    exposed = [path for path in russia.state_dir.iterdir() if path.is_file() and path.stat().st_mode & 0o077]
    assert exposed == []
