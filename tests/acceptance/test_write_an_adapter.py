"""The how-to on adapters is true: its commands are run as they stand, in one shell, and print what it shows.

Only the port of the simulated system is another one, free at that moment.
"""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub import settings
from tests.acceptance.test_tutorial import Shell, pattern, read_steps

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-an-adapter.md"
PORT = "18931"


def free_port() -> str:
    """Return a port that nobody has taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


@asynccontextmanager
async def open_shell(folder: Path) -> AsyncIterator[Shell]:
    """Start a shell in an empty folder, with this environment's programs."""
    inherited = settings.inherited_environment()
    process = await asyncio.create_subprocess_exec(
        "bash",
        cwd=folder,
        env={**inherited, "PATH": f"{Path(sys.executable).parent}:{inherited['PATH']}", "PYTHONWARNINGS": "ignore"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Shell(process)
    finally:
        process.stdin.write(b"kill $(jobs -p) 2>/dev/null\n")
        process.stdin.close()
        await process.wait()


async def test_the_way_to_an_adapter_is_true_word_by_word(tmp_path):
    port, found = free_port(), []
    async with asyncio.timeout(600), open_shell(tmp_path) as shell:
        for step in read_steps(PAGE.read_text(encoding="utf-8")):
            said = await shell.run(step.commands.replace(PORT, port))
            assert re.fullmatch(pattern(step.shown or "…\n"), said), f"{step.heading}\n{step.commands}\n{said}"
            found.append(step.heading)

    assert [heading[:2] for heading in found] == ["1.", "2.", "3.", "3.", "4.", "5.", "5."]
