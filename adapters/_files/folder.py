"""The folder where a national system drops files: which of them are ready to be read.

    out/        files dropped for the exchange          in/        files written for the national system
    done/       files taken                             rejected/  files not taken
    reports/    a report on each file

A file is ready when it has a proper name and has not changed between two looks. Half-written files are left alone:
temporary names, sizes that change, archives without their end, tables without their end row. A file that stays
half-written for many looks is rejected in the end, so that nobody waits for ever.
"""

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from adapters._files import atomic

_TEMPORARY = (".part", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", ".lock")
_HIDDEN = (".", "~", "#")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file looked like: when this is the same again, it has not been written to."""

    inode: int
    size: int
    changed: int
    is_file: bool


class FolderMissingError(OSError):
    """The folder is not there: a network share that is away, a disk not mounted."""


_MISSING = "the exchange folder is not there"


def reason_of(error: OSError) -> str:
    """Return why the folder cannot be used, without names of files."""
    return (
        str(error) if isinstance(error, FolderMissingError) else f"the folder cannot be used ({type(error).__name__})"
    )


class Folder:
    """The exchange folder of one national system. `settle_seconds` is the time between two looks."""

    def __init__(self, root: Path, settle_seconds: float) -> None:
        self.root = root
        self.out, self.inbound = root / "out", root / "in"
        self.done, self.rejected, self.reports = root / "done", root / "rejected", root / "reports"
        self._settle_seconds = settle_seconds
        self._looks: dict[str, Look] = {}
        self._unfinished: dict[str, tuple[Look, int]] = {}

    def prepare(self) -> None:
        """Make the folders that are missing; the root itself must be there.

        Raises:
            FolderMissingError: it is not.
        """
        if not self.root.is_dir():
            raise FolderMissingError(_MISSING)
        for folder in (self.out, self.inbound, self.done, self.rejected, self.reports):
            folder.mkdir(mode=0o750, exist_ok=True)

    def ready(self) -> list[tuple[Path, Look]]:
        """Return the files that may be read, by name.

        Raises:
            FolderMissingError: the folder is not there.
        """
        first = self._scan()
        fresh = [path for path, look in first.items() if self._looks.get(path.name) != look]
        if fresh:
            time.sleep(self._settle_seconds)
        second = self._scan() if fresh else first
        self._looks = {path.name: look for path, look in second.items()}
        return sorted((path, look) for path, look in second.items() if first.get(path) == look)

    def _scan(self) -> dict[Path, Look]:
        try:
            with os.scandir(self.out) as entries:
                names = [_readable(self.out, entry.name) for entry in entries]
        except OSError:
            raise FolderMissingError(_MISSING) from None
        looks = ((self.out / name, look_at(self.out / name)) for name in names if not is_temporary(name))
        return {path: look for path, look in looks if look is not None}

    def put_away(self, path: Path, folder: Path) -> None:
        """Move a file out of `out/`, once it is read and safe.

        Raises:
            OSError: the folder is not there or not writable.
        """
        atomic.move(path, folder)

    def withdraw(self, path: Path) -> None:
        """Remove a file that was written for the national system, if it is there.

        Raises:
            OSError: the folder is not there or not writable.
        """
        path.unlink(missing_ok=True)

    def flush(self) -> None:
        """Bring what was written, put away and withdrawn to where the national system sees it: it is there already."""

    def is_given_up(self, path: Path, look: Look, patience: int) -> bool:
        """Count one more look at a half-written file; True when it has stayed as it is for `patience` looks."""
        before, count = self._unfinished.get(path.name, (look, 0))
        count = count + 1 if before == look else 1
        self._unfinished[path.name] = (look, count)
        if count < patience:
            return False
        del self._unfinished[path.name]
        return True


def _readable(folder: Path, name: str) -> str:
    """Return a name; one that is not UTF-8 comes from a system with cp1251, and the file gets its name anew."""
    try:
        name.encode()
    except UnicodeEncodeError:
        plain = os.fsencode(name).decode("cp1251", "replace")
        if not (folder / plain).exists():
            (folder / name).rename(folder / plain)
        return plain
    return name


def is_temporary(name: str) -> bool:
    """Say whether a name is that of a file still being written."""
    return name.startswith(_HIDDEN) or name.lower().endswith(_TEMPORARY)


def look_at(path: Path) -> Look | None:
    """Return what a file looks like, without following links; None when it is gone or is a folder."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return None
    return Look(
        inode=status.st_ino,
        size=status.st_size,
        changed=status.st_mtime_ns,
        is_file=stat.S_ISREG(status.st_mode),
    )


def open_file(path: Path) -> BufferedReader:
    """Open a file for reading; a link is not followed.

    Raises:
        OSError: it is gone, or a link.
    """
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def digest(file: BufferedReader) -> str:
    """Return the SHA-256 of a file, and leave it at its beginning."""
    found = hashlib.sha256()
    for block in _blocks(file):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


def _blocks(file: BufferedReader) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block
