"""A table as people keep it, CSV or XLSX, as rows of texts; nothing in it is unpacked unbounded, run or followed.

Refused are what is no table, what unpacks to too much, formulas, and a second sheet with data (it would be lost in
silence). Rows keep the numbers that they have in the file, so that problems can be told in its own words; blank ones
are left out, however many. Numbers are read as they are shown.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from xml.etree import ElementTree

from hub.console.table_cells import SPACE, read_formats, say_number
from hub.core.errors import UnprocessableError

Row = tuple[int, list[str]]
MOST_ROWS, MOST_COLUMNS, LONGEST = 400, 40, 2000
UNPACKED = 16 * 1024 * 1024  # bytes of all parts of a workbook
PARTS = 200
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+")
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    *(ValueError, LookupError, EOFError, OSError, RuntimeError),
)


class TableFileError(UnprocessableError):
    """The file is no table that can be read."""

    code = "table-unreadable"
    ru = "Файл не читается как таблица. Сохраните её заново как XLSX или CSV (UTF-8) с одной строкой заголовков."
    en = "The file cannot be read as a table. Save it again as XLSX or CSV (UTF-8) with one row of headings."


class TableTooLargeError(UnprocessableError):
    """The table is larger than a summary can be."""

    code = "table-too-large"
    ru = "В таблице слишком много строк или столбцов либо слишком длинные ячейки. Оставьте в ней только показатели."
    en = "The table has too many rows or columns, or cells that are too long. Keep nothing but the figures in it."


class TableFormulaError(UnprocessableError):
    """A cell holds a formula, whose value is not known here."""

    code = "table-formula"
    ru = "В таблице есть формула, её значение здесь не вычисляется. Вставьте вместо формул значения и сохраните заново."
    en = "The table has a formula, which is not computed here. Put values in place of formulas and save it again."


class TableSheetsError(UnprocessableError):
    """More than one sheet has data."""

    code = "table-more-sheets"
    ru = "Данные есть на нескольких листах, а читается один. Оставьте в книге один лист с данными."
    en = "There are data on several sheets, and one is read. Keep one sheet with data in the workbook."


def read_table(content: bytes) -> list[Row]:
    """Return the rows that are not empty, with their numbers from 1.

    Raises:
        TableFileError, TableTooLargeError, TableFormulaError, TableSheetsError: why it is refused.
    """
    try:
        kept = _workbook(content) if content.startswith(b"PK") else _separated(content)
    except (*_DAMAGE, csv.Error):
        raise TableFileError from None
    if not kept:
        raise TableFileError
    if len(kept) > MOST_ROWS + 1 or any(len(cells) > MOST_COLUMNS or _is_long(cells) for _, cells in kept):
        raise TableTooLargeError
    return kept


def _is_long(cells: Iterable[str]) -> bool:
    return any(len(each) > LONGEST for each in cells)


def _separated(content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251")  # what older spreadsheets write
    if "\0" in text:
        raise ValueError
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    lines = enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1)
    return _filled((number, [each.strip() for each in cells]) for number, cells in lines)


def _filled(rows: Iterable[Row]) -> list[Row]:
    """Return the rows in which anything is said, up to one more than there may be."""
    return list(islice(((number, cells) for number, cells in rows if any(cells)), MOST_ROWS + 2))


def _workbook(content: bytes) -> list[Row]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > PARTS or sum(each.file_size for each in parts) > UNPACKED:
            raise TableTooLargeError
        names = sorted((each.filename for each in parts if _SHEET.fullmatch(each.filename)), key=_number)
        if not names:
            raise ValueError
        known = archive.namelist()
        cells = _Cells(
            strings=_strings(archive) if _STRINGS in known else (),
            formats=read_formats(_part(archive, _STYLES)) if _STYLES in known else (),
        )
        sheets = [rows for name in names if (rows := _filled(cells.rows(_part(archive, name))))]
    if len(sheets) > 1:
        raise TableSheetsError
    return sheets[0] if sheets else []


def _number(name: str) -> int:
    found = _SHEET.fullmatch(name)
    return int(found[1]) if found else 0


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Return a part of the workbook; one with a document type could unfold without end.

    Raises:
        ValueError: it has one, or is no XML in UTF-8.
    """
    with archive.open(name) as file:
        raw = file.read(UNPACKED + 1)
    if len(raw) > UNPACKED or b"<!" in raw.replace(b"<!--", b"") or b"\0" in raw:
        raise ValueError
    return ElementTree.fromstring(raw)  # noqa: S314  (no document type, no entities: just looked)


def _strings(archive: zipfile.ZipFile) -> list[str]:
    root = _part(archive, _STRINGS)
    return ["".join(text.text or "" for text in each.iter(f"{SPACE}t")) for each in root.iter(f"{SPACE}si")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Reads the cells of a workbook: by its texts, and by the formats of its styles (none: it has no styles)."""

    strings: Sequence[str]
    formats: Sequence[str]

    def rows(self, root: ElementTree.Element) -> Iterator[Row]:
        for place, row in enumerate(root.iter(f"{SPACE}row"), start=1):
            cells: list[str] = []
            for cell in row.iter(f"{SPACE}c"):
                column = _column(cell.get("r", ""), len(cells))
                cells += [""] * (column + 1 - len(cells))
                cells[column] = self._text(cell)
            yield int(row.get("r", place)), cells

    def _text(self, cell: ElementTree.Element) -> str:
        if cell.find(f"{SPACE}f") is not None:
            raise TableFormulaError
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(f"{SPACE}t")).strip()
        value = cell.find(f"{SPACE}v")
        text = "" if value is None else (value.text or "").strip()
        if not text or kind not in ("s", "n", "b"):
            return text
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return self._string(int(text)) if kind == "s" else self._number(text, int(cell.get("s", "0")))

    def _string(self, place: int) -> str:
        if place < 0:
            raise ValueError
        return self.strings[place].strip()

    def _number(self, text: str, style: int) -> str:
        if style < 0:
            raise ValueError
        return say_number(text, self.formats[style] if self.formats else "")


def _column(reference: str, default: int) -> int:
    found = _CELL.fullmatch(reference)
    if found is None:
        return default
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > MOST_COLUMNS:
        raise TableTooLargeError
    return column - 1
