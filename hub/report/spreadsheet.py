"""A report as an XLSX workbook: one sheet per table, numbers as numbers, and charts that Excel draws itself.

The charts read cells of a sheet of the same workbook, so that what is drawn can be looked up.
"""

import datetime
import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from hub.core import instant
from hub.report.cell import Cell, Table
from hub.report.charts import Bars, bars_of
from hub.report.sheet import Sheet
from hub.report.texts import say

WIDEST = 60
PER_ROW, CHART_ROWS, CHART_COLUMNS = 2, 18, 9
ASKED = "#FFF2CC"  # what is to be explained stands on yellow
Format = Any  # xlsxwriter has no types


def render(sheet: Sheet) -> bytes:
    """Return the workbook."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made_at = instant.parse(sheet.report["made_at"]) or datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    workbook.set_properties({"title": sheet.title, "created": made_at.replace(tzinfo=None)})
    formats = _formats(workbook)
    _write_about(workbook.add_worksheet(say("about", sheet.labels.language)), sheet, formats)
    for table in sheet.tables:
        _write_table(workbook.add_worksheet(table.title[:31]), table, formats)
    _write_charts(workbook, sheet)
    workbook.close()
    return file.getvalue()


def _formats(workbook: Any) -> Mapping[str, Format]:
    plain = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
    kinds: Mapping[str, Mapping[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "text_wrap": False},
        "head": {"bold": True, "bg_color": "#DCE6F1", "border": 1},
        "text": {"border": 1},
        "number": {"border": 1, "num_format": "#,##0.######", "align": "right"},
        "whole": {"border": 1, "num_format": "#,##0", "align": "right"},
        "percent": {"border": 1, "num_format": '0.######"%"', "align": "right"},
        "note": {"italic": True, "text_wrap": False},
    }
    asked = {f"{name}?": {**kind, "bg_color": ASKED} for name, kind in kinds.items()}
    return {name: workbook.add_format({**plain, **kind}) for name, kind in {**kinds, **asked}.items()}


def _write_about(page: Any, sheet: Sheet, formats: Mapping[str, Format]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 80)
    page.write_string(0, 0, say("council", sheet.labels.language), formats["note"])
    page.write_string(1, 0, sheet.title, formats["title"])
    for row, (name, value) in enumerate(sheet.head, 3):
        page.write_string(row, 0, name, formats["head"])
        page.write_string(row, 1, value, formats["text"])
    if sheet.is_frozen:
        page.write_string(4 + len(sheet.head), 0, say("verify", sheet.labels.language), formats["note"])


def _write_table(page: Any, table: Table, formats: Mapping[str, Format]) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, title in enumerate(table.columns):
        width = max([len(title), *(len(row[column].text) for row in table.rows)])
        page.set_column(column, column, min(width + 2, WIDEST))
        page.write_string(0, column, title, formats["head"])
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            _write_cell(page, row, column, cell, formats)
    if table.note:
        page.write_string(len(table.rows) + 2, 0, table.note, formats["note"])


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: Mapping[str, Format]) -> None:
    """Write a number as a number; marks and footnotes, which a number has no room for, go into a comment."""
    asked = "?" if cell.is_asked else ""
    if cell.value is None:
        page.write_string(row, column, cell.text, formats[f"text{asked}"])
        return
    kind = "percent" if cell.is_percent else "whole" if float(cell.value).is_integer() else "number"
    page.write_number(row, column, cell.value, formats[kind + asked])
    if cell.text[-1:] in {"]", "?"}:
        page.write_comment(row, column, cell.text)


def _write_charts(workbook: Any, sheet: Sheet) -> None:
    """Draw a column chart for each figure that two states or more give, and one of changes against the year before."""
    found = bars_of(sheet.report, sheet.labels)
    if not found:
        return
    page = workbook.add_worksheet(say("charts", sheet.labels.language))
    data = workbook.add_worksheet(say("chart_data", sheet.labels.language))
    row = 0
    for place, bars in enumerate(found):
        chart = workbook.add_chart({"type": "column"})
        _fill(chart, data, row, bars)
        top, left = place // PER_ROW * CHART_ROWS, place % PER_ROW * CHART_COLUMNS
        page.insert_chart(top, left, chart, {"object_position": 1, "description": bars.title})
        row += len(bars.names) + 2


def _fill(chart: Any, data: Any, row: int, bars: Bars) -> None:
    data.write_string(row, 0, bars.title)
    for column, (name, _) in enumerate(bars.series, 1):
        data.write_string(row, column, name)
    for down, name in enumerate(bars.names, 1):
        data.write_string(row + down, 0, name)
        for column, (_, values) in enumerate(bars.series, 1):
            _write_value(data, row + down, column, values[down - 1])
    first, last, where = row + 1, row + len(bars.names), data.get_name()
    for column in range(1, len(bars.series) + 1):
        chart.add_series(
            {
                "name": [where, row, column],
                "categories": [where, first, 0, last, 0],
                "values": [where, first, column, last, column],
                "data_labels": {"value": True, "num_format": "#,##0"},
            }
        )
    chart.set_title({"name": bars.title, "name_font": {"size": 11}})
    chart.set_y_axis({"num_format": "#,##0", "min": 0})
    if len(bars.series) == 1:
        chart.set_legend({"none": True})


def _write_value(data: Any, row: int, column: int, value: float | None) -> None:
    if value is not None:
        data.write_number(row, column, value)
