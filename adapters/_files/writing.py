"""Tables written as CSV, XLSX and XML: plain text cells only, so that no value can be taken for a formula.

The XLSX writer is our own and streams: a list of 150,000 rows takes seconds and little memory. Every cell is an inline
string, and what a person adds is text as well; there are no shared strings, no formulas and no dates to misread.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from io import BufferedWriter
from xml.sax.saxutils import escape

from adapters._files import packing
from adapters._files.tables import Column, Table, protect

Cells = Sequence[str]

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Список" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEADING, _PLAIN = 1, 2
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def csv_filler(headings: Cells, rows: Iterable[Cells], encoding: str = "utf-8-sig") -> Callable[[BufferedWriter], None]:
    """Return what fills a CSV file: `;`, quotes where needed, CRLF, in `utf-8-sig` or `utf-16`."""

    def fill(file: BufferedWriter) -> None:
        codec = "utf-16-le" if encoding == "utf-16" else encoding
        if encoding == "utf-16":
            file.write(codecs.BOM_UTF16_LE)
        text = io.TextIOWrapper(file, encoding=codec, newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([protect(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()

    return fill


def xlsx_filler(headings: Cells, rows: Iterable[Cells]) -> Callable[[BufferedWriter], None]:
    """Return what fills an XLSX workbook with one sheet, its headings bold and frozen."""

    def fill(file: BufferedWriter) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, part in _PARTS.items():
                archive.writestr(_entry(name), _DECLARATION + part)
            raw = archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
            with raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as sheet:
                _write_sheet(sheet, headings, rows)

    return fill


def xml_filler(table: Table, rows: Iterable[Mapping[str, str]]) -> Callable[[BufferedWriter], None]:
    """Return what fills an XML file of rows by column key; empty cells are left out."""

    def fill(file: BufferedWriter) -> None:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{table.root}>\n'.encode())
        for row in rows:
            cells = "".join(_xml_cell(column, row.get(column.key, "")) for column in table.columns)
            file.write(f"<{table.row}>{cells}</{table.row}>\n".encode())
        file.write(f"</{table.root}>\n".encode())

    return fill


def _xml_cell(column: Column, cell: str) -> str:
    if not cell:
        return ""
    if not (column.parts or column.repeats):
        return _element(column.tag, _escape(cell))
    things = packing.unpack(cell)
    if column.repeats:
        return "".join(_element(column.tag, _escape(fields[0])) for fields in things)
    return "".join(_element(column.tag, _xml_fields(column.parts, fields)) for fields in things)


def _xml_fields(parts: Sequence[str], fields: Sequence[str]) -> str:
    pairs = zip(parts, fields, strict=False)  # a reason may have its code alone
    return "".join(_element(part, _escape(field)) for part, field in pairs if field)


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry without a time of its own: the same list is the same file, byte for byte."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _write_sheet(sheet: io.TextIOWrapper, headings: Cells, rows: Iterable[Cells]) -> None:
    sheet.write(
        f'{_DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><cols><col min="1" max="{max(len(headings), 1)}" width="20" customWidth="1" '
        f'style="{_PLAIN}"/></cols><sheetData>'
    )
    sheet.write(_row(1, headings, _HEADING))
    sheet.writelines(_row(number, row, _PLAIN) for number, row in enumerate(rows, 2))
    sheet.write("</sheetData></worksheet>")


def _row(number: int, cells: Cells, style: int) -> str:
    written = "".join(
        f'<c r="{_letters(at)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(cell)}</t></is></c>'
        for at, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{written}</row>'


def _xml(cell: str) -> str:
    return _escape(protect(cell))


def _escape(cell: str) -> str:
    return cell if _SPECIAL.search(cell) is None else escape(cell.translate(_NOT_IN_XML))


@cache
def _letters(at: int) -> str:
    """Return the letters of a column counted from 0: A to Z, then AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
