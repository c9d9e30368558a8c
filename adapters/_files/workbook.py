"""Rows of an XLSX file. The archive is judged before the workbook is opened: nothing in it is unpacked unbounded.

Refused: archives that would unpack to much more than they are, DTDs in any part, macros, links to other workbooks,
embedded objects, formulas, a second sheet with data (it would be lost in silence). A broken archive is a half-written
file. No part of a workbook makes this program open anything else.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from io import BufferedReader
from typing import IO, Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from adapters._files import cell_text
from adapters._files.csv_rows import Row, check_cells, too_many_rows
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError, refuse
from adapters._parts.letters import tidy
from adapters._parts.xml_document import has_plain_prolog

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# What the unpacking and reading of damaged parts may raise.
_DAMAGE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    OSError,
    MemoryError,
)
_BLOCK = 64 * 1024
_OVERLAP = 64
_LARGEST_PIECE = 1024 * 1024
_MOST_STRINGS = 1_000_000
_PIECE = re.compile(rb"<(?:\w{1,20}:)?(?:row|si)\b")
_NOT_UTF_8 = re.compile(rb"\xff\xfe|\xfe\xff|\x00|<\x00")
_SMALL = 1024 * 1024
_FORBIDDEN = (
    ("xl/externallinks/", "xlsx-external-link", "ссылки на другие книги", "links to other workbooks"),
    ("xl/vbaproject", "xlsx-macro", "макросы", "macros"),
    ("xl/macrosheets/", "xlsx-macro", "макросы", "macros"),
    ("xl/embeddings/", "xlsx-embedded", "вложенные объекты", "embedded objects"),
    ("xl/connections", "xlsx-connection", "подключения к данным", "data connections"),
)


def read(file: BufferedReader, limits: Limits) -> Iterator[Row]:
    """Yield the rows of the first sheet that are not empty.

    Raises:
        FileRefusedError: the workbook is refused for one of the reasons above, or has an impossible cell.
        FileIncompleteError: the archive is broken.
    """
    # The reader warns about decorations it leaves out; only the values matter here.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    start = file.read(4)
    file.seek(0)
    if not start.startswith(_ZIP):
        raise (_not_a_workbook() if start.startswith(_OLE) or start else FileIncompleteError())
    _check_archive(file, limits)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except _DAMAGE:
        raise _not_a_workbook() from None
    with closing(book):
        try:
            yield from _rows(book, limits)
        except FileRefusedError:
            raise
        except _DAMAGE:
            raise _not_a_workbook() from None


def _check_archive(file: BufferedReader, limits: Limits) -> None:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        raise FileIncompleteError from None
    with archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        bombs = [entry for entry in entries if _is_bomb(entry, limits)]
        if len(entries) > limits.entries or unpacked > limits.unpacked_bytes or bombs:
            raise _too_large()
        for entry in entries:
            _check_entry(archive, entry)


def _is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    return entry.file_size > _SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower().lstrip("/")
    for prefix, code, ru, en in _FORBIDDEN:
        if name.startswith(prefix):
            raise refuse(
                code,
                f"В книге есть {ru}. Сохраните таблицу как обычную книгу XLSX без них.",
                f"The workbook has {en}. Save the table as a plain XLSX workbook without them.",
            )
    try:
        with archive.open(entry) as part:
            _check_part(part)
    except FileRefusedError:
        raise
    except _DAMAGE:
        raise _not_a_workbook() from None


def _check_part(part: IO[bytes]) -> None:
    """Read a part once through: what the reader would have to hold in memory at once is bounded.

    That is one row, one shared string, or the whole of a part that has neither; pictures are never read.
    """
    block = part.read(_BLOCK)
    if not block.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        if _NOT_UTF_8.match(block):
            raise _not_a_workbook()
        return
    if not has_plain_prolog(block):
        raise _not_a_workbook()
    since = strings = 0
    tail = b""
    while block:
        window = tail + block
        found = [match.end() for match in _PIECE.finditer(window)]
        strings += window.count(b"<si") - tail.count(b"<si")
        since = len(window) - found[-1] if found else since + len(block)
        if since > _LARGEST_PIECE or strings > _MOST_STRINGS:
            raise _too_large()
        tail = window[-_OVERLAP:]
        block = part.read(_BLOCK)


def _rows(book: Any, limits: Limits) -> Iterator[Row]:
    first, *others = book.worksheets or [None]
    if first is None:
        raise _not_a_workbook()
    if any(_has_data(sheet, limits) for sheet in others):
        raise refuse(
            "xlsx-more-sheets",
            "Данные есть на нескольких листах, читается только первый. Разделите листы на отдельные файлы.",
            "There are data on several sheets and only the first is read. Split the sheets into files of their own.",
        )
    first.reset_dimensions()  # what the file says of its size is not believed
    for number, cells in enumerate(first.iter_rows(max_col=limits.columns + 1), 1):
        if number > limits.rows + 1:
            raise too_many_rows(limits)
        texts = [cell_text.show(cell, number, at) for at, cell in enumerate(cells, 1)]
        while texts and not texts[-1]:
            texts.pop()
        if any(map(tidy, texts)):
            check_cells(number, texts, limits)
            yield number, texts


def _has_data(sheet: Any, limits: Limits) -> bool:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.columns + 1), 1):
        if number > limits.rows or any(cell.value is not None for cell in cells):
            return True
    return False


def _too_large() -> FileRefusedError:
    return refuse(
        "xlsx-too-large",
        "Книга распаковывается в недопустимо большой объём. Сохраните только таблицу с данными.",
        "The workbook unpacks to more than is allowed. Save the data table alone.",
    )


def _not_a_workbook() -> FileRefusedError:
    return refuse(
        "xlsx-unreadable",
        "Это не книга XLSX или она защищена паролем. Сохраните таблицу как книгу Excel (.xlsx) без пароля.",
        "This is no XLSX workbook, or it has a password. Save the table as an Excel workbook (.xlsx) without password.",
    )
