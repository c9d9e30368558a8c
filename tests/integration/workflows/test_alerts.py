"""Alerts open once and close once, and are told by real letters and real requests that name nobody."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from hmac import digest
from pathlib import Path

import pytest
from aiohttp import web

from hub.settings import load
from hub.store import announcements, gateway_syncs, health_alerts
from hub.store.announcements import Announcement
from hub.workflows.health import watch_health
from hub.workflows.health.tell_alerts import AlertTeller, Channels, Mail, Webhook, channels_of, pause, sign_headers
from hub.workflows.health.watch_health import HealthWatch
from tests.integration.hubs import Hub
from tests.support.clock import MovedClock

TJ = "tj-mvd"
SECRET = b"only for a test"


@dataclass
class Office:
    """A mail relay and a web address on this machine, and what they were told; they refuse the first `refusals`."""

    letters: list[str] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refusals: int = 0
    channels: Channels = field(default_factory=Channels)

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SMTP as far as a client needs it."""
        writer.write(b"220 test\r\n")
        while line := (await reader.readline()).decode().strip():
            if line.upper() == "DATA":
                writer.write(b"354 go on\r\n")
                lines = []
                while (part := (await reader.readline()).decode().rstrip("\r\n")) != ".":
                    lines.append(part.removeprefix(".") if part.startswith("..") else part)
                self.letters.append("\n".join(lines))
            elif line.upper() == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            writer.write(b"250 ok\r\n")
        await writer.drain()
        writer.close()

    async def take(self, request: web.Request) -> web.Response:
        """Take a request, or refuse it."""
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        self.requests.append((dict(request.headers), await request.read()))
        return web.Response(status=204)


@contextlib.asynccontextmanager
async def open_office(tmp_path: Path) -> AsyncIterator[Office]:
    """Open both until the block ends."""
    office, secret = Office(), tmp_path / "secret"
    secret.write_bytes(SECRET + b"\n")
    relay = await asyncio.start_server(office.relay, "127.0.0.1", 0)
    app = web.Application()
    app.router.add_post("/told", office.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    (port, *_), web_port = [each.getsockname()[1] for each in relay.sockets], runner.addresses[0][1]
    office.channels = Channels(
        mail=Mail(relay=("127.0.0.1", port), sender="hub@mig.example", recipients=("duty@mig.example",)),
        webhook=Webhook(address=f"http://127.0.0.1:{web_port}/told", secret_file=secret),
    )
    try:
        yield office
    finally:
        relay.close()
        await runner.cleanup()


async def come(hub: Hub, age: timedelta) -> None:
    """Let a gateway have come so long ago."""
    now = hub.exchange.clock.now()
    async with hub.exchange.pool.acquire() as conn:
        await conn.execute("DELETE FROM gateway_sync")
        await gateway_syncs.note(conn, participant=TJ, lane="urgent", at=now - age, number=0)


async def open_alerts(hub: Hub) -> list[tuple[str, str]]:
    """Return what is open."""
    async with hub.exchange.pool.acquire() as conn:
        return [(each.measure, each.object) for each in await health_alerts.read_open(conn)]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to last before it is told."""
    monkeypatch.setattr(watch_health, "_is_due", lambda *_: True)


@pytest.mark.usefixtures("at_once")
async def test_a_silent_gateway_is_told_once_and_once_more_when_it_comes_back(node: Hub, tmp_path: Path):
    async with open_office(tmp_path) as office:
        watch = HealthWatch(node.exchange, office.channels.names)
        second = HealthWatch(node.exchange, office.channels.names)
        teller = AlertTeller(node.exchange, office.channels)
        await come(node, timedelta(hours=5))
        assert [await watch.step(), await second.step(), await watch.step()] == [1, 0, 0]
        assert await open_alerts(node) == [("sync-age", TJ)]
        assert [await teller.step(), await teller.step()] == [2, 0]
        await come(node, timedelta(seconds=5))
        assert [await second.step(), await watch.step()] == [1, 0]
        assert await open_alerts(node) == []
        assert await teller.step() == 2

    letters = [message_from_string(each, policy=policy.default) for each in office.letters]
    assert [letter["To"] for letter in letters] == ["duty@mig.example"] * 2
    assert "Открыта тревога" in letters[0]["Subject"]
    assert "Тревога закрыта" in letters[1]["Subject"]
    assert "Шлюз молчит" in letters[0].get_content()
    told = [json.loads(body) for _, body in office.requests]
    assert [each["type"] for each in told] == ["exchange-health.opened", "exchange-health.closed"]
    assert {(each["measure"], each["object"]) for each in told} == {("sync-age", TJ)}
    for headers, body in office.requests:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        assert headers["webhook-signature"] == "v1," + base64.b64encode(digest(SECRET, signed, "sha256")).decode()


@pytest.mark.usefixtures("at_once")
async def test_a_notice_that_is_refused_is_sent_again_later_under_the_same_id(node: Hub, tmp_path: Path):
    async with open_office(tmp_path) as office:
        office.refusals = 1
        teller = AlertTeller(node.exchange, office.channels)
        await come(node, timedelta(hours=5))
        await HealthWatch(node.exchange, ("webhook",)).step()
        assert [await teller.step(), await teller.step()] == [0, 0]
        async with node.exchange.pool.acquire() as conn:
            await conn.execute("UPDATE health_notice SET next_at = next_at - interval '1 hour'")
        assert [await teller.step(), await teller.step()] == [1, 0]
    assert len(office.requests) == 1


@pytest.mark.usefixtures("at_once")
async def test_a_gateway_that_is_being_maintained_raises_no_alert(node: Hub):
    now = node.exchange.clock.now()
    async with node.exchange.pool.acquire() as conn:
        window = Announcement(
            id=0, kind="maintenance", participant=TJ, ru="Работы.", en="Works.",
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
        )  # fmt: skip
        number = await announcements.write(conn, window, "00000000-0000-0000-0000-000000000001")
    await come(node, timedelta(hours=5))
    assert await HealthWatch(node.exchange, ()).step() == 0
    async with node.exchange.pool.acquire() as conn:
        assert await announcements.withdraw(conn, number, now)
        assert not await announcements.withdraw(conn, number, now)
    assert await HealthWatch(node.exchange, ()).step() == 1


async def test_what_lasts_too_short_is_not_told(node: Hub, monkeypatch: pytest.MonkeyPatch):
    clock = MovedClock()
    monkeypatch.setattr(node.exchange, "clock", clock)
    await come(node, timedelta(hours=5))
    watch = HealthWatch(node.exchange, ())
    assert await watch.step() == 0
    clock.moved += timedelta(seconds=61)
    assert await watch.step() == 1
    await come(node, timedelta(seconds=1))
    assert await watch.step() == 0
    await come(node, timedelta(hours=5))
    assert await watch.step() == 0
    clock.moved += timedelta(seconds=61)
    assert await watch.step() == 0, "it was never well for long enough"
    assert await open_alerts(node) == [("sync-age", TJ)]


def test_attempts_come_ever_more_seldom():
    assert [pause(count).total_seconds() for count in (0, 1, 2, 50)] == [30, 60, 120, 86400]


def test_channels_are_whole_or_none():
    whole = {
        "HUB_ALERT_RELAY": "127.0.0.1:25",
        "HUB_ALERT_SENDER": "hub@mig.example",
        "HUB_ALERT_RECIPIENTS": "a@mig.example, b@mig.example",
        "HUB_ALERT_WEBHOOK": "https://notices.mig.example/hub",
        "HUB_ALERT_SIGNING_FILE": "/etc/secret",
    }

    assert channels_of(load(whole)).names == ("mail", "webhook")
    assert channels_of(load({})).names == ()
    for lacking in whole:
        assert len(channels_of(load({name: text for name, text in whole.items() if name != lacking})).names) == 1


def test_a_signature_is_over_id_time_and_body():
    headers = sign_headers(b"k", "alert_1", datetime(2026, 11, 22, tzinfo=UTC), b"{}")
    signed = b"alert_1." + headers["webhook-timestamp"].encode() + b".{}"

    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest(b"k", signed, "sha256")).decode()
