"""Replies that are overdue: cases on the desk of who has to act, whose term is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()
BEGINNING = (datetime(1970, 1, 1, tzinfo=UTC), -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A reply that is late: which case, by which term, who has to act and who waits, when the last day ended."""

    kind: str
    owner: str
    subject: str
    acting: str
    waiting: str
    term: str | None
    due_on: date | None
    due_at: datetime
    newest: int
    agreement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCount:
    """How many replies one participant owes another; by age: up to 3 days, up to 14, longer."""

    acting: str
    waiting: str
    count: int
    oldest: datetime
    fresh: int
    older: int
    oldest_ones: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ones: of these who act, to one who waits or any, under these agreements or any; after a term's end."""

    acting: Sequence[str]
    waiting: str | None = None
    agreements: Sequence[str] | None = None
    after: tuple[datetime, int] = BEGINNING
    limit: int = 50


async def count(conn: Connection, acting: Sequence[str], now: datetime) -> list[OverdueCount]:
    """Return who of these owes whom how many replies."""
    return [OverdueCount(**row) for row in await conn.fetch(_SQL["count_overdue"], acting, now)]


async def read(conn: Connection, wanted: Wanted, now: datetime) -> list[Overdue]:
    """Return overdue replies, the oldest first."""
    names = (wanted.acting, wanted.waiting, wanted.agreements)
    return [Overdue(**row) for row in await conn.fetch(_SQL["read_overdue"], *names, now, *wanted.after, wanted.limit)]
