"""Hostile files for adapters over files: what is dropped, and by which code (or beginning of one) it has to be refused."""

import csv
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters._files.tables import Table
from adapters._files.writing import xlsx_filler

Write = Callable[[Path], None]
EXTERNAL_LINK = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<externalBook xmlns:r="r" r:id="rId1"/></externalLink>'
)


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """One file: its name, how it is made, the code of its refusal and, where it has one, its row or path."""

    name: str
    write: Write
    code: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an adapter reads: its table of bans, a good row of it, and where an outside address leads."""

    table: Table
    row: dict[str, str]
    url: str

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.table.columns]

    def column(self, key: str) -> int:
        return [column.key for column in self.table.columns].index(key) + 1


def table(target: Target, *, end: bool = True, **changed: str) -> bytes:
    """The bytes of a CSV file with one row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(target.headings)
    writer.writerow([{**target.row, **changed}.get(column.key, "") for column in target.table.columns])
    if end:
        writer.writerow(["КОНЕЦ", 1])
    return text.getvalue().encode()


def book(target: Target, *parts: tuple[str, bytes], **changed: str) -> bytes:
    """The bytes of a workbook with one row, and further parts in its archive."""
    cells = [{**target.row, **changed}.get(column.key, "") for column in target.table.columns]
    raw = io.BytesIO()
    xlsx_filler(target.headings, [cells])(raw)  # type: ignore[arg-type]
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return raw.getvalue()


def cases(target: Target) -> Sequence[Hostile]:
    """Every file, for one adapter."""
    good = table(target)
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target.url}">]><x>&e;</x>'.encode()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode()
    number, born = target.column("document_number"), target.column("birth_date")
    return [
        Hostile(
            name="formula.csv", write=_bytes(table(target, reason="=cmd|' /C calc'!A0")), code="formula", place="2"
        ),
        Hostile(
            name="quotes.csv", write=_bytes(good.replace(b"\r\n", b'\r\n"x"y;', 1)), code="csv-malformed", place="2"
        ),
        Hostile(name="encodings.csv", write=_bytes(_mixed(good)), code="encoding-mixed", place="2"),
        Hostile(name="line.csv", write=_one_line(30_000_000), code="line-too-long", place="1"),
        Hostile(name="gigabyte.csv", write=_one_line(2**30), code="file-too-large"),
        Hostile(name="gigabyte.xlsx", write=_one_line(2**30), code="file-too-large"),
        Hostile(name="gigabyte.xml", write=_one_line(2**30), code="file-too-large"),
        Hostile(name="columns.csv", write=_bytes(b";".join([b"a"] * 30_000)), code="too-many-columns", place="1"),
        Hostile(name="zip.csv", write=_bytes(book(target)), code="encoding-"),
        Hostile(name="gzip.csv", write=_bytes(gzip.compress(good)), code="encoding-"),
        Hostile(
            name="letters.csv",
            write=_bytes(table(target, document_number="ЖQ1")),
            code="letters-mixed",
            place=f"2C{number}",
        ),
        Hostile(
            name="date.csv",
            write=_bytes(table(target, birth_date="31.02.1985")),
            code="date-invalid",
            place=f"2C{born}",
        ),
        Hostile(name="archive.zip", write=_bytes(_zip(good)), code="format-unknown"),
        Hostile(name="archive.tar.gz", write=_bytes(_tar(good)), code="format-unknown"),
        Hostile(name="plain-zip.xlsx", write=_bytes(_zip(good)), code="xlsx-unreadable"),
        Hostile(
            name="bomb.xlsx", write=_bytes(book(target, ("xl/media/0.xml", bytes(20_000_000)))), code="xlsx-too-large"
        ),
        Hostile(name="lying.xlsx", write=_bytes(_lying(target)), code="xlsx-unreadable"),
        Hostile(
            name="link.xlsx",
            write=_bytes(book(target, ("xl/externalLinks/externalLink1.xml", EXTERNAL_LINK))),
            code="xlsx-external-link",
        ),
        Hostile(name="entity.xlsx", write=_bytes(book(target, ("xl/more.xml", entity))), code="xlsx-unreadable"),
        Hostile(name="half.xlsx", write=_bytes(book(target)[:-40]), code="file-incomplete"),
        Hostile(name="entity.xml", write=_bytes(entity), code="xml-"),
        Hostile(name="bomb.xml", write=_bytes(bomb), code="xml-"),
    ]


def _bytes(raw: bytes) -> Write:
    def write(path: Path) -> None:
        path.write_bytes(raw)

    return write


def _one_line(size: int) -> Write:
    """A line that never ends: a hole in the file after its first letters, so that making it costs nothing."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(b"a;b;c")
            file.truncate(size)

    return write


def _mixed(good: bytes) -> bytes:
    head, _, rest = good.partition(b"\r\n")
    return head + b"\r\n" + rest.decode().encode("cp1251", "replace")


def _zip(content: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("bans.csv", content)
    return raw.getvalue()


def _tar(content: bytes) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        entry = tarfile.TarInfo("../../bans.csv")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return raw.getvalue()


def _lying(target: Target) -> bytes:
    """A workbook whose sheet says that it is small, in both directories of the archive, and is not."""
    whole = book(target, reason="x" * 30_000)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return whole.replace(size.to_bytes(4, "little"), (200).to_bytes(4, "little"))
