"""Checkpoints named for witnessing, and the cosignatures collected for them.

A note is kept once, as the log's key signed it; cosignatures are kept line by line and put below it when it is read.
Every function takes a connection and none opens a transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection
from keys import note
from keys.note import Note, NoteSignature

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A checkpoint named for witnessing: `note` with the cosignatures collected so far."""

    size: int
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The checkpoint named last, and since when a named one waits for its quorum (None: none does)."""

    named: Named
    waiting_since: datetime | None


async def name_checkpoint(conn: Connection, size: int, signed: bytes, at: datetime) -> None:
    """Name a released checkpoint; one that is named already stays."""
    await conn.execute(_SQL["name_checkpoint"], size, signed, at)


async def read_newest(conn: Connection) -> Newest | None:
    """Return the checkpoint named last; None where none was named yet."""
    row = await conn.fetchrow(_SQL["read_newest_named"])
    if row is None:
        return None
    (named,) = await _with_cosignatures(conn, [(row["size"], row["note"])])
    return Newest(named=named, waiting_since=row["since"])


async def read_named(conn: Connection, size: int) -> Named | None:
    """Return the checkpoint of this size with its cosignatures, if it was named."""
    row = await conn.fetchrow(_SQL["read_named"], size)
    return None if row is None else (await _with_cosignatures(conn, [(row["size"], row["note"])]))[0]


async def write_cosignature(conn: Connection, *, witness: str, size: int, line: NoteSignature) -> None:
    """Keep a participant's cosignature under the checkpoint of this size; the first one stays."""
    await conn.execute(_SQL["write_cosignature"], witness, size, line.name, line.key_hash, line.signature)


async def mark_witnessed(conn: Connection, size: int, at: datetime) -> None:
    """Remember that the checkpoint of this size has its quorum."""
    await conn.execute(_SQL["mark_witnessed"], size, at)


async def read_witnessed(conn: Connection, at_least: int) -> bytes | None:
    """Return the smallest checkpoint with a quorum of cosignatures and at least so many leaves, as a cosigned note."""
    row = await conn.fetchrow(_SQL["read_witnessed"], at_least)
    return None if row is None else (await _with_cosignatures(conn, [(row["size"], row["note"])]))[0].note


async def read_newest_witnessed(conn: Connection) -> Named | None:
    """Return the largest checkpoint with a quorum of cosignatures."""
    row = await conn.fetchrow(_SQL["read_newest_witnessed"])
    return None if row is None else (await _with_cosignatures(conn, [(row["size"], row["note"])]))[0]


async def read_newest_cosigned(conn: Connection, participants: Sequence[str]) -> list[Named]:
    """Return the newest checkpoint that each of these participants cosigned, each checkpoint once, oldest first."""
    rows = await conn.fetch(_SQL["read_newest_cosigned"], participants)
    sizes = sorted({row["size"] for row in rows})
    found = [await read_named(conn, size) for size in sizes]
    return [named for named in found if named is not None]


async def read_lines(conn: Connection, sizes: Sequence[int]) -> dict[int, list[NoteSignature]]:
    """Return the cosignatures collected for the checkpoints of these sizes, as lines of their notes."""
    lines: dict[int, list[NoteSignature]] = defaultdict(list)
    for row in await conn.fetch(_SQL["read_cosignatures"], sizes):
        lines[row["size"]].append(NoteSignature(name=row["name"], key_hash=row["key_hash"], signature=row["signature"]))
    return lines


async def _with_cosignatures(conn: Connection, notes: Iterable[tuple[int, bytes]]) -> list[Named]:
    kept = dict(notes)
    lines = await read_lines(conn, list(kept))
    return [Named(size=size, note=_put_together(signed, lines[size])) for size, signed in kept.items()]


def _put_together(signed: bytes, lines: Sequence[NoteSignature]) -> bytes:
    if not lines:
        return signed
    opened = note.parse(signed)
    return note.format(Note(text=opened.text, signatures=(*opened.signatures, *lines)))
