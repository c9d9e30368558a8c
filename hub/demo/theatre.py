"""The training environment while it runs: database, hub, the Russian service, the gateways, each a process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from hub.clock import Clock, SystemClock, TrainingClock
from hub.demo.accounts import open_pages
from hub.demo.members import (
    OFFICE,
    RUSSIAN,
    SECRETARIAT,
    TAJIK,
    Member,
    Route,
    to_all,
    to_council,
    to_secretariat,
    write_files,
)
from hub.demo.national import NationalService
from hub.demo.processes import Processes, run_command
from hub.demo.report import Report
from hub.demo.stage import Stage, make_stage, write_config
from hub.embedded.cluster import open_cluster
from hub.settings import Settings, StartError
from keys import keyfile
from keys.jwk import PrivateKey

RUSSIA, TAJIKISTAN, KAZAKHSTAN = RUSSIAN.participant, TAJIK.participant, "kz-mvd"
DATABASE = "hub"


@dataclass(slots=True, kw_only=True)
class Theatre:
    """A running training environment; `hub` are the settings of the hub's process, its address included.

    `url` is the hub's address, `pages` the console's.
    """

    hub: Mapping[str, str]
    stage: Stage
    clock: Clock
    report: Report
    processes: Processes
    session: aiohttp.ClientSession
    nationals: dict[str, NationalService]
    url: str
    pages: str

    @property
    def russia(self) -> NationalService:
        """The Russian service."""
        return self.nationals[RUSSIA]

    def key(self, participant: str) -> PrivateKey:
        """Return a participant's signing key: here, and only here, all keys are in one place."""
        return keyfile.read(self.stage.site(participant) / "signing.pem", None)

    async def restart_hub(self) -> None:
        """Start the hub again where it was; the gateways find it by themselves."""
        await self.processes.start("hub", ["hub.cli", "serve"], self.hub, ready=True)

    async def start_gateway(self, participant: str) -> None:
        """Start a gateway again that was stopped."""
        arguments = ["hub.cli", "gateway", "--config", str(self.stage.config(participant))]
        await self.processes.start(f"gateway-{participant}", arguments, self.stage.settings())

    async def seat_secretariat(self) -> None:
        """Let the secretariat have a gateway, too: what arrives there is laid into a folder."""
        (self.stage.site(SECRETARIAT) / "exchange").mkdir(exist_ok=True)
        write_files(self.stage, OFFICE, {}, url=self.url, routes=[to_council()])
        await self.start_gateway(SECRETARIAT)

    async def run(self, *arguments: str) -> tuple[int, bytes]:
        """Run a `hub` command in this environment; return exit status and what it printed."""
        return await run_command(list(arguments), self.stage.settings())


@contextlib.asynccontextmanager
async def open_theatre(folder: Path, settings: Settings, report: Report) -> AsyncIterator[Theatre]:
    """Make the stage and start every process; all of them end with the block.

    Raises:
        StartError: something could not be started.
    """
    stage = make_stage(folder, SystemClock().now(), settings.language)  # the virtual clock begins with it
    report.say("ключи и список доверия созданы", "keys and trust list are made")
    async with contextlib.AsyncExitStack() as stack:
        dsn = await _open_database(stack, settings)
        report.say("PostgreSQL работает", "PostgreSQL runs")
        processes = Processes(stage.logs)
        stack.push_async_callback(processes.stop_all)
        of_hub = stage.hub_settings(dsn, ":".join(map(str, settings.listen)))
        url = await _start_hub(processes, of_hub)
        report.say(f"узел принимает на {url}", f"the hub listens on {url}")
        await processes.start("training-gateway", ["hub.demo.training_gateway", str(stage.folder)], of_hub)
        listen = ":".join(map(str, settings.console_listen))
        pages, doors = await asyncio.gather(
            open_pages(processes, of_hub, listen, report.file.parent), _start_first(processes, stage, url)
        )
        report.say(f"консоль: {pages}", f"the console: {pages}")
        report.say("системы и шлюзы запущены: RU, TJ", "systems and gateways run: RU, TJ")
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Theatre(
            hub={**of_hub, "HUB_LISTEN": url.removeprefix("http://")},
            stage=stage,
            clock=TrainingClock(stage.clock),
            report=report,
            processes=processes,
            session=session,
            nationals={name: NationalService(session, control) for name, control in doors.items()},
            url=url,
            pages=pages,
        )


async def _open_database(stack: contextlib.AsyncExitStack, settings: Settings) -> str:
    """Return the address of the demonstration's database: the one of HUB_DATABASE_URL, or one of our own."""
    if settings.database_url is not None:
        return settings.database_url
    cluster = await stack.enter_async_context(open_cluster(None))
    cluster.create_database(DATABASE)
    return cluster.dsn(DATABASE)


async def _start_hub(processes: Processes, of_hub: Mapping[str, str]) -> str:
    status, said = await run_command(["migrate"], of_hub)
    if status:
        why = said.decode(errors="replace").strip().removeprefix("hub: ")
        raise StartError("demo-migrate-failed", why, why)
    line = await processes.start("hub", ["hub.cli", "serve"], of_hub, ready=True)
    return line.removeprefix("listening on ").strip()


async def start_member(
    processes: Processes, stage: Stage, member: Member, *, url: str, routes: Sequence[Route]
) -> Mapping[str, Any]:
    """Start a member's national system and its gateway; return where the system's doors are."""
    service = [member.simulator, "--port", "0", "--state", str(stage.site(member.participant)), *member.arguments]
    where = msgspec.json.decode(await processes.start(f"system-{member.participant}", service, {}, ready=True))
    write_files(stage, member, where, url=url, routes=routes)
    arguments = ["hub.cli", "gateway", "--config", str(stage.config(member.participant))]
    await processes.start(f"gateway-{member.participant}", arguments, stage.settings())
    return dict(where)


async def _start_first(processes: Processes, stage: Stage, url: str) -> Mapping[str, str]:
    """Start the systems and gateways of Russia and Tajikistan; return their control doors."""
    both = ((RUSSIAN, _russian_routes()), (TAJIK, [to_all(TAJIKISTAN), to_secretariat()]))
    started = (start_member(processes, stage, member, url=url, routes=routes) for member, routes in both)
    where = await asyncio.gather(*started)
    for participant in (KAZAKHSTAN, SECRETARIAT):  # people with the command line
        write_config(stage, participant, url=url)
    return {member.participant: each["control"] for (member, _), each in zip(both, where, strict=True)}


def _russian_routes() -> Sequence[Route]:
    """Return Russia's routes: bans of Tajik citizens to Tajikistan alone, others to all; requests to who is asked."""
    narrow = Route(type="entry-ban", nationality="TJK", to=[TAJIKISTAN], agreement="cis-2000", purpose="entry-control")
    requests = [
        Route(type="readmission-request", to=[other], agreement=agreement, purpose="readmission")
        for other, agreement in ((KAZAKHSTAN, "ru-kz-readmission"), (TAJIKISTAN, "ru-tj-readmission"))
    ]
    return [narrow, to_all(RUSSIA), to_secretariat(), *requests]
