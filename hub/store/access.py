"""Accesses to person data, and the messages that a screening reads: those of the caller only."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import kept
from hub.store.projections import TypedMessage
from keys.at_rest import Ciphertext

_SQL = queries.load()
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccess:
    """The document of one access, encrypted, at its leaf's place."""

    index: int
    stored: Ciphertext


def _stored(row: "asyncpg.Record") -> StoredAccess:
    stored = Ciphertext(key=row["key"], wrapped=row["wrapped"], body=row["body"])
    return StoredAccess(index=row["index"], stored=stored)


async def write_access(conn: Connection, index: int, stored: Ciphertext) -> None:
    """Keep the document that the leaf at `index` states."""
    await conn.execute(_SQL["write_access"], index, stored.key, stored.wrapped, stored.body)


async def read_accesses(conn: Connection) -> AsyncIterator[StoredAccess]:
    """Yield every access, by place."""
    begin = 0
    while rows := await conn.fetch(_SQL["audit_accesses"], begin, _PAGE):
        for row in rows:
            yield _stored(row)
        begin = rows[-1]["index"] + 1


async def read_page(conn: Connection, begin: int, end: int, limit: int) -> list[tuple[StoredAccess, bytes]]:
    """Return accesses with their leaves from `begin` up to, not including, `end`."""
    rows = await conn.fetch(_SQL["read_accesses"], begin, end, limit)
    return [(_stored(row), row["leaf"]) for row in rows]


async def read_screened(
    conn: Connection, places: Sequence[int], *, participant: str, size: int
) -> Sequence[TypedMessage]:
    """Return the messages at these places, below `size`, that the participant sent or that were delivered to it."""
    rows = await conn.fetch(_SQL["read_screened"], list(places), participant, size)
    return [TypedMessage(message=kept(row), leaf=row["leaf"]) for row in rows]


async def read_standing(conn: Connection, places: Sequence[int], *, participant: str, size: int) -> Sequence[int]:
    """Return those of the bans at these places that are the newest revision the participant was sent, in their order.

    What is not projected yet counts as the newest.
    """
    rows = await conn.fetch(_SQL["read_standing_bans"], list(places), participant, size)
    return [row["index"] for row in rows]


async def read_newest(conn: Connection, bans: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the id of the newest message of each of these bans, by issuer and ban id."""
    issuers, subjects = [issuer for issuer, _ in bans], [subject for _, subject in bans]
    rows = await conn.fetch(_SQL["read_newest_of_bans"], issuers, subjects)
    return {(row["owner"], row["subject"]): str(row["last"]) for row in rows}
