"""Canaries: made-up names and numbers that must be found nowhere, and a search for them in any bytes, in six encodings.

    UTF-8 · UTF-16 little and big endian · base64 in both alphabets at every offset · hexadecimal · escapes (JSON and URL)

The search goes over the bytes a few times only: runs of letters that could be part of a canary are cut out by class,
decoded, and every stretch of `WINDOW` letters is looked up among those of all canaries, whatever its case. So half of a
canary is found as well as a whole one, and a search costs the same for ten as for ten thousand.
"""

import base64
import binascii
import hashlib
import itertools
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

LATIN, CYRILLIC = "BCDFGHJKLMNPQRSTVWXZ", "БВГДЖЗКЛМНПРСТФХЦЧШЩ"
LENGTH, WINDOW = 12, 8
BLOCK, AROUND = 8192, 256
ZEROS = bytes(64)


def _run(letter: bytes) -> bytes:
    """Return the pattern of a run, its beginning written out: so it is told at the first bytes that there is none."""
    return letter * WINDOW + b"(?:" + letter + b")*"


_ASCII, _UTF8 = _run(rb"[A-Za-z]"), _run(rb"[\xd0\xd1][\x80-\xbf]")
_LITTLE = (_run(rb"[A-Za-z]\x00"), _run(rb"[\x10-\x4f]\x04"))
_BIG = (_run(rb"\x00[A-Za-z]"), _run(rb"\x04[\x10-\x4f]"))


def make(count: int, seed: int, alphabet: str) -> list[str]:
    """Return so many canaries of these letters."""
    dice = random.Random(seed)
    return ["".join(dice.choices(alphabet, k=LENGTH)) for _ in range(count)]


class Search:
    """A search for these canaries."""

    def __init__(self, canaries: list[str]) -> None:
        self._clean: set[bytes] = set()
        self._windows = {each[at : at + WINDOW] for each in canaries for at in range(len(each) - WINDOW + 1)}

    def look(self, data: bytes) -> set[str]:
        """Return the encodings in which part of a canary stands in these bytes."""
        found = {name for name, text in _texts(data) if self._has(text)}
        for name, parts in (("base64", _base64(data)), ("hex", _hex(data)), ("escaped", _escaped(data))):
            if any(self._has(text) for _, text in _texts(b"\xff".join(parts))):
                found.add(name)
        return found

    def folder(self, folder: Path) -> dict[str, set[str]]:
        """Return what was found in the files of a folder, by path; blocks in which nothing was found once are passed."""
        hits = {}
        for path in sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()):
            try:
                data = path.read_bytes()
            except FileNotFoundError:  # the server takes its temporary files away
                continue
            if found := self._new_blocks(data):
                hits[str(path.relative_to(folder))] = found
        return hits

    def _new_blocks(self, data: bytes) -> set[str]:
        """Search the blocks that were not searched before, each with what stands around it."""
        found: set[str] = set()
        blocks = [hashlib.blake2b(data[at : at + BLOCK], digest_size=16).digest() for at in range(0, len(data), BLOCK)]
        for is_new, run in itertools.groupby(range(len(blocks)), lambda number: blocks[number] not in self._clean):
            if is_new:
                numbers = list(run)
                part = data[max(0, numbers[0] * BLOCK - AROUND) : (numbers[-1] + 1) * BLOCK + AROUND]
                found |= self.look(part.replace(ZEROS, b""))
        if not found:
            self._clean.update(blocks)
        return found

    def _has(self, text: str) -> bool:
        folded = text.upper()
        return any(folded[at : at + WINDOW] in self._windows for at in range(len(folded) - WINDOW + 1))


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield runs of letters, by encoding."""
    for pattern in (_ASCII, _UTF8):
        yield from (("utf-8", run.decode("utf-8", "replace")) for run in _runs(pattern, data))
    for name, patterns in (("utf-16-le", _LITTLE), ("utf-16-be", _BIG)):
        for pattern in patterns:
            yield from ((name, run.decode(name, "replace")) for run in _runs(pattern, data))


def _runs(pattern: bytes, data: bytes) -> Iterator[bytes]:
    return (match.group() for match in re.finditer(pattern, data))


def _base64(data: bytes) -> Iterator[bytes]:
    for run in _runs(rb"[A-Za-z0-9+/_-]{12,}", data):
        standard = run.translate(bytes.maketrans(b"-_", b"+/"))
        for offset in range(4):
            shifted = standard[offset:]
            yield base64.b64decode(shifted[: len(shifted) // 4 * 4])


def _hex(data: bytes) -> Iterator[bytes]:
    for run in _runs(rb"[0-9a-fA-F]{16,}", data):
        for offset in range(2):
            shifted = run[offset:]
            yield binascii.unhexlify(shifted[: len(shifted) // 2 * 2])


def _escaped(data: bytes) -> Iterator[bytes]:
    for run in _runs(_run(rb"\\u0[04][0-9a-fA-F]{2}"), data):
        yield bytes(run).decode("ascii").encode("ascii").decode("unicode_escape").encode("utf-8")
    for run in _runs(_run(rb"%[0-9a-fA-F]{2}"), data):
        yield unquote_to_bytes(run)


ENCODINGS: dict[str, tuple[Callable[[str], bytes], ...]] = {
    "utf-8": (lambda text: text.encode(), lambda text: text.lower().encode()),
    "utf-16-le": (lambda text: text.encode("utf-16-le"),),
    "utf-16-be": (lambda text: text.encode("utf-16-be"),),
    "base64": tuple(
        lambda text, code=code, offset=offset: code(b"." * offset + text.encode())
        for code in (base64.b64encode, base64.urlsafe_b64encode)
        for offset in range(3)
    ),
    "hex": (lambda text: text.encode().hex().encode(), lambda text: text.encode().hex().upper().encode()),
    "escaped": (
        lambda text: b"".join(b"\\u%04x" % ord(letter) for letter in text),
        lambda text: b"".join(b"%%%02X" % byte for byte in text.encode()),
    ),
}
