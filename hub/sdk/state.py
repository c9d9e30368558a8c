"""The gateway's memory: one directory, one SQLite file, one gateway.

Written through to the disk at each commit (WAL, synchronous=FULL), so that after a crash at any point the gateway goes
on from the last whole step. The directory holds records in clear: it is 0700, its files 0600, and it belongs on an
encrypted volume at the member's site.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import ParamSpec, TypeVar

from hub.sdk.errors import DamagedStateError, ForeignStateError, StateInUseError, StateUnwritableError

FILE = "gateway.sqlite3"
BAN_BOOK = "ban-book"
"""Kept where lists of bans were followed from the first day (`ban_book`)."""
P = ParamSpec("P")
T = TypeVar("T")


class State:
    """An open state directory; everything here is quick and blocking, see `Disk`."""

    def __init__(self, connection: sqlite3.Connection, lock: int) -> None:
        self._connection = connection
        self._lock = lock

    @classmethod
    def open(cls, directory: Path, *, owner: str) -> "State":
        """Open the state of `owner` (participant at hub), made new where there is none.

        Raises:
            StateInUseError: another process has it open.
            ForeignStateError: it was made for another owner.
            DamagedStateError: its database is none.
            OSError: it cannot be made or opened.
        """
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _take_lock(directory)
        try:
            state = cls(_connect(directory / FILE), lock)
            state._claim(directory, owner)
        except sqlite3.DatabaseError:
            os.close(lock)
            raise DamagedStateError(str(directory)) from None
        except BaseException:
            os.close(lock)
            raise
        return state

    @classmethod
    def try_out(cls, directory: Path, *, owner: str) -> None:
        """See whether `open` would do, and leave nothing behind.

        Raises:
            As `open`.
        """
        if not (directory / FILE).exists():
            _require_room(directory)
            return
        lock = _take_lock(directory)
        try:
            with cls.look(directory) as state:
                _require_owner(state, directory, owner)
        finally:
            os.close(lock)

    @classmethod
    @contextlib.contextmanager
    def look(cls, directory: Path) -> Iterator["State"]:
        """Give the state of a gateway, which may be running, for reading.

        Raises:
            DamagedStateError: there is none, or its database is none.
        """
        try:
            connection = sqlite3.connect(f"{(directory / FILE).absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error:
            raise DamagedStateError(str(directory)) from None
        connection.row_factory = sqlite3.Row
        try:
            yield cls(connection, -1)
        except sqlite3.DatabaseError:
            raise DamagedStateError(str(directory)) from None
        finally:
            connection.close()

    def close(self) -> None:
        """Let go of the file and of the lock."""
        self._connection.close()
        os.close(self._lock)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: all of it happens, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have ended it already
                self._connection.execute("ROLLBACK")
            raise

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for reading."""
        return self._connection

    def kept(self, name: str) -> bytes | None:
        """Return a single value, or None."""
        row = self._connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def keep(self, name: str, value: bytes) -> None:
        """Keep a single value."""
        self.keep_all({name: value})

    def keep_all(self, values: Mapping[str, bytes]) -> None:
        """Keep several values, all of them or none."""
        with self.transaction() as connection:
            for name, value in values.items():
                keep_in(connection, name, value)

    def _claim(self, directory: Path, owner: str) -> None:
        try:
            if _require_owner(self, directory, owner) is None:
                self.keep_all({"owner": owner.encode(), BAN_BOOK: b"whole"})
        except ForeignStateError:
            self._connection.close()
            raise


def _require_owner(state: State, directory: Path, owner: str) -> bytes | None:
    """Return whose the state is, which is this owner's or nobody's yet."""
    known = state.kept("owner")
    if known is not None and known != owner.encode():
        raise ForeignStateError(str(directory), known.decode())
    return known


def keep_in(connection: sqlite3.Connection, name: str, value: bytes) -> None:
    """Keep a single value inside a transaction that is already open."""
    connection.execute(
        "INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _require_room(directory: Path) -> None:
    """Refuse a directory in which nothing could be made, or that could not be made itself."""
    nearest = next(each for each in (directory, *directory.parents) if each.exists())
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _take_lock(directory: Path) -> int:
    lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise StateInUseError(str(directory)) from None
    return lock


def _connect(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(files("hub.sdk").joinpath("state.sql").read_text("utf-8"))
    except BaseException:
        connection.close()
        raise
    return connection


class Disk:
    """Does blocking work in one thread, one thing after another, so that the event loop never waits for the disk."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="gateway-disk")

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `work` returns; work once begun is finished even when the caller is cancelled.

        Raises:
            StateUnwritableError: the disk is full or has failed; nothing of the work is left.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, partial(work, *args, **kwargs))
        except (sqlite3.OperationalError, OSError):
            raise StateUnwritableError from None

    def close(self) -> None:
        """Finish what was begun."""
        self._thread.shutdown(wait=True)
