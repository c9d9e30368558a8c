"""Announcements, and windows in which a participant's gateway is being maintained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What everybody is told from when to when; a window of "maintenance" is of one participant."""

    id: int
    kind: str
    participant: str | None
    ru: str
    en: str
    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        """Say whether it holds at an instant."""
        return self.starts_at <= at < self.ends_at


async def write(conn: Connection, announcement: Announcement, account: str) -> int:
    """Keep an announcement; return its number."""
    known = announcement
    parts = (known.kind, known.participant, known.ru, known.en, known.starts_at, known.ends_at, UUID(account))
    return int(await conn.fetchval(_SQL["write_announcement"], *parts))


async def withdraw(conn: Connection, number: int, at: datetime) -> bool:
    """Withdraw an announcement; False where there is none."""
    return await conn.fetchval(_SQL["withdraw_announcement"], number, at) is not None


async def read(conn: Connection, number: int) -> Announcement | None:
    """Return an announcement that was not withdrawn."""
    row = await conn.fetchrow(_SQL["read_announcement"], number)
    return None if row is None else Announcement(**row)


async def read_standing(conn: Connection, now: datetime) -> Sequence[Announcement]:
    """Return the announcements that hold now or will."""
    return [Announcement(**row) for row in await conn.fetch(_SQL["read_announcements"], now, MOST)]
