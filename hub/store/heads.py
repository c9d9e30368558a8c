"""Heads outside the log's lock: who may speak of a case or a ban, and the last message about it."""

from dataclasses import dataclass

from hub.core.mover import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHead:
    """Those whom a head's messages went to or came from, and the last of those messages."""

    parties: tuple[str, ...]
    last: KeptMessage
    last_id: str


async def read_head(conn: Connection, key: HeadKey) -> KnownHead | None:
    """Return a head; None where there is none."""
    row = await conn.fetchrow(_SQL["read_head"], *key)
    return None if row is None else KnownHead(parties=tuple(row["parties"]), last=kept(row), last_id=str(row["id"]))
