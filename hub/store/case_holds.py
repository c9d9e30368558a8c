"""Cases in which a participant signs nothing for now. No reason is kept; another participant never sees any of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.store import queries
from hub.store.case_notes import Place
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Which account holds a case, and since when."""

    account: str
    held_at: datetime


async def hold(conn: Connection, place: Place, account: str, at: datetime) -> bool:
    """Hold a case; False where it is held already."""
    found = await conn.fetchval(_SQL["hold_case"], place.participant, *place.key, UUID(account), at)
    return found is not None


async def release(conn: Connection, place: Place, account: str) -> bool:
    """Let a case go that another account holds; False where there is no such hold."""
    return await conn.fetchval(_SQL["release_case"], place.participant, *place.key, UUID(account)) is not None


async def read(conn: Connection, place: Place) -> Hold | None:
    """Return the hold on a case; None: there is none."""
    row = await conn.fetchrow(_SQL["read_case_hold"], place.participant, *place.key)
    return None if row is None else Hold(account=str(row["account"]), held_at=row["held_at"])
