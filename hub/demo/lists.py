"""Russia's active list beside the list in Tajikistan's folder: they must be equal, fact by fact."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.demo.national import read_table

LIST = "entry-bans-active.csv"


def compare(truth: Sequence[Mapping[str, Any]], folder: Path) -> bool:
    """Say whether the folder's list holds exactly the bans of `truth`, each with the same facts."""
    rows = {row["ban_id"]: row for row in read_table(folder / "in" / LIST)}
    return rows.keys() == {ban["ban_id"] for ban in truth} and all(_same(ban, rows[ban["ban_id"]]) for ban in truth)


def _same(ban: Mapping[str, Any], row: Mapping[str, str]) -> bool:
    return all(row[name] == _text(ban[name]) for name in row if name in ban)


def _text(value: object) -> str:
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, list) else str(value)
