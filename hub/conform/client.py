"""The client under test as a process: started, killed, started again.

By default it is the gateway of the participant's own configuration, told to speak to the throw-away hub with a key made
for the run (`hub.conform.gateway`). Any other program can stand in its place: it finds all it needs in `client.json`.

    {"url", "origin", "participant", "root_file", "key_file", "witness_file", "state_dir", "adapter_dir", "type",
     "clock_file": {"shift_seconds"}, how far the client's clock is to be ahead; no file: not at all}
"""

import asyncio
import contextlib
import json
import os
import shlex
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.conform.trust import ORIGIN, TrustSite
from hub.settings import inherited_environment
from keys import keyfile

STOP_SECONDS = 15.0
PLACE = "{folder}"


@dataclass(slots=True, kw_only=True)
class Client:
    """How the client is started, and the process that runs now."""

    command: tuple[str, ...]
    folder: Path
    clock: Path
    log: Path
    process: asyncio.subprocess.Process | None = field(default=None)

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.returncode is None

    async def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                env=inherited_environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def kill(self) -> None:
        """End it with all it has started, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end; after a while it is killed."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.returncode is not None:
            return
        _signal(process.pid, number)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            _signal(process.pid, signal.SIGKILL)
            await process.wait()


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def make_client(
    folder: Path,
    site: TrustSite,
    *,
    participant: str,
    url: str,
    record_type: str,
    command: str | None,
    config: Path,
    log: Path,
) -> Client:
    """Write what the client needs, and return how it is started."""
    folder.mkdir()
    (folder / "state").mkdir(mode=0o700)
    (folder / "adapter").mkdir(mode=0o700)
    keyfile.write(folder / "signing.pem", site.own, None)
    keyfile.write(folder / "witness.pem", site.witness, None)
    facts = {
        "url": url,
        "origin": ORIGIN,
        "participant": participant,
        "root_file": str(site.folder / "root.note"),
        "key_file": str(folder / "signing.pem"),
        "witness_file": str(folder / "witness.pem"),
        "state_dir": str(folder / "state"),
        "adapter_dir": str(folder / "adapter"),
        "clock_file": str(folder.parent / "clock.json"),
        "type": record_type,
    }
    (folder / "client.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    own = (sys.executable, "-m", "hub.conform.gateway", str(config.absolute()), str(folder))
    given = () if command is None else tuple(word.replace(PLACE, str(folder)) for word in shlex.split(command))
    return Client(command=given or own, folder=folder, clock=folder.parent / "clock.json", log=log)


def read_facts(folder: Path) -> Mapping[str, str]:
    """Return what `make_client` wrote."""
    found = json.JSONDecoder().decode((folder / "client.json").read_text(encoding="utf-8"))
    return {name: str(value) for name, value in found.items()}
