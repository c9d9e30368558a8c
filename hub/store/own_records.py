"""Messages that a new record goes on from: own ones, and received ones that it answers. Released ones only."""

from collections.abc import Sequence

from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.core.mover import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()
LOOKED_AT = 2000  # of the last messages of a participant: who looks further back opens the record in its own room


async def read_one(conn: Connection, reader: str, place: int, types: Sequence[str]) -> KeptMessage | None:
    """Return the message at a place of the log; None where there is none of these types that the reader sent or got."""
    row = await conn.fetchrow(_SQL["read_message_of"], reader, place, types)
    if row is None:
        return None
    said = leaves.parse(row["leaf"])
    is_mine = isinstance(said, MessageLeaf) and reader in (said.sender, *said.to)
    return kept(row) if is_mine else None


async def list_sent(conn: Connection, sender: str, type_: str, limit: int) -> Sequence[KeptMessage]:
    """Return the last messages of a type that a participant sent, the last one first."""
    return [kept(row) for row in await conn.fetch(_SQL["list_messages_from"], sender, type_, LOOKED_AT, limit)]


async def list_received(
    conn: Connection, recipient: str, lane: str, types: Sequence[str], limit: int
) -> Sequence[KeptMessage]:
    """Return the last messages of these types that a participant received, the last one first."""
    rows = await conn.fetch(_SQL["list_messages_to"], recipient, lane, types, LOOKED_AT, limit)
    return [kept(row) for row in rows]


async def last_revision(conn: Connection, key: HeadKey) -> int:
    """Return the last revision that the log knows of what a record is about; 0: it knows nothing of it."""
    return int(await conn.fetchval(_SQL["read_head_version"], *key) or 0)
