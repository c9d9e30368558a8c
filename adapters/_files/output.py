"""In which formats the lists and documents for the national system are written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedWriter

from adapters._files.tables import Column, Table
from adapters._files.writing import csv_filler, xlsx_filler, xml_filler

XML = "xml"
"""The output format that is no table."""

Cells = Mapping[str, str]
Fill = Callable[[BufferedWriter], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Documents are written in one format, CSV or XML; a list as CSV and XLSX, and as XML where documents are XML.

    `encoding` is that of CSV files.
    """

    format: str
    encoding: str

    @property
    def suffix(self) -> str:
        """The suffix of a document's file."""
        return f".{self.format}"

    def document_filler(self, table: Table, cells: Cells) -> Fill:
        """Return what fills the file of one document."""
        return xml_filler(table, [cells]) if self.format == XML else self._csv(table, [cells])

    def list_fillers(self, table: Table, rows: Callable[[], Iterator[Cells]]) -> Iterator[tuple[str, Fill]]:
        """Yield suffix and filler of each file of a list; `rows` is asked for each."""
        columns = written(table)
        yield ".csv", self._csv(table, rows())
        yield ".xlsx", xlsx_filler([column.heading for column in columns], _in_order(columns, rows()))
        if self.format == XML:
            yield ".xml", xml_filler(table, rows())

    def _csv(self, table: Table, rows: Iterable[Cells]) -> Fill:
        columns = written(table)
        return csv_filler([column.heading for column in columns], _in_order(columns, rows), self.encoding)


def written(table: Table) -> list[Column]:
    """Return the columns that are written; the glued document is only read."""
    return [column for column in table.columns if column.key != "document"]


def _in_order(columns: list[Column], rows: Iterable[Cells]) -> Iterator[list[str]]:
    for cells in rows:
        yield [cells.get(column.key, "") for column in columns]
