"""Retention: legal holds and the blind indexes."""

from collections.abc import Sequence

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()


async def find_place(conn: Connection, sender: str, message_id: str) -> int | None:
    """Return the place of a message in the log."""
    place: int | None = await conn.fetchval(_SQL["find_place"], sender, message_id)
    return place


async def open_hold(conn: Connection, message: int, leaf: int) -> None:
    """Put a message on hold."""
    await conn.execute(_SQL["open_hold"], message, leaf)


async def close_hold(conn: Connection, opened: int, leaf: int) -> bool:
    """End the hold that the leaf at `opened` began; False if it had ended."""
    return await conn.fetchval(_SQL["close_hold"], opened, leaf) is not None


async def read_holds(conn: Connection, message: int) -> list[int]:
    """Return the leaves that began the holds on a message which have not ended."""
    return [row["opened"] for row in await conn.fetch(_SQL["read_holds"], message)]


async def read_followed(conn: Connection, begin: int, end: int, limit: int) -> list[KeptMessage]:
    """Return messages from `begin` up to, not including, `end`; none of them is changed until the transaction ends."""
    return [kept(row) for row in await conn.fetch(_SQL["read_followed"], begin, end, limit)]


async def write_tokens(conn: Connection, tokens: Sequence[tuple[bytes, int]], year: int) -> None:
    """Keep tokens of messages under the blind key of a year."""
    await conn.execute(_SQL["write_tokens"], [token for token, _ in tokens], [index for _, index in tokens], year)


async def find_tokens(conn: Connection, tokens: Sequence[bytes]) -> list[int]:
    """Return the places of the messages that have one of these tokens."""
    return [row["index"] for row in await conn.fetch(_SQL["find_tokens"], tokens)]


async def read_of_tokens(conn: Connection, tokens: Sequence[bytes]) -> list[KeptMessage]:
    """Return the messages that have one of these tokens, locked for a change."""
    return [kept(row) for row in await conn.fetch(_SQL["read_of_tokens"], tokens)]


async def delete_old_tokens(conn: Connection, year: int, limit: int) -> int:
    """Take away tokens under the blind keys of earlier years; return how many."""
    return int((await conn.execute(_SQL["delete_old_tokens"], year, limit)).rpartition(" ")[2])


async def has_tokens(conn: Connection, year: int) -> bool:
    """Say whether there are tokens under the blind key of a year."""
    return bool(await conn.fetchval(_SQL["has_tokens"], year))
