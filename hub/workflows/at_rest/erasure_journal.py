"""The erasure journal: what was erased, kept outside the database, so that a restored older one forgets it again.

    {"key":"entry-ban/2026-01","at":"2026-02-01T00:00:09Z","messages":[[17,"<sha256>"],…]}    erased messages
    {"destroyed":"entry-ban/2026-01","at":"2026-03-08T00:00:04Z"}                             a destroyed key

One line for each entry, in the keyring's folder, flushed to the disk before the database changes. A line cut short by a
crash was never acted upon and is taken away. It holds places and digests only.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from keys import keyring_file, secret_file
from keys.errors import KeyFileError, KeyringError

FILE = "erasures.jsonl"
MODE = 0o600


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry: messages (place, digest in hex) erased under `key`, or the name of a destroyed key."""

    at: str
    key: str = ""
    messages: tuple[tuple[int, str], ...] = ()
    destroyed: str = ""


_decoder = msgspec.json.Decoder(Entry)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class ErasureJournal:
    """The journal in the folder of a keyring."""

    folder: Path

    @property
    def exists(self) -> bool:
        """Whether it was begun."""
        return os.path.lexists(self.folder / FILE)

    @property
    def size(self) -> int:
        """How many bytes it has; 0 where it was not begun."""
        return (self.folder / FILE).stat().st_size if self.exists else 0

    def read(self, after: int = 0) -> tuple[list[Entry], int]:
        """Return the entries from the byte `after` on, and the byte after the last of them.

        Raises:
            KeyringError: it is damaged, or no entry begins at that byte.
            KeyFileError: it is not readable or exposed.
        """
        path = self.folder / FILE
        if self.size <= after:
            return [], after
        secret_file.read(path, limit=0)  # refuses one that others could have changed
        with path.open("rb") as file:
            file.seek(max(0, after - 1))
            is_whole = after == 0 or file.read(1) == b"\n"
            lines = file.read().split(b"\n")[:-1]
        if not is_whole:
            raise KeyringError(path=path, place=after)
        try:
            return [_decoder.decode(line) for line in lines], after + sum(len(line) + 1 for line in lines)
        except msgspec.DecodeError:
            raise KeyringError(path=path, place=after) from None

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries; they are on the disk when this returns.

        Raises:
            KeyFileError: the folder is not writable.
        """
        path = self.folder / FILE
        with keyring_file.locked(self.folder):
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, MODE)
                with os.fdopen(descriptor, "r+b") as file:
                    _cut(file)
                    file.write(b"".join(_encoder.encode(entry) + b"\n" for entry in entries))
                    file.flush()
                    os.fsync(descriptor)
            except OSError as error:
                raise KeyFileError(path=path, why_ru=error.strerror, why_en=error.strerror) from None


def _cut(file: Any) -> None:
    """Go to the end of the last whole line, and take away what stands after it."""
    end = file.seek(0, os.SEEK_END)
    while end:
        begin = max(0, end - 65536)
        file.seek(begin)
        found = file.read(end - begin).rfind(b"\n")
        if found >= 0:
            end = begin + found + 1
            break
        end = begin
    file.seek(end)
    file.truncate()
