"""The gateways of a campaign: each a process of its own with its adapter, which can be killed and started again."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.sdk.state import FILE
from keys import keyfile
from tests.faults import national_system
from tests.support.trust import Trust

ADAPTER = "tests.faults.national_system"
EFFECTS = {"effects": "SELECT count(*) FROM effect"}
STOPPING = 20.0  # seconds a gateway may take to stop when told
WORK = {
    "pulled": "SELECT count(*) FROM outbox WHERE origin IS NOT NULL",
    "settled": "SELECT count(*) FROM outbox WHERE state <> 'ready'",
    "told": "SELECT count(*) FROM outbox WHERE told = 1 AND origin IS NOT NULL",
    "applied": "SELECT count(*) FROM applied",
    "processed": "SELECT count(*) FROM acknowledgement WHERE status = 'processed'",
    "refused": "SELECT count(*) FROM outbox WHERE state = 'refused'",
}


class GatewaySite:
    """A member's folder: its key, its configuration, its national system, and its gateway's process."""

    def __init__(self, folder: Path, participant: str, trust: Trust, url: str, *, forgetful: bool = False) -> None:
        self.participant = participant
        self.folder = folder
        self.system = folder / "system.sqlite3"
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        folder.mkdir(parents=True)
        keyfile.write(folder / "signing.pem", trust.keys[participant], None)
        (folder / "gateway.toml").write_text(
            f'[gateway]\nparticipant = "{participant}"\nstate_dir = "state"\n'
            f'[hub]\nurl = "{url}"\norigin = "{trust.list.hub}"\n[trust]\nroot_sha256 = "{trust.anchor}"\n'
            f'[key]\nfile = "signing.pem"\n[adapter]\nmodule = "{ADAPTER}"\n'
            f'[adapter.settings]\nfile = "{self.system}"\nforgetful = {str(forgetful).lower()}\n'
            "[intervals]\nsource_seconds = 0.1\nlong_poll_seconds = 1\nanswer_seconds = 10\n",
            encoding="utf-8",
        )

    def put(self, changes: Iterable[Mapping[str, Any]]) -> None:
        """Put changes into the national system."""
        with contextlib.closing(national_system.open_system(self.system)) as system:
            national_system.put(system, changes)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Return what the national system wrote down."""
        with contextlib.closing(national_system.open_system(self.system)) as system:
            return system.execute(query).fetchall()

    def done(self, steps: Sequence[str]) -> int:
        """Return how much of some kinds of work is done, by the gateway's state and by the national system's."""
        return sum(self._count(step) for step in steps)

    def _count(self, step: str) -> int:
        path = self.system if step in EFFECTS else self.folder / "state" / FILE
        try:
            with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as opened:
                return int(opened.execute({**WORK, **EFFECTS}[step]).fetchone()[0])
        except sqlite3.OperationalError:  # it has not come so far yet
            return 0

    def start(self) -> None:
        """Start the gateway, as an operator does."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        command = [sys.executable, "-m", "hub.cli", "gateway", "--config", str(self.folder / "gateway.toml")]
        with (self.folder / "gateway.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=log, env={**inherited, "HUB_LOG_LEVEL": "warning"}
            )
        self.starts += 1

    def has_ended(self) -> bool:
        """Tell whether the gateway ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        """Kill the gateway with signal 9; the kernel takes its adapter along, in the middle of whatever it does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    async def stop(self) -> int | None:
        """Tell the gateway to stop and return how it ended; None: it did not run, or would not stop."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        process.terminate()
        try:
            return await asyncio.to_thread(process.wait, STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None
