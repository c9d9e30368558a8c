"""Tables with headings: which columns a kind of file has, and one row read by the names of its columns.

    Table(kind="entry-bans", root="bans", row="ban", columns=(Column(key="ban_id", heading="Номер запрета"), …))

A file is recognised by its headings, an XML file by its root. Every heading must be known: a column nobody reads would
be lost in silence. A place is `R12C5` in a table and `/bans/ban[12]/ban_id` in XML.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from adapters._files.csv_rows import Row
from adapters._files.refusal import FileRefusedError, place_of, refuse
from adapters._parts.faults import Fault, Findings, FormError
from adapters._parts.letters import is_nothing, tidy

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its key in the program, its heading, other headings it is met under, its element in XML.

    A cell may hold several things (`repeats`: the element comes several times), each of several fields (`parts`: the
    elements inside it); in a table they stand packed in the cell.
    """

    key: str
    heading: str
    also: tuple[str, ...] = ()
    required: bool = False
    element: str = ""
    repeats: bool = False
    parts: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The element of the column."""
        return self.element or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of file. `marks` are the keys whose columns together tell it from other kinds.

    In XML it is the element `root` with one element `row` for each row.
    """

    kind: str
    columns: tuple[Column, ...]
    marks: tuple[str, ...]
    root: str
    row: str

    def index(self) -> Mapping[str, str]:
        """Return the keys by folded heading."""
        keys: dict[str, str] = {}
        for column in self.columns:
            keys.update(dict.fromkeys(map(fold, (column.heading, *column.also, column.key)), column.key))
        return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A recognised file: its table, where each column stands (from 1), and for XML the path of a row."""

    table: Table
    places: Mapping[str, int]
    row_path: str = ""

    def headings(self) -> Mapping[int, str]:
        """Return the headings by column number."""
        headings = {column.key: column.heading for column in self.table.columns}
        return {at: headings[key] for key, at in self.places.items()}

    def suffixes(self) -> Mapping[str, str]:
        """Return what follows the place of a row in the places of its cells, by column key."""
        if self.row_path:
            return {column.key: f"/{column.tag}" for column in self.table.columns}
        return {key: f"C{at}" for key, at in self.places.items()}

    def place(self, number: int, key: str | None = None) -> str:
        """Return the place of a row, or of one of its cells."""
        row = f"{self.row_path}[{number}]" if self.row_path else place_of(number)
        return row + self.suffixes().get(key, "") if key else row


def fold(heading: str) -> str:
    """Return a heading as it is compared: case, spaces, full stops and «ё» do not matter."""
    return tidy(heading).casefold().replace("ё", "е").replace(".", "").replace(" ", "")


def recognise(rows: Iterator[Row], tables: Sequence[Table]) -> Sheet:
    """Read the headings (the first row) and return which table it is.

    Raises:
        FileRefusedError: the file is empty, of no known kind, or has unknown, repeated or missing headings.
    """
    number, cells = next(rows, (1, []))
    if not cells:
        raise refuse("file-empty", "Файл пуст. Выгрузите его заново.", "The file is empty. Write it again.")
    folded = [fold(cell) for cell in cells]
    for table in tables:
        index = table.index()
        keys = [index.get(heading) for heading in folded]
        if set(table.marks) <= set(keys):
            return _check(table, number, keys, cells)
    raise refuse(
        "table-unknown",
        "По заголовкам не понять, что это за таблица. Сверьте заголовки с образцом.",
        "The headings do not tell what table this is. Compare them with the sample.",
        place_of(number),
    )


def _check(table: Table, number: int, keys: list[str | None], cells: list[str]) -> Sheet:
    faults: list[Fault] = []
    places: dict[str, int] = {}
    for at, (key, cell) in enumerate(zip(keys, cells, strict=True), 1):
        if key is None and tidy(cell):
            faults.append(Fault(code="column-unknown", place=place_of(number, at), ru=_UNKNOWN[0], en=_UNKNOWN[1]))
        elif key in places:
            faults.append(Fault(code="column-repeated", place=place_of(number, at), ru=_REPEATED[0], en=_REPEATED[1]))
        elif key is not None:
            places[key] = at
    faults += [
        Fault(
            code="column-missing",
            place=place_of(number),
            ru=f"Нет столбца «{column.heading}». Добавьте его.",
            en=f"The column «{column.heading}» is missing. Add it.",
        )
        for column in table.columns
        if column.required and column.key not in places
    ]
    if faults:
        raise FileRefusedError(faults)
    return Sheet(table=table, places=places)


_UNKNOWN = (
    "Такого столбца нет в образце, и его смысл был бы потерян. Уберите его или исправьте заголовок.",
    "The sample has no such column, and its meaning would be lost. Remove it or mend the heading.",
)
_REPEATED = ("Столбец указан дважды. Оставьте один.", "The column is given twice. Leave one.")


class RowReader:
    """Reads one row by the keys of its columns; faults go to `findings` with row and column."""

    def __init__(self, sheet: Sheet, row: Row, findings: Findings) -> None:
        self.number, self._cells = row
        self._sheet = sheet
        self._places = sheet.places
        self._findings = findings
        if len(self._cells) > max(self._places.values()) and any(map(tidy, self._cells[max(self._places.values()) :])):
            self.fault(
                "row-too-long",
                None,
                "В строке больше значений, чем заголовков. Проверьте разделители и кавычки.",
                "The row has more values than there are headings. Check delimiters and quotes.",
            )

    def place(self, key: str | None) -> str:
        """Return the place of a column in this row; without a key, or without the column, of the row."""
        return self._sheet.place(self.number, key)

    def text(self, key: str) -> str | None:
        """Return the tidied text of a cell; None when it is empty or says «нет», `-`, «б/н»."""
        text = self.raw(key)
        return None if is_nothing(text) else text

    def raw(self, key: str) -> str:
        """Return the tidied text of a cell as it is, empty when there is no such column."""
        at = self._places.get(key)
        if at is None or at > len(self._cells):
            return ""
        cell = self._cells[at - 1]
        if not cell:
            return ""
        # An apostrophe before = + - @ is how a spreadsheet is told that a text is no formula.
        return tidy(cell[1:] if cell[:1] == "'" and cell[1:2] in PROTECTED else cell)

    def need(self, key: str) -> str:
        """Return the text of a cell that must not be empty; its absence is a fault."""
        text = self.text(key)
        if text is None:
            self.fault(
                "cell-empty",
                key,
                "Нет обязательного значения. Заполните ячейку.",
                "A required value is missing. Fill in the cell.",
            )
        return text or ""

    def read(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of a cell, None when it is empty or not understood."""
        text = self.text(key)
        return None if text is None else self._attempt(key, read, text)

    def read_raw(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of a cell where «нет» and `-` are answers; None when empty or not understood."""
        text = self.raw(key)
        return self._attempt(key, read, text) if text else None

    def must_read(self, key: str, read: Callable[[str], T], instead: T) -> T:
        """Return what `read` makes of a cell that must not be empty; `instead` stands for it once a fault is kept."""
        text = self.need(key)
        value = self._attempt(key, read, text) if text else None
        return instead if value is None else value

    def fault(self, code: str, key: str | None, ru: str, en: str) -> None:
        """Keep a fault of a cell, or of the row."""
        self._findings.add(Fault(code=code, place=self.place(key), ru=ru, en=en))

    def _attempt(self, key: str, read: Callable[[str], T], text: str) -> T | None:
        try:
            return read(text)
        except FormError as error:
            self._findings.add(error.at(self.place(key)))
            return None


PROTECTED = ("=", "+", "-", "@", "'")


def protect(text: str) -> str:
    """Return a text as it is written into a cell: one that a spreadsheet would calculate gets an apostrophe."""
    return f"'{text}" if text[:1] in PROTECTED else text
