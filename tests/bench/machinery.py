"""What is measured, and the processes that measure it: a durable PostgreSQL, two API processes, two load generators."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import asyncpg

from hub.embedded.cluster import Cluster, make_cluster
from hub.store import migrate
from tests.bench.figures import Round
from tests.support.hub import HubProcess, make_site

TICKS = os.sysconf("SC_CLK_TCK")


class Generator:
    """A process that makes load: `tests.bench.load` or `tests.bench.baseline`."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Generator":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate(timeout=20)

    def prepare(self, **job: Any) -> None:
        """Hand over a job, and wait until everything for it is made."""
        self._say(json.dumps(job))
        self._hear()

    def go(self) -> dict[str, Any]:
        """Start the clock; return what was seen."""
        self._say("go")
        return dict(json.loads(self._hear()))

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the load generator ended (exit status {self._process.wait()}); see above")
        return line


@dataclass(kw_only=True)
class Machinery:
    """Everything that runs during a benchmark."""

    cluster: Cluster
    origin: str
    servers: list[HubProcess]
    load: Generator
    baseline: Generator
    _first: int = 1
    _tables: bool = False

    def run_baseline(self, seconds: float, way: str = "two-statements") -> Round:
        """Run one round of raw inserts, in one of the ways of `tests.bench.baseline`."""
        dsn = self.cluster.dsn("baseline")
        self.baseline.prepare(dsn=dsn, way=way, seconds=seconds, make=not self._tables)
        self._tables = True
        return Round(**self.baseline.go())

    def run_hub(self, seconds: float, *, lines: int, processes: int, connections: int, count: int) -> Round:
        """Run one round of submissions to the first `processes` servers, `count` envelopes at most."""
        servers = self.servers[:processes]
        self.load.prepare(
            addresses=[server.address for server in servers],
            connections=connections,
            lines=lines,
            count=count,
            first=self._first,
            origin=self.origin,
            seconds=seconds,
        )
        self._first += count
        before = sum(_cpu_seconds(server.process.pid) for server in servers)
        result = self.load.go()
        after = sum(_cpu_seconds(server.process.pid) for server in servers)
        return Round(**result, server_cpu=after - before)

    def peak_memory(self) -> float:
        """Return the most memory that the first API process ever had, in MiB."""
        status = Path(f"/proc/{self.servers[0].process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextlib.contextmanager
def running(processes: int = 2, module: str = "hub.cli") -> Iterator[Machinery]:
    """Start everything for the length of a block, on a throw-away PostgreSQL that is as durable as a real one."""
    with contextlib.ExitStack() as stack:
        cluster = make_cluster(None, durable=True)
        stack.callback(cluster.close)
        cluster.start()
        for name in ("hub", "baseline"):
            cluster.create_database(name)
        asyncio.run(_migrate(cluster.dsn("hub")))
        site = make_site(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-"))))
        servers: list[HubProcess] = []
        stack.callback(lambda: [server.stop() for server in servers])
        for number in range(processes + 1):  # the last one is the worker, a process of its own as in deploy/systemd
            roles = "api" if number < processes else "api,worker"
            environment = site.environment(cluster.dsn("hub"), roles=roles, HUB_LOG_LEVEL="warning", HUB_QUOTA_RATE="0")
            servers.append(HubProcess(environment, module))
        yield Machinery(
            cluster=cluster,
            origin=site.trust.list.hub,
            servers=servers,
            load=stack.enter_context(Generator("tests.bench.load")),
            baseline=stack.enter_context(Generator("tests.bench.baseline")),
        )


async def _migrate(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await migrate.migrate(conn)
    finally:
        await conn.close()
