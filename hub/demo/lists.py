"""Russia's active list beside the list in Tajikistan's folder: they must be equal, fact by fact."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LIST = "entry-bans-active.csv"


async def count_rows(folder: Path) -> int:
    """Return how many bans the folder's list has, without reading them: cheap enough to be asked all the time."""
    return await asyncio.to_thread(_count_lines, folder / "in" / LIST)


def _count_lines(file: Path) -> int:
    try:
        return max(0, file.read_bytes().count(b"\n") - 1)  # the first line names the columns
    except FileNotFoundError:
        return 0


def are_equal(truth: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether both lists hold the same bans with the same facts."""
    return {ban["ban_id"]: ban for ban in truth} == {ban["ban_id"]: ban for ban in shown} and len(truth) == len(shown)
