"""Suspensions of keys, as they were logged."""

from dataclasses import dataclass

from hub.store import queries
from hub.store.connection import Connection
from keys.suspension import Logged, Suspension

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands in the log: its leaf, and the end of its group."""

    index: int
    group_size: int
    leaf: bytes


async def write(conn: Connection, suspension: Suspension, index: int, *, first: int | None) -> None:
    """Keep a suspension, stated by the leaf at `index` of the group just written.

    `first` is the place from which on messages of the key are held; None: none are.

    Raises:
        NumberTakenError: this statement is kept already.
    """
    await conn.execute(
        _SQL["write_suspension"],
        index,
        suspension.participant,
        suspension.kid,
        first,
        bytes.fromhex(suspension.sha256),
        suspension.token,
    )


async def read_logged(conn: Connection) -> list[Logged]:
    """Return every suspension with the time of its leaf, in the order of the log."""
    return [Logged(token=row["body"], since=row["at"]) for row in await conn.fetch(_SQL["read_suspensions"])]


async def find(conn: Connection, sha256: str) -> Place | None:
    """Return where the statement with this digest (hex) stands, if it was logged."""
    row = await conn.fetchrow(_SQL["find_suspension"], bytes.fromhex(sha256))
    return None if row is None else Place(index=row["index"], group_size=row["group_size"], leaf=row["leaf"])
