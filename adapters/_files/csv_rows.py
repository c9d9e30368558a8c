"""Rows of a CSV file: delimiter found from the first line, quotes strict, formulas refused.

A file may have to end in a row «КОНЕЦ;n» with the number of data rows: by it a file that was cut anywhere is known
from a complete one. Without it a cut at the end of a row cannot be seen.
"""

import csv
from collections.abc import Iterator
from enum import StrEnum
from io import BufferedReader

from adapters._files import encoding
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError, place_of, refuse
from adapters._parts.letters import tidy

END = "КОНЕЦ"
DELIMITERS = ";\t,"

Row = tuple[int, list[str]]
"""Number of the row in the file, from 1, and its cells."""


class EndRow(StrEnum):
    """Whether files end in a row «КОНЕЦ;n»."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    OFF = "off"


def read(file: BufferedReader, declared: str, end_row: EndRow, limits: Limits) -> Iterator[Row]:
    """Yield the rows of a file that are not empty, without the end row.

    Raises:
        FileRefusedError: encoding, quotes, lengths or the number in the end row are wrong.
        FileIncompleteError: the end row is required and is not there yet.
    """
    codec = encoding.detect(file, declared)
    text = _Numbered(encoding.lines(file, codec, limits))
    first = next(text, "")
    delimiter = max(DELIMITERS, key=first.count)
    rows = _cells(csv.reader(_chain(first, text), delimiter=delimiter, strict=True), text, limits)
    return rows if end_row is EndRow.OFF else _until_end(rows, end_row)


class _Numbered:
    """Counts the lines given, so that a fault of the CSV reader has its row."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        return line


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _cells(rows: Iterator[list[str]], text: _Numbered, limits: Limits) -> Iterator[Row]:
    last = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise refuse(
                "csv-malformed",
                "Кавычки в строке не закрыты или стоят не на месте. Сохраните таблицу заново из программы.",
                "Quotes are not closed or stand in the wrong place. Save the table again from its program.",
                place_of(last + 1),
            ) from None
        number, last = last + 1, text.number
        if number > limits.rows + 1:
            raise too_many_rows(limits)
        if any(map(tidy, cells)):
            check_cells(number, cells, limits)
            yield number, cells


def _until_end(rows: Iterator[Row], end_row: EndRow) -> Iterator[Row]:
    given = -1  # the row of headings is not counted
    for number, cells in rows:
        if tidy(cells[0]).upper() != END:
            given += 1
            yield number, cells
            continue
        said = tidy(cells[1]) if len(cells) > 1 else ""
        if said != str(given) or next(rows, None) is not None:
            raise refuse(
                "end-row-wrong",
                "Последняя строка называет другое число строк или за ней есть ещё строки. Выгрузите файл заново.",
                "The last row names another number of rows, or rows follow it. Write the file again.",
                place_of(number, 2),
            )
        return
    if end_row is EndRow.REQUIRED:
        raise FileIncompleteError


def check_cells(number: int, cells: list[str], limits: Limits) -> None:
    """Refuse a row that is too wide, has a cell that is too long, or a formula.

    Raises:
        FileRefusedError: for the first such cell.
    """
    if len(cells) > limits.columns:
        raise refuse(
            "too-many-columns",
            f"В строке больше {limits.columns} столбцов. Проверьте разделитель.",
            f"The row has more than {limits.columns} columns. Check the delimiter.",
            place_of(number),
        )
    for at, cell in enumerate(cells, 1):
        if len(cell) > limits.cell_characters:
            raise refuse(
                "cell-too-long",
                f"Значение длиннее {limits.cell_characters} знаков. Сократите его.",
                f"The value is longer than {limits.cell_characters} characters. Shorten it.",
                place_of(number, at),
            )
        if cell.lstrip()[:1] in {"=", "@"}:
            raise formula(number, at)


def formula(row: int, column: int) -> FileRefusedError:
    """Return the refusal of a cell with a formula."""
    return refuse(
        "formula",
        "В ячейке формула; формулы не читаются. Вставьте значение вместо формулы.",
        "The cell holds a formula; formulas are not read. Paste the value in place of the formula.",
        place_of(row, column),
    )


def too_many_rows(limits: Limits) -> FileRefusedError:
    """Return the refusal of a file with too many rows."""
    return refuse(
        "too-many-rows",
        f"В файле больше {limits.rows} строк. Разделите его на несколько.",
        f"The file has more than {limits.rows} rows. Split it into several.",
    )
