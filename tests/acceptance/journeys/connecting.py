"""Parts of the journey *connect, fail, recover*: the ceremony, a hub with its worker, two members, what anybody can see.

The hub runs in the test's process, so that the watch over its health need not be waited for; everything else (systems,
gateways, commands) is a process of its own. All go by one virtual clock.
"""

import asyncio
import base64
import functools
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from hub import clock as clocks
from hub import settings as hub_settings
from hub.api.serve import listening
from hub.cli.database import with_database
from hub.demo.national import NationalService
from hub.demo.processes import Processes, run_command
from hub.settings import Settings
from hub.worker.worker import Worker
from hub.workflows.health.tell_alerts import AlertTeller, channels_of
from hub.workflows.health.watch_health import HealthWatch
from hub.workflows.process.open_exchange import Process, open_process
from keys import access, keyfile
from tests.acceptance.test_trust_ceremony import read_sections
from tests.integration.workflows.test_alerts import Office
from tests.support.hub import WATCHING, make_message_id, make_site

ORIGIN = "mig.example/training"
NEW, OTHER, SECRETARIAT = "kz-mvd", "tj-mvd", "cis-ec"
KEYS = {NEW: "kz.pem", OTHER: "tj.pem", SECRETARIAT: "cis.pem"}
PATIENCE, LOOK = 120.0, 0.1  # seconds
LANES = ("urgent", "ordinary")


def read_ceremony() -> tuple[list[str], list[str]]:
    """Return the commands of the how-to: the first ceremony, and how a member is enrolled; the secretariat has a key."""
    first, enrol, *_ = read_sections("trust-ceremony.en.md")
    first, enrol = ([_ours(line) for line in part] for part in (first, enrol))
    own = [
        f"hub keys generate {KEYS[SECRETARIAT]}",
        f"hub trust request cis.json --hub {ORIGIN} --participant {SECRETARIAT} --key {KEYS[SECRETARIAT]}",
    ]
    return [*own, *(f"{each} --enrol cis.json" if " trust init " in each else each for each in first)], enrol


def _ours(line: str) -> str:
    return line.replace("mig.example/test", ORIGIN).replace("tj-molme", OTHER)


@dataclass(kw_only=True)
class Gateway:
    """A member's national system and gateway, each a process."""

    participant: str
    config: Path
    system: NationalService
    processes: Processes
    environment: dict[str, str]

    async def start(self) -> None:
        """Start the gateway, as an operator does."""
        await self.processes.start(
            f"gateway-{self.participant}", ["hub.cli", "gateway", "--config", str(self.config)], self.environment
        )

    async def kill(self) -> None:
        """End it with signal 9, in the middle of whatever it does."""
        process = self.processes.running.pop(f"gateway-{self.participant}")
        process.kill()
        assert await process.wait() == -9

    async def put(self, count: int) -> None:
        """Let the national system have so many new bans."""
        await self.system.tell("put", type="entry-ban", count=count, seed=count)

    async def run(self, *words: object) -> tuple[int, str]:
        """Run a command at the member's site."""
        status, said = await run_command([*map(str, words), "--config", str(self.config)], self.environment)
        return status, said.decode()


@dataclass(kw_only=True)
class Secretariat:
    """The hub as it runs, and the secretariat that looks at it; alerts are told to `office`."""

    folder: Path
    url: str
    process: Process
    session: aiohttp.ClientSession
    office: Office
    watch: HealthWatch = field(init=False)
    teller: AlertTeller = field(init=False)

    def __post_init__(self) -> None:
        channels = channels_of(self.process.settings)
        self.watch = HealthWatch(self.process.exchange, channels.names)
        self.teller = AlertTeller(self.process.exchange, channels)

    async def read(self, path: str, by: str = SECRETARIAT) -> Any:
        """Read the API as a participant."""
        now = self.process.exchange.clock.now().replace(microsecond=0)
        key = keyfile.read(self.folder / KEYS[by], None)
        token = access.sign(key, issuer=by, audience=ORIGIN, now=now, jti=make_message_id(now)).decode()
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.get(self.url + path, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def beyond(self) -> set[tuple[str, str]]:
        """Return what the board shows in red."""
        health = await self.read("/v1/health/exchange")
        return {(each["measure"], each["object"]) for each in health["measures"] if each["level"] == "bad"}

    async def look(self, expected: set[tuple[str, str]]) -> list[tuple[str, str]]:
        """Wait until exactly this is in red, let the watch look at it, and tell; return the alerts that are open."""
        await until(lambda: _is(self.beyond(), expected))
        await self.watch.step()
        await self.teller.step()
        alerts = (await self.read("/v1/health/exchange"))["alerts"]
        return [(each["measure"], each["object"]) for each in alerts]

    def told(self) -> list[tuple[str, str, str]]:
        """Return what the secretariat's office was told: event, measure, object."""
        bodies = [json.loads(body) for _, body in self.office.requests]
        return [(each["type"].rpartition(".")[2], each["measure"], each["object"]) for each in bodies]

    async def pass_time(self, time: timedelta) -> None:
        """Move everybody's clock."""
        clocks.advance(self.folder / "clock.json", int(time.total_seconds()))

    async def count(self, *names: str) -> dict[str, int]:
        """Return some of the hub's own counters, over all labels."""
        async with self.session.get(f"{self.url}/metrics", headers=WATCHING) as answer:
            lines = (await answer.text()).splitlines()
        found = [line.rpartition(" ") for line in lines if not line.startswith("#")]
        return {
            name: int(sum(float(value) for label, _, value in found if label.split("{")[0] == name)) for name in names
        }

    async def inbox(self, reader: str) -> list[dict[str, Any]]:
        """Return the payloads of all messages that a member was sent."""
        found = []
        for lane in LANES:
            after, page = 0, None
            while page is None or page["messages"]:
                page = await self.read(f"/v1/inbox/{lane}?after={after}&limit=500", by=reader)
                found += [_payload(each["envelope"]) for each in page["messages"]]
                after = page["next"]
        return found


@asynccontextmanager
async def open_secretariat(folder: Path, state: Path, anchor: str, office: Office) -> AsyncIterator[Secretariat]:
    """Run a hub and its worker on the ceremony's folder; `state` is for its PostgreSQL, which may be another account."""
    async with AsyncExitStack() as stack:
        settings = await stack.enter_async_context(with_database(_settings(folder, state, anchor, office)))
        process = await stack.enter_async_context(open_process(settings))
        await stack.enter_async_context(Worker(process).running())
        url = await stack.enter_async_context(listening(process))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Secretariat(folder=folder, url=url, process=process, session=session, office=office)


def _settings(folder: Path, state: Path, anchor: str, office: Office) -> Settings:
    machine, channels = folder / "machine", office.channels
    machine.mkdir()
    assert channels.webhook is not None
    given = {
        **make_site(machine, ("hub",), origin=ORIGIN).environment(""),  # what a hub needs besides
        "HUB_TRUST_DIR": str(folder / "trust"),
        "HUB_TRUST_ANCHOR": anchor,
        **{f"HUB_{name.upper()}_KEY_FILE": str(folder / f"{name}.pem") for name in ("log", "status")},
        "HUB_NOTICE_KEY_FILE": str(folder / "hub.pem"),
        "HUB_STATE_DIR": str(state),
        "HUB_TRAINING_CLOCK": str(folder / "clock.json"),
        "HUB_ALERT_WEBHOOK": channels.webhook.address,
        "HUB_ALERT_SIGNING_FILE": str(channels.webhook.secret_file),
    }
    del given["HUB_DATABASE_URL"]
    return hub_settings.load(given)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():
            await asyncio.sleep(LOOK)


async def _is(found: Awaitable[object], expected: object) -> bool:
    return await found == expected


def _payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    payload: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return payload


def tally(payloads: Sequence[dict[str, Any]]) -> tuple[Counter[tuple[str, int]], Counter[str], int]:
    """Count in an inbox: bans by reference and revision, messages receipted as processed, receipts."""
    bans = [each["record"] for each in payloads if each["type"] == "entry-ban"]
    receipts = [each["record"] for each in payloads if each["type"] == "receipt"]
    assert {each["status"] for each in receipts} <= {"processed"}
    receipted = [message["id"] for each in receipts for message in each["messages"]]
    return Counter((ban["ban_id"], ban["revision"]) for ban in bans), Counter(receipted), len(receipts)


async def revisions(member: Gateway, question: str) -> dict[str, tuple[int, str]]:
    """Return the bans that a system has of its own, or holds of others."""
    records = (await member.system.ask(question, type="entry-ban"))["records"]
    return {each["ban_id"]: (each["revision"], each["status"]) for each in records}


async def come_through(one: Gateway, other: Gateway) -> None:
    """Wait until each side holds exactly what the other has."""
    for giver, taker in ((one, other), (other, one)):
        await until(functools.partial(_holds, giver, taker))


async def _holds(giver: Gateway, taker: Gateway) -> bool:
    own = await revisions(giver, "own")
    told = [each["subject"] for each in (await giver.system.ask("told"))["told"] if each["accepted"]]
    return sorted(told) == sorted(own) and own == await revisions(taker, "held")


async def received(member: Gateway) -> int:
    """Return how many records its national system has taken."""
    return int((await member.system.ask("figures"))["received"])
