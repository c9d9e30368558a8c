"""The report on one file: what became of it, and row, column, code and reason of each problem. No values are quoted.

In XML the heading of a problem is the XPath of its element.

<name>.report.csv    for people: UTF-8 with byte order mark, `;`
<name>.report.json   the same for programs
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from adapters._files import atomic
from adapters._files.refusal import is_path, parse_place
from adapters._files.writing import csv_filler
from adapters._parts.faults import Fault
from keys import strict_json


class State(StrEnum):
    """What became of a file."""

    WAITING = "waiting"  # read and queued, the hub has not answered for every row
    ACCEPTED = "accepted"
    PARTLY_REFUSED = "partly-refused"  # the hub refused some rows
    REJECTED = "rejected"  # nothing of it was taken
    REPEATED = "repeated"  # the same file was taken before


_STATES: Mapping[State, tuple[str, str]] = {
    State.WAITING: ("принят к отправке", "queued"),
    State.ACCEPTED: ("принят", "accepted"),
    State.PARTLY_REFUSED: ("принят, часть строк отклонена", "accepted, some rows refused"),
    State.REJECTED: ("отклонён целиком", "rejected as a whole"),
    State.REPEATED: ("уже был принят раньше", "taken before"),
}
_LONGEST_NAME = 200  # bytes; file systems take 255, and a temporary name has to fit too
_HEADINGS = ("Строка", "Столбец", "Заголовок", "Код", "Что не так", "What is wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report on one file; `headings` are those of its columns by number."""

    file: str
    sha256: str
    state: State
    records: int = 0
    faults: Sequence[Fault] = ()
    headings: Mapping[int, str] = field(default_factory=dict)


def write(folder: Path, report: Report) -> None:
    """Write both forms of a report, each atomically; an earlier one of the same file is replaced.

    Raises:
        OSError: the folder is not there or not writable.
    """
    lines = [_line(fault, report.headings) for fault in report.faults]
    ru, en = _STATES[report.state]
    summary = (
        "",
        "",
        "",
        str(report.state),
        f"Файл {ru}. Записей: {report.records}.",
        f"File {en}. Records: {report.records}.",
    )
    rows = [summary, *(tuple("" if cell is None else str(cell) for cell in line.values()) for line in lines)]
    base = _base(report.file)
    atomic.write(folder / f"{base}.report.csv", csv_filler(_HEADINGS, rows))
    value = {
        "file": report.file,
        "sha256": report.sha256,
        "state": str(report.state),
        "records": report.records,
        "faults": lines,
    }
    atomic.write(folder / f"{base}.report.json", lambda file: _dump(file, value))


def _base(file: str) -> str:
    """Return a file's name; one so long that a report's could not be made of it is cut and told apart by a digest."""
    if len(file.encode()) <= _LONGEST_NAME:
        return file
    return f"{file[: _LONGEST_NAME // 4]}~{hashlib.sha256(file.encode()).hexdigest()[:8]}"


def _line(fault: Fault, headings: Mapping[int, str]) -> dict[str, Any]:
    row, column = parse_place(fault.place)
    heading = fault.place if is_path(fault.place) else None if column is None else headings.get(column)
    return {"row": row, "column": column, "heading": heading, "code": fault.code, "ru": fault.ru, "en": fault.en}


def _dump(file: Any, value: object) -> None:
    file.write(strict_json.dumps(value) + b"\n")
