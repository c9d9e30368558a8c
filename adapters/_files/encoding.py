"""The encoding of a text file, and its lines, without ever holding more than one line.

Known are UTF-8 with and without byte order mark, UTF-16 with byte order mark, and cp1251 where the bytes are no UTF-8.
A file that is UTF-8 for a while and then is not was put together from two: it is refused, not guessed.
"""

import codecs
import contextlib
import io
import re
from collections.abc import Iterator
from io import BufferedReader

from adapters._files.limits import Limits
from adapters._files.refusal import FileRefusedError, place_of, refuse

AUTO = "auto"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no table holds, and what UTF-16 read as something else is full of."""

_BLOCK = 64 * 1024
_CERTAIN = 4
"""That many multi-byte characters in a row make a text UTF-8: in cp1251 such a run of letter pairs does not occur."""


def detect(file: BufferedReader, declared: str) -> str:
    """Return the codec of a file, and leave the file at its beginning.

    Raises:
        FileRefusedError: the bytes are of no encoding that is read, or not of the declared one.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = "utf-16"
    elif start.startswith(codecs.BOM_UTF8):
        found = "utf-8-sig"
    elif b"\x00" in start:
        raise _unknown_encoding()
    else:
        found = _guess(file)
        file.seek(0)
    if declared not in {AUTO, found.removesuffix("-sig")}:
        raise _unknown_encoding()
    return found


def _guess(file: BufferedReader) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    certain, row = 0, 1
    while block := file.read(_BLOCK):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            good = block[: error.start].decode("utf-8", "ignore")
            if certain + sum(letter > "\x7f" for letter in good) >= _CERTAIN:
                raise _mixed(row + good.count("\n")) from None
            return "cp1251"
        if certain < _CERTAIN and not text.isascii():
            certain += sum(letter > "\x7f" for letter in text)
        row += text.count("\n")
    return "utf-8"


def lines(file: BufferedReader, codec: str, limits: Limits) -> Iterator[str]:
    """Yield the lines of a file with their ends (CR, LF or both); a line without end is never read beyond its bound.

    Raises:
        FileRefusedError: a line is too long, or bytes are not of the codec.
    """
    text = io.TextIOWrapper(file, encoding=codec, newline="")
    row = 0
    try:
        while line := text.readline(limits.line_characters + 1):
            row += 1
            if len(line) > limits.line_characters:
                raise refuse(
                    "line-too-long",
                    f"Строка длиннее {limits.line_characters} знаков. Проверьте, что это таблица и кавычки закрыты.",
                    f"The line is longer than {limits.line_characters} characters. "
                    "Check that this is a table and that quotes are closed.",
                    place_of(row),
                )
            if _CONTROL.search(line) is not None:
                raise _unknown_encoding(place_of(row))
            yield line
    except UnicodeDecodeError:
        raise _mixed(row + 1) from None
    finally:
        # Whoever stops reading early may have closed the file before.
        with contextlib.suppress(ValueError):
            text.detach()


def _mixed(row: int) -> FileRefusedError:
    return refuse(
        "encoding-mixed",
        "В файле смешаны кодировки или он повреждён. Сохраните файл заново в UTF-8.",
        "The file mixes encodings or is damaged. Save the file again in UTF-8.",
        place_of(row),
    )


def _unknown_encoding(place: str = "") -> FileRefusedError:
    return refuse(
        "encoding-unknown",
        "Кодировка файла не подходит. Сохраните файл в UTF-8, cp1251 или UTF-16 с меткой порядка байтов.",
        "The encoding of the file does not fit. Save it in UTF-8, cp1251 or UTF-16 with a byte order mark.",
        place,
    )
