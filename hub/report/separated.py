"""A report as text with separators: semicolons and a byte order mark, as spreadsheets in Russian expect them."""

import csv
import io

from hub.report.cell import Cell
from hub.report.sheet import Sheet

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(sheet: Sheet) -> bytes:
    """Return the tables below each other, each under its title."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([sheet.title])
    writer.writerows([_safe(name), _safe(value)] for name, value in sheet.head)
    for table in sheet.tables:
        writer.writerow([])
        writer.writerow([table.title])
        writer.writerow([_safe(column) for column in table.columns])
        writer.writerows([_shown(cell) for cell in row] for row in table.rows)
        if table.note:
            writer.writerow([table.note])
    return (BOM + text.getvalue()).encode("utf-8")


def _shown(cell: Cell) -> str:
    return cell.text if cell.value is not None else _safe(cell.text)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: what a sender wrote is shown, never computed."""
    return f"'{text}" if text.startswith(FORMULA) else text
