"""Files as they come: encodings, delimiters, cuts, damage, bombs."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from adapters._files import csv_rows, encoding, workbook
from adapters._files.csv_rows import EndRow
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError
from adapters._files.tables import recognise
from adapters._files.writing import xlsx_filler
from adapters.tj_files.mapping import TABLES, entry_ban, figures
from tests.adapters.tj_files.harness import ban_row, figure_row, write_csv

SMALL = Limits(file_bytes=1_000_000, rows=50, columns=80, line_characters=10_000, cell_characters=2_000)


def stream(raw: bytes) -> Any:
    return io.BufferedReader(io.BytesIO(raw))  # type: ignore[arg-type]


def rows_of(raw: bytes, declared: str = "auto", end_row: EndRow = EndRow.REQUIRED, limits: Limits = SMALL) -> list[Any]:
    return list(csv_rows.read(stream(raw), declared, end_row, limits))


def cells_of(raw: bytes, **options: Any) -> list[list[str]]:
    return [cells for _, cells in rows_of(raw, **options)]


def code_of(raw: bytes, **options: Any) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as caught:
        rows_of(raw, **options)
    return caught.value.faults[0].code, caught.value.faults[0].place


PLAIN = [["Показатель", "Значение"], ["граждан выехало", "530 883"], ["Ёлка; «кавычки»", "85,4"]]


def written(delimiter: str, codec: str) -> bytes:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell or ";" in cell else cell for cell in row) for row in PLAIN]
    return ("\r\n".join([*lines, f"КОНЕЦ{delimiter}2"]) + "\r\n").encode(codec)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_every_encoding_is_read_with_every_delimiter(codec: str, delimiter: str) -> None:
    assert cells_of(written(delimiter, codec)) == PLAIN


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1251"])
def test_a_declared_encoding_holds(codec: str) -> None:
    assert cells_of(written(";", codec), declared=codec) == PLAIN
    other = {"utf-8": "cp1251", "utf-16": "utf-8", "cp1251": "utf-16"}[codec]
    assert code_of(written(";", codec), declared=other)[0] == "encoding-unknown"


def test_big_endian_utf_16_is_read_by_its_mark() -> None:
    assert cells_of(b"\xfe\xff" + written(";", "utf-16-be")) == PLAIN


def test_utf_16_without_mark_is_refused() -> None:
    assert code_of(written(";", "utf-16-le")) == ("encoding-unknown", "R1")


def test_koi8_is_not_taken_for_cp1251() -> None:
    raw = write_csv(figures.TABLE, [figure_row()], encoding="utf-8").decode().encode("koi8-r")
    rows = csv_rows.read(stream(raw), "auto", EndRow.OFF, SMALL)
    with pytest.raises(FileRefusedError) as caught:
        recognise(rows, TABLES)

    assert caught.value.faults[0].code == "table-unknown"


def test_a_file_put_together_from_two_encodings_is_refused_with_its_row() -> None:
    raw = written(";", "utf-8").replace("Ёлка".encode(), "Ёлка".encode("cp1251"))

    assert code_of(raw) == ("encoding-mixed", "R3")


def test_damage_deep_in_a_long_file_is_found_with_its_row() -> None:
    rows = "".join(f"строка номер {number};1\n" for number in range(1, 9000)).encode()
    raw = b"\xd0\x90;\xd0\x91\n" + rows.replace("номер 8000".encode(), b"\xff\xfe")
    limits = Limits(rows=20_000)

    assert code_of(raw, end_row=EndRow.OFF, limits=limits) == ("encoding-mixed", "R8001")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_file_cut_anywhere_is_never_taken(codec: str, end: str) -> None:
    """Cut after every byte: half-written or refused, and rows only when the file is whole."""
    whole = written(";", codec).decode(codec).replace("\r\n", end).encode(codec)
    complete = len(whole) - len(end.encode(codec.replace("-sig", "").replace("utf-16", "utf-16-le")))
    for cut in range(complete):
        with pytest.raises((FileIncompleteError, FileRefusedError)):
            rows_of(whole[:cut])
    assert cells_of(whole[:complete]) == PLAIN  # all but the very last line end is the whole


def test_without_end_row_a_whole_file_is_taken_as_it_is() -> None:
    raw = b"a;b\n1;2"

    assert cells_of(raw, end_row=EndRow.OFF) == [["a", "b"], ["1", "2"]]
    assert cells_of(raw, end_row=EndRow.OPTIONAL) == [["a", "b"], ["1", "2"]]
    with pytest.raises(FileIncompleteError):
        rows_of(raw)


@pytest.mark.parametrize("end", ["КОНЕЦ;3", "КОНЕЦ;1", "КОНЕЦ;", "КОНЕЦ", "КОНЕЦ;2\n1;2"])
def test_an_end_row_that_does_not_fit_refuses_the_file(end: str) -> None:
    raw = f"a;b\n1;2\n3;4\n{end}\n".encode()

    assert code_of(raw, end_row=EndRow.OPTIONAL)[0] == "end-row-wrong"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b'a;b\n1;"2\n', ("csv-malformed", "R2")),
        (b'a;b\n1;"2"x\n', ("csv-malformed", "R2")),
        (b"a;b\n=1+1;2\n", ("formula", "R2C1")),
        (b"a;b\n1; @SUM(A1)\n", ("formula", "R2C2")),
        (b"a;b\n1;" + b"x" * 3000 + b"\n", ("cell-too-long", "R2C2")),
        (b"a;b\n1;" + b"x" * 20_000 + b"\n", ("line-too-long", "R2")),
        (b"a;b\n" + b";" * 200 + b"x\n", ("too-many-columns", "R2")),
        (b"a;b\n" + b"1;2\n" * 60, ("too-many-rows", "")),
        (b"a;b\n\x00;2\n", ("encoding-unknown", "R2")),
    ],
)
def test_damaged_and_hostile_tables_are_refused_with_their_place(raw: bytes, fault: tuple[str, str]) -> None:
    assert code_of(raw, end_row=EndRow.OFF) == fault


def test_lines_in_quotes_keep_the_count_of_rows() -> None:
    raw = b'a;b\n1;"2\n3"\n\n=x;4\n'

    assert code_of(raw, end_row=EndRow.OFF) == ("formula", "R5C1")


def test_a_line_without_end_is_not_read_into_memory() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.given += len(buffer)
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    raw = Endless()
    with pytest.raises(FileRefusedError):
        list(encoding.lines(io.BufferedReader(raw), "utf-8", SMALL))

    assert raw.given < 1_000_000


# Workbooks


def book(rows: list[list[Any]], change: Any = None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made)
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def book_rows(raw: bytes, limits: Limits = SMALL) -> list[list[str]]:
    return [cells for _, cells in workbook.read(stream(raw), limits)]


def book_fault(raw: bytes, limits: Limits = SMALL) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as caught:
        book_rows(raw, limits)
    return caught.value.faults[0].code, caught.value.faults[0].place


def with_part(name: str, content: bytes, raw: bytes | None = None) -> bytes:
    """A workbook with one part added or replaced."""
    source = zipfile.ZipFile(io.BytesIO(raw or book([["a"], [1]])))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            if entry.filename != name:
                archive.writestr(entry.filename, source.read(entry))
        archive.writestr(name, content)
    return changed.getvalue()


def test_cells_of_a_workbook_are_read_as_a_table_would_show_them() -> None:
    raw = book([["а", "б"], [530883, 85.5], [datetime.date(2020, 5, 6), True], [None, None], ["х", 1.0]])

    assert book_rows(raw) == [["а", "б"], ["530883", "85,5"], ["06.05.2020", "да"], ["х", "1"]]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["a"], ["=1+1"]], ("formula", "R2C1")),
        ([["a"], ['=WEBSERVICE("http://127.0.0.1/")']], ("formula", "R2C1")),
        ([["a"], ["#DIV/0!"]], ("cell-error", "R2C1")),
        ([["a"] * 90], ("too-many-columns", "R1")),
        ([["a"]] * 60, ("too-many-rows", "")),
        ([["a"], ["x" * 5000]], ("cell-too-long", "R2C1")),
    ],
)
def test_impossible_cells_refuse_a_workbook(rows: list[list[Any]], fault: tuple[str, str]) -> None:
    assert book_fault(book(rows)) == fault


def test_data_on_a_second_sheet_are_not_lost_in_silence() -> None:
    full = book([["a"]], lambda made: made.create_sheet("Ещё").append(["x"]))
    empty = book([["a"]], lambda made: made.create_sheet("Лист2"))

    assert book_fault(full) == ("xlsx-more-sheets", "")
    assert book_rows(empty) == [["a"]]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/externalLinks/externalLink1.xml", "xlsx-external-link"),
        ("xl/vbaProject.bin", "xlsx-macro"),
        ("xl/embeddings/object1.bin", "xlsx-embedded"),
        ("xl/connections.xml", "xlsx-connection"),
        ("XL/EXTERNALLINKS/x.xml", "xlsx-external-link"),
    ],
)
def test_links_macros_and_objects_refuse_a_workbook(name: str, code: str) -> None:
    assert book_fault(with_part(name, b"<x/>")) == (code, "")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!-- c --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_in_any_part_refuses_a_workbook(declaration: bytes) -> None:
    sheet = b'<?xml version="1.0"?>' + declaration + b"<worksheet/>"

    assert book_fault(with_part("xl/worksheets/sheet1.xml", sheet))[0] == "xlsx-unreadable"


def test_an_archive_that_unpacks_to_much_more_is_refused_before_unpacking() -> None:
    assert book_fault(with_part("xl/media/zeros.xml", b"0" * 5_000_000)) == ("xlsx-too-large", "")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.xml", b"<x/>")
    assert book_fault(many.getvalue()) == ("xlsx-too-large", "")


@pytest.mark.parametrize(
    ("name", "start", "again", "end"),
    [
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row>",
            b'<c r="A%d"/>',
            b"</row></sheetData></worksheet>",
        ),
        ("xl/sharedStrings.xml", b"<sst>", b"<x n='%d'/>", b"</sst>"),
        ("xl/styles.xml", b"<styleSheet><cellXfs>", b'<xf n="%d"/>', b"</cellXfs></styleSheet>"),
        ("xl/hidden.part", b"<worksheet>", b'<c r="A%d"/>', b"</worksheet>"),
    ],
)
def test_what_would_have_to_be_held_in_memory_at_once_is_bounded(
    name: str, start: bytes, again: bytes, end: bytes
) -> None:
    part = start + b"".join(again % number for number in range(120_000)) + end

    assert book_fault(with_part(name, part)) == ("xlsx-too-large", "")


def test_a_long_table_is_no_bomb() -> None:
    raw = io.BytesIO()
    xlsx_filler(["текст"], [[f"{number} " + "слово " * 60] for number in range(3_000)])(raw)  # type: ignore[arg-type]

    assert zipfile.ZipFile(raw).getinfo("xl/worksheets/sheet1.xml").file_size > 2 * 1024 * 1024
    assert len(book_rows(raw.getvalue(), Limits())) == 3_001


@pytest.mark.parametrize("start", [b"\xff\xfe<\x00", b"<\x00?\x00", b"\xfe\xff\x00<"])
def test_parts_in_other_encodings_are_not_read(start: bytes) -> None:
    assert book_fault(with_part("xl/worksheets/sheet1.xml", start + b"x\x00" * 50)) == ("xlsx-unreadable", "")


def test_a_claimed_size_of_the_sheet_is_not_believed() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    )

    assert book_fault(with_part("xl/worksheets/sheet1.xml", sheet)) == ("too-many-rows", "")


def test_a_workbook_cut_anywhere_is_left_alone() -> None:
    whole = book([["a", "b"], [1, 2]])
    for cut in range(4, len(whole), max(1, len(whole) // 50)):
        with pytest.raises(FileIncompleteError):
            book_rows(whole[:cut])


def test_a_damaged_workbook_is_refused_and_nothing_else() -> None:
    whole = book([["a", "b"], [1, 2]])
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            book_rows(damaged)
        except (FileRefusedError, FileIncompleteError):
            continue


@pytest.mark.parametrize("raw", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"<html></html>", b"a;b\n"])
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    assert book_fault(raw) == ("xlsx-unreadable", "")


# Headings


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (["Показатель", "Период", "Значение", "Чужой"], {"column-unknown"}),
        (["Показатель", "Период", "Значение", "показатель"], {"column-repeated"}),
        (["Номер запрета", "Состояние"], {"column-missing"}),
        (["Что-то", "Другое"], {"table-unknown"}),
    ],
)
def test_headings_must_be_those_of_the_sample(headings: list[str], codes: set[str]) -> None:
    with pytest.raises(FileRefusedError) as caught:
        recognise(iter([(1, headings)]), TABLES)

    assert {fault.code for fault in caught.value.faults} == codes


def test_headings_are_recognised_in_any_order_case_and_spelling() -> None:
    row = ban_row()
    keys = [column.key for column in entry_ban.TABLE.columns if column.key in row]
    known = {column.key: column.heading for column in entry_ban.TABLE.columns}
    headings = [known[key].upper().replace(".", "") + " " for key in reversed(keys)]

    assert recognise(iter([(1, headings)]), TABLES).table.kind == "entry-ban"
