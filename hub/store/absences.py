"""Who is away and who does his work; secret addresses of calendars."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hub.store import queries
from hub.store.connection import Connection
from keys.at_rest import Ciphertext

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAbsence:
    """Days, both included, on which `deputy` does the work of `account`; the note is encrypted."""

    id: str
    account: str
    deputy: str
    first: date
    last: date
    stored: Ciphertext = field(repr=False)
    away_name: str = ""
    deputy_name: str = ""


async def add(conn: Connection, absence: KeptAbsence, at: datetime) -> None:
    """Keep an absence."""
    stored = absence.stored
    who = (UUID(absence.id), UUID(absence.account), UUID(absence.deputy), absence.first, absence.last)
    await conn.execute(_SQL["add_absence"], *who, stored.key, stored.wrapped, stored.body, at)


async def read(conn: Connection, account: str, today: date) -> Sequence[KeptAbsence]:
    """Return absences of an account, and those in which it is the deputy, that are not over."""
    return [
        KeptAbsence(
            id=str(row["id"]),
            account=str(row["account"]),
            deputy=str(row["deputy"]),
            **{name: row[name] for name in ("first", "last", "away_name", "deputy_name")},
            stored=Ciphertext(key=row["key"], wrapped=row["wrapped"], body=row["body"]),
        )
        for row in await conn.fetch(_SQL["read_absences"], UUID(account), today)
    ]


async def end(conn: Connection, absence: str, account: str, at: datetime) -> bool:
    """End an absence of an account; False where there is none."""
    return await conn.fetchval(_SQL["end_absence"], UUID(absence), UUID(account), at) is not None


async def replace_feed(conn: Connection, account: str, digest: bytes | None, at: datetime) -> None:
    """Let the address of an account lead nowhere any more, and give it another one; None: none."""
    await conn.execute(_SQL["end_feeds"], UUID(account), at)
    if digest is not None:
        await conn.execute(_SQL["add_feed"], digest, UUID(account), at)


async def read_feed(conn: Connection, account: str) -> datetime | None:
    """Return since when an account has its address."""
    found: datetime | None = await conn.fetchval(_SQL["read_feed"], UUID(account))
    return found


async def find_feed(conn: Connection, digest: bytes) -> str | None:
    """Return whose address has this digest."""
    found = await conn.fetchval(_SQL["find_feed"], digest)
    return None if found is None else str(found)
