"""One table of texts as a file: CSV as spreadsheets in Russian expect it, or an XLSX workbook of one sheet.

No cell is ever a formula or a link, whatever it begins with.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter

from hub.report.separated import BOM, FORMULA

Value = str | int | date | None
WIDEST = 40


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the table with semicolons and a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return (BOM + text.getvalue()).encode("utf-8")


def to_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the table as a workbook; days are days, numbers are numbers."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = workbook.add_worksheet(title[:31]), workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, min(WIDEST, max(12, len(name) + 2)))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, value)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return file.getvalue()


def _plain(value: Value) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
