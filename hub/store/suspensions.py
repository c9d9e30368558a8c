"""Suspensions of keys, as they were logged."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.statements import Place
from keys.suspension import Logged, Suspension

_SQL = queries.load()


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


async def read_logged(conn: Connection, kids: Sequence[str]) -> list[Logged]:
    """Return every suspension of these keys with the time of its leaf, in the order of the log."""
    return [Logged(token=row["body"], since=row["at"]) for row in await conn.fetch(_SQL["read_suspensions"], kids)]


async def find(conn: Connection, sha256: str) -> Place | None:
    """Return where the statement with this digest (hex) stands, if it was logged."""
    row = await conn.fetchrow(_SQL["find_suspension"], bytes.fromhex(sha256))
    return None if row is None else Place(index=row["index"], group_size=row["group_size"], leaf=row["leaf"])


async def find_standing(conn: Connection, kid: str, sha256: str, first: int | None) -> Place | None:
    """Return a suspension of a key, the one with this digest or a later one, that says all that a new one would.

    `first` is the place from which on the new one holds messages; None: none.
    """
    row = await conn.fetchrow(_SQL["find_standing"], kid, bytes.fromhex(sha256), first)
    return None if row is None else Place(index=row["index"], group_size=row["group_size"], leaf=row["leaf"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A logged suspension that nobody was told of yet; `first` as in `write`."""

    index: int
    first: int | None
    logged: Logged


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A message of a key: its leaf, and `had`: which recipients had said something about it by then."""

    index: int
    sender: str
    id: str
    sha256: str
    type: str
    leaf: bytes
    had: frozenset[str]


async def read_untold(conn: Connection) -> list[Untold]:
    """Return the suspensions that nobody was told of yet, in the order of the log."""
    return [
        Untold(index=row["index"], first=row["first"], logged=Logged(token=row["body"], since=row["at"]))
        for row in await conn.fetch(_SQL["read_untold_suspensions"])
    ]


async def read_signed(conn: Connection, kid: str, begin: int, end: int, *, limit: int) -> list[SignedMessage]:
    """Return messages of a key at places from `begin` up to, not including, `end`, as they were at `end`."""
    return [
        SignedMessage(
            index=row["index"],
            sender=row["sender"],
            id=str(row["id"]),
            sha256=row["sha256"].hex(),
            type=row["type"],
            leaf=row["leaf"],
            had=frozenset(row["had"]),
        )
        for row in await conn.fetch(_SQL["read_signed"], kid, begin, end, limit)
    ]


async def tell(conn: Connection, what: str) -> bool:
    """Note that something was said; False if it had been said before."""
    return await conn.fetchval(_SQL["tell"], what) is not None


async def read_told(conn: Connection, names: Sequence[str]) -> set[str]:
    """Return which of these were said before."""
    return {row["what"] for row in await conn.fetch(_SQL["read_told"], names)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A message that is held from some of its recipients; `sha256` in hexadecimal."""

    index: int
    id: str
    sha256: str
    type: str
    kid: str
    recipients: tuple[str, ...]


async def read_held(conn: Connection, participant: str, *, after: int, limit: int) -> list[Held]:
    """Return messages of a participant that are held, from the place `after` on, in the order of the log."""
    return [_held(row) for row in await conn.fetch(_SQL["read_held"], participant, after, limit)]


async def read_held_named(conn: Connection, participant: str, messages: Sequence[str]) -> list[Held]:
    """Return those of these messages of a participant that are held, in the order of the log."""
    return [_held(row) for row in await conn.fetch(_SQL["read_held_named"], participant, messages)]


def _held(row: asyncpg.Record) -> Held:
    return Held(
        index=row["index"],
        id=str(row["id"]),
        sha256=row["sha256"].hex(),
        type=row["type"],
        kid=row["kid"],
        recipients=tuple(row["recipients"]),
    )


async def release_held(conn: Connection, held: Held, lane: str) -> None:
    """Give a held message the next number in the inbox of each recipient that it is held from; under the log's lock."""
    for recipient in held.recipients:
        await conn.execute(_SQL["release_held"], recipient, lane, held.index)
