"""Russia's active list beside the list in Tajikistan's folder: they must be equal, fact by fact.

The list is read back by a program of the adapter's own, in a process, as the hub knows no adapter.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from hub.settings import inherited_environment

READER = "adapters.tj_files.facts"
LIST = "entry-bans-active.csv"


async def count_rows(folder: Path) -> int:
    """Return how many bans the folder's list has, without reading them: cheap enough to be asked all the time."""
    return await asyncio.to_thread(_count_lines, folder / "in" / LIST)


def _count_lines(file: Path) -> int:
    try:
        return max(0, file.read_bytes().count(b"\n") - 1)  # the first line names the columns
    except FileNotFoundError:
        return 0


async def read_list(folder: Path) -> Sequence[Mapping[str, Any]]:
    """Return the facts of every ban on the folder's list; none while there is no list."""
    file = folder / "in" / LIST
    if not await asyncio.to_thread(file.exists):
        return []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", READER, str(file)),
        env=inherited_environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await process.communicate()
    return [] if process.returncode else list(msgspec.json.decode(said)["bans"])


def are_equal(truth: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether both lists hold the same bans with the same facts."""
    return {ban["ban_id"]: ban for ban in truth} == {ban["ban_id"]: ban for ban in shown} and len(truth) == len(shown)
