"""How the adapters open their SQLite files: one writer, write-ahead log, and what is done is on the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def connect(path: Path, schema: str, *, flushed: bool = True) -> sqlite3.Connection:
    """Open a file, making its tables where they are missing; statements are their own transactions.

    Args:
        path: the file.
        schema: `CREATE … IF NOT EXISTS` statements.
        flushed: each transaction reaches the disk before it returns; else the last ones may be lost with the power.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if flushed else 'NORMAL'}")
    connection.executescript(schema)
    return connection


@contextmanager
def together(connection: sqlite3.Connection) -> Iterator[None]:
    """Make the changes inside one transaction: all of them, or none. Inside another it is a part of that one."""
    if connection.in_transaction:
        yield
        return
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
