"""The training environment while it runs: database, hub, the Russian service, the gateways, each a process."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import msgspec

from hub.clock import Clock, SystemClock, TrainingClock
from hub.demo.accounts import open_pages
from hub.demo.members import to_all
from hub.demo.national import NationalService
from hub.demo.processes import Processes, run_command
from hub.demo.report import Report
from hub.demo.stage import Stage, make_stage, write_config
from hub.embedded.cluster import open_cluster
from hub.settings import Settings, StartError
from keys import keyfile
from keys.jwk import PrivateKey

RUSSIA, TAJIKISTAN, KAZAKHSTAN, SECRETARIAT = "ru-guvm", "tj-mvd", "kz-mvd", "cis-ec"
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
        pages = await open_pages(processes, of_hub, ":".join(map(str, settings.console_listen)), report.file.parent)
        report.say(f"консоль: {pages}", f"the console: {pages}")
        await processes.start("training-gateway", ["hub.demo.training_gateway", str(stage.folder)], of_hub)
        control = await _start_members(processes, stage, url)
        report.say("служба России и два шлюза запущены", "the Russian service and two gateways run")
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Theatre(
            hub={**of_hub, "HUB_LISTEN": url.removeprefix("http://")},
            stage=stage,
            clock=TrainingClock(stage.clock),
            report=report,
            processes=processes,
            session=session,
            nationals={RUSSIA: NationalService(session, control)},
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


async def _start_members(processes: Processes, stage: Stage, url: str) -> str:
    """Start the Russian service and both gateways; return the service's control address."""
    (stage.site(RUSSIA) / "service").mkdir()
    line = await processes.start(
        "ru-service",
        ["adapters.ru_smev.simulator", "--port", "0", "--state", str(stage.site(RUSSIA) / "service")],
        {},
        ready=True,
    )
    where = msgspec.json.decode(line)
    for participant, module, of_adapter in (
        (RUSSIA, "adapters.ru_smev", _russian_settings(stage, where["soap"])),
        (TAJIKISTAN, "adapters.tj_files", _tajik_settings(stage)),
    ):
        write_config(stage, participant, url=url, module=module, settings=of_adapter)
        arguments = ["hub.cli", "gateway", "--config", str(stage.config(participant))]
        await processes.start(f"gateway-{participant}", arguments, stage.settings())
    for participant in (KAZAKHSTAN, SECRETARIAT):  # people with the command line, no gateway
        write_config(stage, participant, url=url)
    return str(where["control"])


def _russian_settings(stage: Stage, endpoint: str) -> str:
    work = stage.site(RUSSIA) / "adapter"
    work.mkdir()
    return f"""[adapter.settings]
endpoint = "{endpoint}"
participant = "{RUSSIA}"
state_dir = "{work}"
messages_per_call = 100

[[adapter.settings.routes]]
type = "entry-ban"
nationality = "TJK"
to = ["{TAJIKISTAN}"]
agreement = "cis-2000"
purpose = "entry-control"

{to_all(RUSSIA).format()}
[[adapter.settings.routes]]
type = "readmission-request"
to = ["{KAZAKHSTAN}"]
agreement = "ru-kz-readmission"
purpose = "readmission"

[[adapter.settings.routes]]
type = "readmission-request"
to = ["{TAJIKISTAN}"]
agreement = "ru-tj-readmission"
purpose = "readmission"
"""


def _tajik_settings(stage: Stage) -> str:
    folder, work = stage.site(TAJIKISTAN) / "exchange", stage.site(TAJIKISTAN) / "adapter"
    for each in (folder, work):
        each.mkdir()
    return f"""[adapter.settings]
folder = "{folder}"
participant = "{TAJIKISTAN}"
state_dir = "{work}"

[[adapter.settings.routes]]
type = "situation-summary"
to = ["{SECRETARIAT}"]
agreement = "cis-2007"
purpose = "council-statistics"
"""
