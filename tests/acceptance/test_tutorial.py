"""The tutorial is true: its commands are run as they stand, in one shell, and print what it shows.

Only `make demo` is replaced, by the same environment without the long scenario, and with the one message that the
tutorial finds in the inbox. A line `…` of the tutorial stands for any lines, a `…` within a line for any text.
"""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from hub import settings
from hub.demo.report import Report
from hub.demo.theatre import KAZAKHSTAN, Theatre, open_theatre
from hub.demo.waiting import wait_until

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-exchange.md"
PATIENCE = 60
END = "--- end of step ---"


@dataclass(frozen=True)
class Step:
    """A block of commands, the heading it stands under, and what it is said to print (None: nothing is said)."""

    heading: str
    commands: str
    shown: str | None


def read_steps(text: str) -> list[Step]:
    """Return the blocks of the tutorial in order."""
    steps, heading = [], ""
    for match in re.finditer(r"^## ([^\n]+)$|^```(sh|text)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        title, language, block = match.groups()
        if title:
            heading = title
        elif language == "sh":
            steps.append(Step(heading, block, None))
        else:
            steps[-1] = Step(heading, steps[-1].commands, block)
    return steps


def pattern(shown: str) -> str:
    """Return what the output has to match."""
    lines = ["(.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in shown.splitlines()]
    return "".join(lines)


class Shell:
    """One shell that goes through the whole tutorial."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def run(self, commands: str) -> str:
        """Run a block; return what it printed, to both streams."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{commands}\necho '{END}'\n".encode())
        said = await self._process.stdout.readuntil(f"{END}\n".encode())
        return said.decode().removesuffix(f"{END}\n")


@asynccontextmanager
async def open_shell(folder: Path) -> AsyncIterator[Shell]:
    """Start a shell in a folder that looks like the project's."""
    (folder / "schemas").symlink_to(ROOT / "schemas")
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    process = await asyncio.create_subprocess_exec(
        "sh",
        cwd=folder,
        env=settings.inherited_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Shell(process)
    finally:
        process.stdin.close()
        await process.wait()


async def ask_kazakhstan(theatre: Theatre) -> None:
    """Let Russia's request for readmission reach Kazakhstan's inbox, as the scenario does."""
    await theatre.russia.tell("put", type="readmission-request", to=KAZAKHSTAN, seed=7, citizenship="KAZ")

    async def arrived() -> bool:
        _, said = await theatre.run("inbox", "--config", str(theatre.stage.config(KAZAKHSTAN)))
        return b"readmission-request" in said

    assert await wait_until(arrived, PATIENCE)


async def test_the_tutorial_is_true_word_by_word(tmp_path):
    steps = read_steps(TUTORIAL.read_text(encoding="utf-8"))
    demo, *by_hand = steps
    stage = AsyncExitStack()
    async with asyncio.timeout(600), open_shell(tmp_path) as shell, stage:
        theatre = await stage.enter_async_context(
            open_theatre(
                tmp_path / "build/demo",
                settings.load({"HUB_LISTEN": "127.0.0.1:0"}),
                Report("en", tmp_path / "build/demo.json"),
            )
        )
        await ask_kazakhstan(theatre)
        for step in by_hand:
            if step.heading.startswith("9.") and theatre.processes.running:
                await stage.aclose()  # 8. Ctrl-C
            said = await shell.run(step.commands)
            assert re.fullmatch(pattern(step.shown or ""), said), f"{step.heading}\n{step.commands}\n{said}"

    assert demo.commands == "make demo\n"
    assert len(by_hand) == 12


def test_the_tutorial_has_its_headings_in_order():
    headings = re.findall(r"^## (\d+)\.", TUTORIAL.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert headings == [str(number) for number in range(1, 10)]
