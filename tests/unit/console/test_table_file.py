"""Tables as spreadsheets really write them: numbers in seventeen digits, percentages, blank rows, an empty first sheet."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from hub.console.table_cells import say_number
from hub.console.table_file import TableFileError, TableSheetsError, TableTooLargeError, read_table

HEAD = ["Показатель", "Значение"]


def _book(
    *rows: Sequence[object], formats: Mapping[tuple[int, int], str] | None = None, empty_first: bool = False
) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    if empty_first:
        book.add_worksheet()
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            shown = (formats or {}).get((at, column))
            sheet.write(at, column, value, *([book.add_format({"num_format": shown})] if shown else []))
    book.close()
    return file.getvalue()


def _cell(cell: str) -> bytes:
    """Return a workbook with one cell below a heading, written as it is given."""
    file, name = io.BytesIO(), "xl/worksheets/sheet1.xml"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Показатель</t></is></c></row>'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, f'<worksheet {space}><sheetData>{head}<row r="2">{cell}</row></sheetData></worksheet>')
    return file.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5.0999999999999996", "5.1"),
        ("87.049999999999997", "87.05"),
        ("1.2E-2", "0.012"),
        ("1.2980700000000001E5", "129807"),
        ("-43.5", "-43.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_as_it_was_typed_and_not_as_the_program_stores_it(written: str, read: str) -> None:
    assert read_table(_cell(f'<c r="A2"><v>{written}</v></c>'))[1] == (2, [read])


@pytest.mark.parametrize(
    ("value", "shown", "read"),
    [
        (0.87, "0%", "87"),
        (0.8705, "0.00%", "87.05"),
        (0.8705, '0.0"%"', "0.9"),
        (87.0512345678, "0.0", "87.1"),
        (-0.435, "0.0%", "-43.5"),
        (129807.4, "# ##0", "129807"),
        (129807.5, "#,##0.00", "129807.50"),
        (12.5, "General", "12.5"),
        (12.5, "0.00_);[Red](0.00)", "12.50"),
    ],
)
def test_a_number_is_read_as_it_is_shown(value: float, shown: str, read: str) -> None:
    assert read_table(_book(HEAD, ["LAB.OUT", value], formats={(1, 1): shown}))[1] == (2, ["LAB.OUT", read])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_rows_behind_many_blank_ones_are_not_lost(kind: str) -> None:
    rows: list[Sequence[object]] = [HEAD, ["A", "1"], *[["", ""]] * 600, ["B", "2"]]
    if kind == "csv":
        content = "\n".join(";".join(map(str, each)) for each in rows).encode()
    else:
        content = _book(*rows, formats=dict.fromkeys(((at, 0) for at in range(2, 602)), "0.0"))

    assert [number for number, _ in read_table(content)] == [1, 2, 603]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_more_rows_than_a_summary_has_are_refused(kind: str) -> None:
    rows: list[Sequence[object]] = [HEAD, *[["A", "1"]] * 401]
    content = "\n".join(";".join(map(str, each)) for each in rows).encode() if kind == "csv" else _book(*rows)

    with pytest.raises(TableTooLargeError):
        read_table(content)


def test_the_one_sheet_with_data_is_read_wherever_it_stands() -> None:
    assert read_table(_book(HEAD, ["A", "1"], empty_first=True))[1] == (2, ["A", "1"])


def test_two_sheets_with_data_are_refused() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for _ in range(2):
        book.add_worksheet().write_row(0, 0, HEAD)
    book.close()

    with pytest.raises(TableSheetsError):
        read_table(file.getvalue())


@pytest.mark.parametrize(
    "cell", ['<c r="A2" t="s"><v>-1</v></c>', '<c r="A2" s="7"><v>x</v></c>', '<c r="A2"><v>nan</v></c>']
)
def test_a_cell_that_names_no_text_and_no_number_is_no_table(cell: str) -> None:
    with pytest.raises(TableFileError):
        read_table(_cell(cell))


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#.,%;"\\[]_* EdmGr', max_size=30))
def test_no_number_and_no_format_breaks_the_reading(value: float, shown: str) -> None:
    assert say_number(repr(value), shown)


def test_a_format_that_leaves_thousands_out_changes_no_number() -> None:
    assert [say_number("129807", shown) for shown in ("0,", "#,##0,", "0.0,,", "0E+00", "yyyy", "# ?/?", "@")] == [
        "129807"
    ] * 7
