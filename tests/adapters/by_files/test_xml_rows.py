"""XML files as they come: cut, hostile, too large; nothing but known elements, nothing fetched, bounded memory."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from adapters._files import xml_rows
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError
from adapters.by_files.mapping import TABLES, entry_ban
from tests.adapters.by_files.test_mapping import BAN, stream, xml

SMALL = Limits(rows=50, columns=20, cell_characters=2_000)


def rows_of(raw: bytes, limits: Limits = SMALL) -> list[Any]:
    sheet, rows = xml_rows.read(stream(raw), TABLES, limits)
    return [dict(zip(sheet.places, cells, strict=True)) for _, cells in rows]


def fault_of(raw: bytes | str, limits: Limits = SMALL) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as caught:
        rows_of(raw if isinstance(raw, bytes) else raw.encode(), limits)
    [fault] = caught.value.faults
    return fault.code, fault.place


def ban(inside: str) -> str:
    return f"<entryBans><entryBan>{inside}</entryBan></entryBans>"


def test_cells_come_by_element_things_packed() -> None:
    [row, _] = rows_of(BAN.encode())

    assert row["surname_be"] == "Тэстаў-Альфа"
    assert row["grounds"] == "OVERSTAY | ILLEGAL-WORK"
    assert row["other_names"] == "прежнее; кириллица; Пробный; Образец; "
    assert row["document_authority"] == "ПРС МВД & Ко"


def test_what_is_written_is_read_back() -> None:
    cells = {
        "ban_id": "BY-1",
        "reason": "=1+1 'x' <&> \u2028",
        "grounds": "A | B",
        "other_names": r"прежнее; кириллица; А\;Б; ; В\|Г",
    }
    [row] = rows_of(xml(entry_ban.TABLE, [cells]))

    assert {key: text for key, text in row.items() if text} == {**cells, "reason": "'=1+1 'x' <&> \u2028"}


def test_a_file_cut_anywhere_is_never_taken() -> None:
    whole = BAN.strip().encode()
    for cut in [*range(400), *range(400, len(whole), 37), *range(len(whole) - 40, len(whole))]:
        with pytest.raises((FileIncompleteError, FileRefusedError)):
            rows_of(whole[:cut])
    assert len(rows_of(whole)) == 2


@pytest.mark.parametrize("cut", [0, 5, 30, 60, 300, 3000])
def test_a_file_cut_between_elements_is_left_alone(cut: int) -> None:
    with pytest.raises(FileIncompleteError):
        rows_of(BAN.encode()[:cut])


@pytest.mark.parametrize(
    "raw",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><entryBans>&b;</entryBans>',
        '<!DOCTYPE entryBans SYSTEM "http://127.0.0.1:9/x.dtd"><entryBans/>',
        '<?xml version="1.0"?><!-- c --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><entryBans>&e;</entryBans>',
        "<entryBans>&unknown;</entryBans>",
        '<?xml version="1.0" encoding="windows-1251"?><entryBans/>',
        "<entryBans><entryBan></entryBans>",
        "<entryBans/><entryBans/>",
        "<entryBans/>text",
        "<html><body>502 Bad Gateway</body>",
        "Учётный номер;1",
        "<!-- " + "x" * 70_000 + " --><entryBans/>",
    ],
)
def test_hostile_and_damaged_documents_are_refused(raw: str) -> None:
    assert fault_of(raw)[0] in {"xml-unreadable", "table-unknown"}


@pytest.mark.parametrize("raw", [b"\xff\xfe<\x00a\x00>\x00", b"\xef\xbb\xbf<!DOCTYPE a><a/>", b"\x00<entryBans/>"])
def test_other_encodings_are_refused(raw: bytes) -> None:
    assert fault_of(raw) == ("xml-unreadable", "")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("<bans/>", ("table-unknown", "")),
        ('<entryBans xmlns="urn:x"/>', ("table-unknown", "")),
        ("<entryBans><ban/></entryBans>", ("column-unknown", "/ban")),
        (ban("<shoeSize>42</shoeSize>"), ("column-unknown", "/entryBans/entryBan[1]/shoeSize")),
        (ban("<sex><x/></sex>"), ("column-unknown", "/entryBans/entryBan[1]/x")),
        (ban("<otherName><role><x/></role></otherName>"), ("column-unknown", "/entryBans/entryBan[1]/x")),
        (ban('<sex id="1">М</sex>'), ("column-unknown", "/entryBans/entryBan[1]/sex")),
        ('<entryBans version="2"/>', ("column-unknown", "/entryBans")),
        (ban("<sex>М</sex><sex>Ж</sex>"), ("column-repeated", "/entryBans/entryBan[1]/sex")),
        (
            ban("<otherName><role>a</role><role>b</role></otherName>"),
            ("column-repeated", "/entryBans/entryBan[1]/otherName"),
        ),
        (ban("text"), ("text-misplaced", "/entryBans/entryBan[1]")),
        (ban("<otherName>text<role>a</role></otherName>"), ("text-misplaced", "/entryBans/entryBan[1]")),
        (ban("<otherName><role>a</role>text</otherName>"), ("text-misplaced", "/entryBans/entryBan[1]")),
        (ban(f"<reason>{'x' * 3000}</reason>"), ("cell-too-long", "/entryBans/entryBan[1]/reason")),
        (ban("<ground>A</ground>" * 30), ("cell-too-long", "/entryBans/entryBan[1]/ground")),
        ("<entryBans>" + "<entryBan/>" * 60 + "</entryBans>", ("too-many-rows", "")),
        ("<a>" * 10_000, ("table-unknown", "")),
    ],
)
def test_what_is_not_known_is_refused_with_its_path(raw: str, fault: tuple[str, str]) -> None:
    assert fault_of(raw) == fault


def test_an_attribute_for_schemas_is_let_pass_and_comments_are_left_out() -> None:
    raw = (
        '<entryBans xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="bans.xsd">'
        "<!-- c --><?pi x?><entryBan><sex>М<!-- c --></sex></entryBan></entryBans>"
    )

    assert rows_of(raw.encode())[0]["sex"] == "М"


class _Endless(io.RawIOBase):
    """A file whose beginning is given, and which then goes on for ever in the same way."""

    def __init__(self, start: bytes, again: bytes) -> None:
        self._parts = self._go_on(start, again)
        self._rest = b""
        self.given = 0

    @staticmethod
    def _go_on(start: bytes, again: bytes) -> Iterator[bytes]:
        yield start
        while True:
            yield again

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, _whence: int = 0) -> int:
        return offset

    def readinto(self, buffer: Any) -> int:
        while len(self._rest) < len(buffer):
            self._rest += next(self._parts)
        buffer[:] = self._rest[: len(buffer)]
        self._rest = self._rest[len(buffer) :]
        self.given += len(buffer)
        return len(buffer)


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (b"<entryBans><entryBan><reason>", b"x" * 1000),
        (b"<entryBans><entryBan>", b"<ground>A</ground>" * 100),
        (b"<entryBans>", b"<entryBan></entryBan>" * 100),
        (b"<entryBans><entryBan ", b"x='1' " * 100),
        (b"<entryBans", b"x" * 1000),
        (b"<entryBans><!-- ", b"x" * 1000),
    ],
)
def test_what_never_ends_is_refused_in_bounded_memory(start: bytes, again: bytes) -> None:
    file = _Endless(start, again)
    tracemalloc.start()
    try:
        with pytest.raises(FileRefusedError):
            list(xml_rows.read(io.BufferedReader(file, 4096), TABLES, SMALL)[1])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert file.given < 32_000_000
    assert peak < 8_000_000
