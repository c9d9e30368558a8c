"""Projections: how far each has followed the log, and the messages it follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedMessage:
    """A message as it is kept, with its leaf."""

    message: KeptMessage
    leaf: bytes


async def read_position(conn: Connection, name: str) -> int:
    """Return how far a projection has followed the log; nobody else follows until the transaction ends."""
    await conn.execute(_SQL["begin_projection"], name)
    return int(await conn.fetchval(_SQL["read_position"], name))


async def move_position(conn: Connection, name: str, position: int) -> None:
    """Say how far a projection has followed the log."""
    await conn.execute(_SQL["move_position"], name, position)


async def read_positions(conn: Connection) -> dict[str, int]:
    """Return how far every projection has followed the log."""
    return {row["name"]: row["position"] for row in await conn.fetch(_SQL["read_positions"])}


async def read_typed(
    conn: Connection, begin: int, end: int, types: Sequence[str], limit: int
) -> Sequence[TypedMessage]:
    """Return the first messages of these record types from `begin` up to, not including, `end`."""
    rows = await conn.fetch(_SQL["read_typed"], begin, end, types, limit)
    return [TypedMessage(message=kept(row), leaf=row["leaf"]) for row in rows]
