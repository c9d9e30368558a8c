"""The demonstration's processes: each its own, each stopped at the end, whatever happens."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.settings import StartError, inherited_environment

STOP_SECONDS = 15.0
START_SECONDS = 30.0


@dataclass(slots=True)
class Processes:
    """Everything that was started, newest last; their words go to files in `logs`."""

    logs: Path
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, name: str, arguments: list[str], settings: Mapping[str, str], *, ready: bool = False) -> str:
        """Start `python -m …`; with `ready`, wait for its first line and return it.

        Raises:
            StartError: it ended before it was ready.
        """
        with (self.logs / f"{name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *arguments,
                env={**inherited_environment(), **settings},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if ready else log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the demonstration's alone: it ends them in order
            )
        self.running[name] = process
        if not ready or process.stdout is None:
            return ""
        line = b""
        with contextlib.suppress(TimeoutError):
            line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        if not line:
            said = await asyncio.to_thread(_last_line, self.logs / f"{name}.log")
            raise StartError(
                "demo-process-failed",
                f"Процесс {name} не запустился: {said} Журнал: {self.logs / name}.log",
                f"The process {name} did not start: {said} Its log: {self.logs / name}.log",
            )
        return line.decode().strip()

    async def stop(self, name: str) -> int:
        """Ask a process to end, and return its exit status; after a while it is killed."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            return await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            return await process.wait()

    async def stop_all(self) -> None:
        """End everything, all at once."""
        await asyncio.gather(*(self.stop(name) for name in list(self.running)))

    def ended(self) -> list[str]:
        """Return the names of processes that ended by themselves."""
        return [name for name, process in self.running.items() if process.returncode is not None]


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-1].removeprefix("hub: ") if lines else "-"


async def run_command(arguments: list[str], settings: Mapping[str, str]) -> tuple[int, bytes]:
    """Run one `hub` command to its end; return exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hub.cli",
        *arguments,
        env={**inherited_environment(), **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out
