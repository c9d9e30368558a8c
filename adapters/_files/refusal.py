"""Why a file is not taken, as a whole or cell by cell.

A place is `R12C5` (row 12, column 5, both from 1, as spreadsheets count), `R12`, or empty for the whole file; in XML it
is an XPath such as `/bans/ban[12]/ban_id`.
"""

import re
from collections.abc import Iterable

from adapters._parts.faults import Fault

_NUMBER = re.compile(r"\[(\d{1,9})\]")


class FileRefusedError(ValueError):
    """The file is wrong; nothing of it is taken. It carries everything found, up to a bound."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(sorted({fault.code for fault in self.faults})))


class FileIncompleteError(ValueError):
    """The file looks half-written: it is left alone and looked at again."""


def refuse(code: str, ru: str, en: str, place: str = "") -> FileRefusedError:
    """Return the refusal of a file for one reason."""
    return FileRefusedError([Fault(code=code, place=place, ru=ru, en=en)])


def place_of(row: int, column: int | None = None) -> str:
    """Return the place of a cell or a row."""
    return f"R{row}" if column is None else f"R{row}C{column}"


def is_path(place: str) -> bool:
    """Say whether a place is an XPath."""
    return place.startswith("/")


def parse_place(place: str) -> tuple[int | None, int | None]:
    """Return row and column of a place; None for what it does not name."""
    if is_path(place):
        found = _NUMBER.search(place)
        return (None if found is None else int(found[1])), None
    row, _, column = place.removeprefix("R").partition("C")
    return (int(row) if row.isdigit() else None), (int(column) if column.isdigit() else None)
