"""A training environment that stays: made once, found again at each start with its messages, accounts and clock.

    <folder>/environment/   what `stage` describes, with the keys of the trust list's officers beside it
    <folder>/database/      PostgreSQL's files, unless HUB_DATABASE_URL names another

Nothing is played in it: integrators exchange what they like. The list of participants is renewed at each start, so an
environment that is started at least once in two months goes on for the year of its root.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hub.clock import TrainingClock
from hub.demo.accounts import FILE, open_pages
from hub.demo.members import RUSSIAN, TAJIK, to_all
from hub.demo.processes import Processes, run_command
from hub.demo.report import Report
from hub.demo.stage import OFFICERS, Stage, make_stage, read_officers, sign_by, write_config
from hub.demo.theatre import DATABASE, start_member
from hub.embedded.cluster import open_cluster
from hub.settings import Settings, StartError
from keys import trust_chain, trust_participants, trustlist

ENVIRONMENT = "environment"
LIFETIME, EARLY = timedelta(days=90), timedelta(days=60)
WITH_GATEWAY = (RUSSIAN, TAJIK)


async def keep(folder: Path, settings: Settings, report: Report, stop: asyncio.Event) -> None:
    """Start the environment of a folder, made if there is none, and serve until told to stop.

    Raises:
        StartError: something of it could not be started.
    """
    stage = open_stage(folder / ENVIRONMENT, settings.language)
    async with contextlib.AsyncExitStack() as stack:
        processes = Processes(stage.logs)
        dsn = settings.database_url
        if dsn is None:
            cluster = await stack.enter_async_context(open_cluster(folder / "database"))
            cluster.create_database(DATABASE)
            dsn = cluster.dsn(DATABASE)
        stack.push_async_callback(processes.stop_all)
        of_hub = stage.hub_settings(dsn, ":".join(map(str, settings.listen)))
        await _migrate(of_hub)
        line = await processes.start("hub", ["hub.cli", "serve"], of_hub, ready=True)
        url = line.removeprefix("listening on ").strip()
        await processes.start("training-gateway", ["hub.demo.training_gateway", str(stage.folder)], of_hub)
        pages = await _open_console(processes, of_hub, ":".join(map(str, settings.console_listen)), folder)
        await _start_members(processes, stage, url)
        report.say(f"узел: {url}; консоль: {pages}", f"the hub: {url}; the console: {pages}")
        report.say(
            f"ключи и настройки всех участников: {stage.folder}; часы: {stage.clock}; Ctrl-C завершает, "
            "следующий запуск продолжает",
            f"everybody's keys and settings: {stage.folder}; the clock: {stage.clock}; Ctrl-C ends it, "
            "the next start goes on",
        )
        await stop.wait()


def open_stage(folder: Path, language: str) -> Stage:
    """Return the stage of a folder: the one that is there, renewed, or a new one.

    Raises:
        DemoFolderError: the folder holds something else.
    """
    clock = TrainingClock(folder / "clock.json")
    if not (folder / OFFICERS).is_dir():
        return make_stage(folder, clock.now(), language)
    root = (folder / "hub" / "root.note").read_bytes()
    stage = Stage(folder=folder, anchor=trustlist.digest(root), language=language)
    renew(stage, clock.now())
    return stage


def renew(stage: Stage, now: datetime) -> None:
    """Issue the list of participants again where it has less than two months left; the hub takes it at its start."""
    path = stage.hub / "participants.note"
    listed = trust_participants.parse(trust_chain.text_of(path.read_bytes(), trust_participants.KIND))
    if listed.expires_at - now >= EARLY:
        return
    issued = now.replace(microsecond=0)
    fresh = replace(listed, version=listed.version + 1, issued_at=issued, expires_at=issued + LIFETIME)
    made = path.with_suffix(".new")
    made.write_bytes(sign_by(trustlist.make_participants(fresh), read_officers(stage.folder)))
    made.replace(path)


async def _migrate(of_hub: dict[str, str]) -> None:
    status, said = await run_command(["migrate"], of_hub)
    if status:
        why = said.decode(errors="replace").strip().removeprefix("hub: ")
        raise StartError("demo-migrate-failed", why, why)


async def _open_console(processes: Processes, of_hub: dict[str, str], listen: str, folder: Path) -> str:
    """Serve the pages; people are made the first time."""
    if not (folder / FILE).exists():
        return await open_pages(processes, of_hub, listen, folder)
    of_console = {**of_hub, "HUB_ROLES": "console", "HUB_CONSOLE_LISTEN": listen}
    line = await processes.start("console", ["hub.cli", "serve"], of_console, ready=True)
    return line.removeprefix("console on ").strip()


async def _start_members(processes: Processes, stage: Stage, url: str) -> None:
    """Start two states with system and gateway; everybody else gets a configuration for programs of their own."""
    for member in WITH_GATEWAY:
        await start_member(processes, stage, member, url=url, routes=[to_all(member.participant)])
    own = {member.participant for member in WITH_GATEWAY}
    for site in sorted(path.parent.name for path in stage.folder.glob("*/signing.pem")):
        if site not in own:
            write_config(stage, site, url=url)
