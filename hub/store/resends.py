"""Requests to send again what was not delivered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


async def ask(conn: Connection, index: int, recipient: str, account: str, at: datetime) -> bool:
    """Ask for the message at a place to be sent to a recipient again; False where that was asked before."""
    return await conn.fetchval(_SQL["ask_resend"], index, recipient, UUID(account), at) is not None


async def read(conn: Connection, indexes: Sequence[int]) -> Mapping[tuple[int, str], datetime]:
    """Return when that was asked, by place and recipient."""
    rows = await conn.fetch(_SQL["read_resends"], indexes)
    return {(row["index"], row["recipient"]): row["at"] for row in rows}
