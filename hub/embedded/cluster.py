"""A PostgreSQL of our own: made, started, stopped, and cleaned up after a kill.

    with  async with open_cluster(None) as cluster:            throw-away: gone afterwards, also after kill -9 of us
    or    async with open_cluster(Path("/var/lib/…")) as …:    kept: the same records next time

It listens on a socket in a private directory only, asks for a password (SCRAM) even there, and keeps page checksums.
It is durable unless `durable=False` is asked for, which is for tests. Sorting is by code point (locale C) on every
version, so that two hubs never sort differently.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import quote

from hub.embedded import binaries as installed
from hub.embedded import postmaster, watchdog
from hub.embedded.account import choose_account
from hub.embedded.binaries import ENVIRONMENT, Binaries, run
from hub.embedded.errors import ClusterError, failure
from hub.embedded.making import make_data
from hub.embedded.state import ROLE, StateDirectory, open_state

START_SECONDS = 120.0  # crash recovery may take a while
ORPHAN_SECONDS = 30.0  # a dead owner's watchdog stops its server in this time
STOP_SECONDS = 30.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # DETAIL and CONTEXT would quote values of rows
    "log_min_error_statement": "panic",  # and so would statements
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """One embedded PostgreSQL, started and stopped by this process."""

    def __init__(
        self,
        state: StateDirectory,
        programs: Binaries,
        *,
        durable: bool = True,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.state = state
        self.binaries = programs
        self.durable = durable
        self._options = SETTINGS | ({} if durable else UNSAFE) | dict(options or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process, None while it is not running."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def dsn(self, database: str = "postgres") -> str:
        """Return the address of a database, with the password in it: not to be logged."""
        return f"postgresql://{ROLE}:{self.state.password}@/{quote(database)}?host={quote(str(self.state.socket))}"

    def start(self) -> None:
        """Start the server, making the data directory first if there is none; wait until it takes connections.

        May be called again after the server was killed or stopped.

        Raises:
            ClusterError: it does not start; the last lines of its log are in the message.
        """
        if self._process is not None:
            self._process.poll()  # collect a killed one: until then its number looks alive
        self.state.claim()
        self._wait_for_orphan()
        if not self.state.data.exists():
            make_data(self.state, self.binaries, durable=self.durable)
        self.state.read_password()
        postmaster.remove_stale_locks(self.state.data, self.state.socket)
        end = time.monotonic() + START_SECONDS
        while not self._try_start(end):
            time.sleep(0.1)
        self._watch()

    def stop(self) -> None:
        """Stop the server in order: fast shutdown first, then at once. Does nothing if it is not running."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self._signal(number)
        self._process = None
        self._dismiss_watchdog()

    def close(self) -> None:
        """Stop the server and give up its directory; a throw-away one is removed."""
        self.stop()
        self.state.release()

    def create_database(self, name: str) -> None:
        """Make an empty database, unless it is there already.

        Raises:
            ClusterError: PostgreSQL refused.
        """
        command = [self.binaries.program("createdb"), "-h", str(self.state.socket), "-U", ROLE, "-w", "--", name]
        result = run(command, env=ENVIRONMENT | {"PGPASSWORD": self.state.password})
        if result.returncode != 0 and "already exists" not in result.stderr:
            raise failure(
                self.state.log, "database-not-created", "База не создана.", "The database was not made.", result.stderr
            )

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)

    def _wait_for_orphan(self) -> None:
        """Let the watchdog of a dead owner finish; a server that stays is somebody's, and is left alone."""
        end = time.monotonic() + ORPHAN_SECONDS
        while (found := postmaster.read(self.state.data)) and postmaster.is_ours(found.pid, self.state.data):
            if time.monotonic() > end:
                raise ClusterError(
                    "cluster-in-use",
                    f"PostgreSQL (процесс {found.pid}) уже работает в {self.state.data}. Остановите его сами: узел "
                    "чужих процессов не завершает.",
                    f"PostgreSQL (process {found.pid}) already runs in {self.state.data}. Stop it yourself: the hub "
                    "ends nobody else's processes.",
                )
            time.sleep(0.05)

    def _try_start(self, end: float) -> bool:
        """Start once; False if the remains of a killed server still hold its memory, which passes in a moment."""
        mark = self.state.log.stat().st_size if self.state.log.exists() else 0
        self._process = self._launch()
        while self._process.poll() is None:
            found = postmaster.read(self.state.data)
            if found is not None and found.pid == self._process.pid and found.status == "ready":
                return True
            if time.monotonic() > end:
                self.stop()
                raise failure(
                    self.state.log,
                    "cluster-not-ready",
                    f"PostgreSQL не готов за {START_SECONDS:.0f} с.",
                    f"PostgreSQL was not ready in {START_SECONDS:.0f} s.",
                    self._said_since(mark),
                )
            time.sleep(0.01)
        said = self._said_since(mark)
        self._process = None
        if "still in use" in said and time.monotonic() < end:
            return False
        raise failure(
            self.state.log, "cluster-not-started", "PostgreSQL не запустился.", "PostgreSQL did not start.", said
        )

    def _launch(self) -> "subprocess.Popen[bytes]":
        options = self._options | {"unix_socket_directories": str(self.state.socket)}
        command = [self.binaries.program("postgres"), "-D", str(self.state.data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        log = os.open(self.state.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:  # a session of its own: Ctrl-C in a terminal reaches us, and we stop the server when we are done with it
            return subprocess.Popen(  # noqa: S603 - PostgreSQL, without a shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                umask=0o077,
                start_new_session=True,
                **self.state.account.popen_arguments(),
            )
        except OSError as error:
            raise failure(
                self.state.log,
                "cluster-not-started",
                "PostgreSQL не запустился.",
                "PostgreSQL did not start.",
                error.strerror or "",
            ) from None
        finally:
            os.close(log)

    def _watch(self) -> None:
        self._dismiss_watchdog()
        self._watchdog = subprocess.Popen(  # noqa: S603 - our own script
            [
                sys.executable,
                "-I",
                "-S",
                str(watchdog.__file__),
                str(self.pid),
                str(self.state.data),
                *map(str, self.state.leftovers),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )

    def _dismiss_watchdog(self) -> None:
        if self._watchdog is not None:
            with contextlib.suppress(BrokenPipeError):
                self._watchdog.communicate(b"\n", timeout=STOP_SECONDS)
            self._watchdog = None

    def _said_since(self, mark: int) -> str:
        with self.state.log.open("rb") as log:
            log.seek(mark)
            return log.read(65536).decode("utf-8", errors="replace")


def make_cluster(
    path: Path | None,
    *,
    durable: bool = True,
    options: Mapping[str, str] | None = None,
    binaries: Binaries | None = None,
) -> Cluster:
    """Prepare a cluster in `path` (None: throw-away), not started yet.

    Args:
        path: the state directory; its records are there again next time.
        durable: False gives up safety for speed, in tests only.
        options: settings of PostgreSQL beside our own.
        binaries: which PostgreSQL; normally found.

    Raises:
        ClusterError: no PostgreSQL, or no usable place.
    """
    account = choose_account()
    version_file = path / "data" / "PG_VERSION" if path is not None else None
    kept = version_file.read_text().strip() if version_file is not None and version_file.exists() else ""
    programs = binaries or installed.find(int(kept) if kept else None)
    state = open_state(path, account)
    if not programs.runs_as(account):
        try:
            programs = programs.copy_to(state.path)
        except ClusterError:
            state.release()
            raise
    return Cluster(state, programs, durable=durable, options=options)


@contextlib.asynccontextmanager
async def open_cluster(
    path: Path | None,
    *,
    durable: bool = True,
    options: Mapping[str, str] | None = None,
    binaries: Binaries | None = None,
) -> AsyncIterator[Cluster]:
    """Run a cluster for the length of a block; the arguments are those of `make_cluster`.

    Raises:
        ClusterError: it cannot be made or started.
    """
    cluster = await asyncio.to_thread(make_cluster, path, durable=durable, options=options, binaries=binaries)
    try:
        await asyncio.to_thread(cluster.start)
        yield cluster
    finally:
        await asyncio.to_thread(cluster.close)
