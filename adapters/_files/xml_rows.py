"""Rows of an XML file, read as a stream: one row in memory at a time, no tree, no DTD, no entities, no network.

    <entry-bans>                         the root tells the table
      <entry-ban>                        one row
        <surname>Тестов</surname>        one cell
        <otherNames>                     a cell that holds several things comes several times,
          <role>прежнее</role> …         each with its fields inside
        </otherNames>
      </entry-ban>
    </entry-bans>

A file is whole once its root is closed: until then it is a half-written file. What is not known is a fault of the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from typing import Any

from lxml import etree

from adapters._files import packing
from adapters._files.csv_rows import Row, too_many_rows
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError, refuse
from adapters._files.tables import Column, Sheet, Table, protect
from adapters._parts.letters import tidy
from adapters._parts.xml_document import has_plain_prolog

_BLOCK = 32 * 1024
_PROLOG_BYTES = 64 * 1024
_LONGEST_NAME = 64
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def read(file: BufferedReader, tables: Sequence[Table], limits: Limits) -> tuple[Sheet, Iterator[Row]]:
    """Return the table of a file and its rows to come, numbered from 1.

    Raises:
        FileRefusedError: it is no XML that is read, or of no known table; also while the rows are read.
        FileIncompleteError: the file ends before its root does; also while the rows are read.
    """
    start = file.read(_PROLOG_BYTES)
    file.seek(0)
    if not start.strip():
        raise FileIncompleteError
    if not has_plain_prolog(start):
        if len(start) < _PROLOG_BYTES and b"<!" not in start and b"\x00" not in start and start.lstrip()[:1] == b"<":
            raise _unfinished_or_unreadable(start)
        raise _unreadable()
    target = _Target({table.root: table for table in tables}, limits)
    blocks = _feed(file, target)
    while target.sheet is None:
        if next(blocks, None) is None:
            raise FileIncompleteError
    return target.sheet, _rows(blocks, target)


def _unfinished_or_unreadable(start: bytes) -> Exception:
    """Tell a prolog that is cut before the root begins from one that is not read."""
    return FileIncompleteError() if start.rstrip().endswith(b"?>") or b">" not in start else _unreadable()


def _feed(file: BufferedReader, target: "_Target") -> Iterator[bool]:
    """Feed a file block by block, each time leaving what was found in the target."""
    parser = etree.XMLParser(
        target=target, encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        while block := file.read(_BLOCK):
            parser.feed(block)
            yield True
    except etree.XMLSyntaxError:
        raise _unreadable(target.place) from None
    if not target.closed:
        raise FileIncompleteError
    try:
        parser.close()
    except etree.XMLSyntaxError:
        raise _unreadable(target.place) from None


def _rows(blocks: Iterator[bool], target: "_Target") -> Iterator[Row]:
    yield from target.take()
    for _ in blocks:
        yield from target.take()


class _Target:
    """What the parser tells of elements becomes rows; depth 1 is the root, 2 a row, 3 a cell, 4 a field in it."""

    def __init__(self, tables: Mapping[str, Table], limits: Limits) -> None:
        self._tables = tables
        self._limits = limits
        self._columns: dict[str, tuple[int, Column]] = {}
        self._found: list[Row] = []
        self._depth = self._number = 0
        self._cells: list[str] = []
        self._things: dict[int, list[list[str]]] = {}
        self._at, self._column = 0, Column(key="", heading="")
        self._fields: list[str] | None = None
        self._part = 0
        self._text: list[str] = []
        self._length = 0
        self.sheet: Sheet | None = None
        self.closed = False

    @property
    def place(self) -> str:
        """The row that is being read."""
        return "" if self.sheet is None or not self._number else self.sheet.place(self._number)

    def take(self) -> list[Row]:
        """Return the rows that are complete, once."""
        found, self._found = self._found, []
        return found

    def start(self, tag: Any, attributes: Any) -> None:
        """Begin an element."""
        self._depth += 1
        if any(self._depth > 1 or not name.startswith(_XSI) for name in attributes):
            raise self._unknown(tag)
        match self._depth:
            case 1:
                self._start_root(tag)
            case 2:
                self._start_row(tag)
            case 3:
                self._start_cell(tag)
            case 4:
                self._start_field(tag)
            case _:
                raise self._unknown(tag)

    def data(self, data: Any) -> None:
        """Take text; between cells there is none."""
        if self._depth < 3:
            if data.strip():
                raise self._loose_text()
            return
        self._length += len(data)
        if self._length > self._limits.cell_characters:
            raise refuse(
                "cell-too-long",
                f"Значение длиннее {self._limits.cell_characters} знаков. Сократите его.",
                f"The value is longer than {self._limits.cell_characters} characters. Shorten it.",
                self._cell_place(),
            )
        self._text.append(data)

    def end(self, tag: Any) -> None:  # noqa: ARG002 - the parser has matched it
        """End an element."""
        match self._depth:
            case 1:
                self.closed = True
            case 2:
                self._end_row()
            case 3:
                self._end_cell()
            case _:
                self._end_field()
        self._depth -= 1

    def comment(self, text: Any) -> None:
        """Leave a comment out."""

    def close(self) -> None:
        """End the document."""

    def _start_root(self, tag: str) -> None:
        table = self._tables.get(tag)
        if table is None:
            raise refuse("table-unknown", *_TABLE_UNKNOWN)
        places = {column.key: at for at, column in enumerate(table.columns, 1)}
        self.sheet = Sheet(table=table, places=places, row_path=f"/{table.root}/{table.row}")
        self._columns = {column.tag: (at, column) for at, column in enumerate(table.columns)}

    def _start_row(self, tag: str) -> None:
        if self.sheet is None or tag != self.sheet.table.row:
            raise self._unknown(tag)
        self._number += 1
        if self._number > self._limits.rows:
            raise too_many_rows(self._limits)
        self._cells = [""] * len(self._columns)
        self._things = {}

    def _start_cell(self, tag: str) -> None:
        if tag not in self._columns:
            raise self._unknown(tag)
        self._at, self._column = self._columns[tag]
        self._fields = None
        self._text, self._length = [], 0

    def _start_field(self, tag: str) -> None:
        parts = self._column.parts
        if tag not in parts:
            raise self._unknown(tag)
        if "".join(self._text).strip():
            raise self._loose_text()
        self._fields = self._fields or [""] * len(parts)
        self._part = parts.index(tag)
        if self._fields[self._part]:
            raise refuse("column-repeated", *_REPEATED, self._cell_place())
        self._text = []

    def _end_field(self) -> None:
        if self._fields is not None:
            self._fields[self._part] = tidy("".join(self._text))
        self._text = []

    def _end_cell(self) -> None:
        at, column = self._at, self._column
        text = "".join(self._text)
        if self._fields is not None:
            if text.strip():
                raise self._loose_text()
            self._things.setdefault(at, []).append(self._fields)
        elif column.parts or column.repeats:
            text = tidy(text)
            things = [[text]] if column.repeats and text else packing.unpack(text)
            self._things.setdefault(at, []).extend(things)
        elif self._cells[at]:
            raise refuse("column-repeated", *_REPEATED, self._cell_place())
        else:
            self._cells[at] = text
        if len(self._things.get(at, ())) > self._limits.columns:
            raise refuse("cell-too-long", *_TOO_MANY_THINGS, self._cell_place())

    def _end_row(self) -> None:
        for at, things in self._things.items():
            self._cells[at] = packing.pack(things)
        # A reader of rows takes an apostrophe before a sign of calculation away, as spreadsheets write it.
        self._found.append((self._number, [protect(cell) for cell in self._cells]))

    def _cell_place(self) -> str:
        return f"{self.place}/{self._column.tag}"

    def _unknown(self, tag: str) -> FileRefusedError:
        name = tag.rpartition("}")[2][:_LONGEST_NAME]
        return refuse("column-unknown", *_UNKNOWN, f"{self.place}/{name}")

    def _loose_text(self) -> FileRefusedError:
        return refuse("text-misplaced", *_LOOSE, self.place)


def _unreadable(place: str = "") -> FileRefusedError:
    return refuse(
        "xml-unreadable",
        "Документ XML построен неправильно, не в UTF-8 или содержит DTD. Выгрузите его заново без DTD в UTF-8.",
        "The XML document is not well-formed, not in UTF-8, or has a DTD. Write it again without DTD, in UTF-8.",
        place,
    )


_TABLE_UNKNOWN = (
    "По корневому элементу не понять, что это за документ. Сверьте его с образцом.",
    "The root element does not tell what document this is. Compare it with the sample.",
)
_UNKNOWN = (
    "Такого элемента или атрибута нет в образце, и его смысл был бы потерян. Уберите его или исправьте имя.",
    "The sample has no such element or attribute, and its meaning would be lost. Remove it or mend its name.",
)
_REPEATED = ("Элемент указан дважды. Оставьте один.", "The element is given twice. Leave one.")
_LOOSE = (
    "Текст стоит между элементами, и его смысл был бы потерян. Уберите его или поставьте в элемент.",
    "Text stands between elements, and its meaning would be lost. Remove it or put it into an element.",
)
_TOO_MANY_THINGS = ("Элемент повторяется слишком часто. Сократите список.", "The element comes too often. Shorten it.")
