"""The machine under test: a durable PostgreSQL and API processes of the hub, which can be killed and started again."""

import asyncio
import contextlib
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import msgspec

from hub.embedded.cluster import Cluster
from hub.store import migrate
from hub.telemetry import Event
from tests.support import database
from tests.support.hub import HubProcess, Site, make_site

DATABASE = "hub"
MEMBERS = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "kg-migration", "cis-ec", "hub")
ATTEMPTS = 3


class MachineLostError(Exception):
    """PostgreSQL or the hub does not come up any more."""


@dataclass(slots=True)
class Machine:
    """PostgreSQL and several API processes on one database; `module` is what each process runs."""

    cluster: Cluster
    site: Site
    processes: int = 2
    module: str = "hub.cli"
    settings: Mapping[str, str] = field(default_factory=dict)
    running: dict[int, HubProcess] = field(default_factory=dict)
    ended: int = 0

    @property
    def dsn(self) -> str:
        """The database's address."""
        return self.cluster.dsn(DATABASE)

    @property
    def addresses(self) -> list[str]:
        """Where the hub answers at the moment; empty while nothing runs."""
        return [process.address for process in self.running.values()]

    async def start(self) -> None:
        """Start PostgreSQL and every process that does not run.

        Raises:
            MachineLostError: one of them does not start.
        """
        try:
            if self.cluster.pid is None:
                await asyncio.to_thread(self.cluster.start)
            for number in range(self.processes):
                if number not in self.running:
                    self.running[number] = await asyncio.to_thread(self._start_process, number)
        except Exception as error:
            raise MachineLostError(f"{type(error).__name__}: {error}") from error

    def _start_process(self, number: int) -> HubProcess:
        roles = "api" if number else "api,worker"
        environment = {**self.site.environment(self.dsn, roles=roles), "HUB_LOG_LEVEL": "warning", **self.settings}
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(RuntimeError):  # it did not start; the last attempt tells
                return HubProcess(environment, self.module, self._log(number))
        return HubProcess(environment, self.module, self._log(number))

    def _log(self, number: int) -> Path:
        return self.site.folder / f"hub-{number}.log"

    def failed_requests(self) -> Counter[str]:
        """Return what the processes logged as their own failures: kind of error and place, and how often."""
        found: Counter[str] = Counter()
        for number in range(self.processes):
            for line in (
                self._log(number).read_text(encoding="utf-8").splitlines() if self._log(number).exists() else ()
            ):
                entry = msgspec.json.decode(line) if line.startswith("{") else {}
                if entry.get("event") == Event.REQUEST_FAILED:
                    found[f"{entry.get('error')} at {entry.get('place')}"] += 1
        return found

    def notice_ends(self) -> None:
        """Count the processes that ended without being killed; they are started again."""
        for number, process in list(self.running.items()):
            if process.process.poll() is not None:
                self.ended += 1
                del self.running[number]
                process.kill()

    async def kill_processes(self, numbers: list[int]) -> None:
        """Kill API processes with signal 9."""
        self.notice_ends()
        for process in [self.running.pop(number) for number in numbers if number in self.running]:
            await asyncio.to_thread(process.kill)

    async def kill_database(self) -> None:
        """Kill PostgreSQL and everything below it with signal 9."""
        await asyncio.to_thread(database.kill, self.cluster)

    def close(self) -> None:
        """End everything."""
        for process in self.running.values():
            process.kill()
        self.running.clear()
        self.cluster.close()


@contextlib.asynccontextmanager
async def open_machine(
    make: Callable[[], Cluster], *, origin: str, module: str = "hub.cli", processes: int = 2, **settings: str
) -> AsyncIterator[Machine]:
    """Start a machine on a new cluster for the length of a block."""
    with tempfile.TemporaryDirectory(prefix="hub-faults-") as folder:
        site = make_site(Path(folder), MEMBERS, origin=origin)
        machine = Machine(await asyncio.to_thread(make), site, processes, module, settings)
        try:
            await asyncio.to_thread(machine.cluster.start)
            await asyncio.to_thread(machine.cluster.create_database, DATABASE)
            conn = await asyncpg.connect(machine.dsn)
            try:
                await migrate.migrate(conn)
            finally:
                await conn.close()
            await machine.start()
            yield machine
        finally:
            await asyncio.to_thread(machine.close)
