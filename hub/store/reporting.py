"""What was reported when: summaries and frozen reports by period, and the reminders of those that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The newest summary of a state for a period."""

    period: str
    area: str
    revision: int
    at: datetime
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The newest frozen report of a period for an audience."""

    period: str
    audience: str
    edition: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """The last reminder of a participant about a period; `sent`: the hub has said it."""

    period: str
    participant: str
    due_on: date | None
    at: datetime
    sent: bool


async def read_years(conn: Connection) -> Sequence[int]:
    """Return the years of which there are summaries, newest first."""
    return [int(row["year"]) for row in await conn.fetch(_SQL["read_reporting_years"])]


async def read_reported(conn: Connection, reader: str, year: int) -> Sequence[Reported]:
    """Return the newest summaries of a year that the reader sent or received, one for each period and state."""
    return [Reported(**row) for row in await conn.fetch(_SQL["read_reported"], reader, f"{year:04}")]


async def read_editions(conn: Connection, reader: str, year: int) -> Sequence[Edition]:
    """Return the newest frozen reports of a year that the reader sent or received."""
    return [Edition(**row) for row in await conn.fetch(_SQL["read_editions"], reader, f"{year:04}")]


async def read_reminded(conn: Connection, year: int) -> Sequence[Reminded]:
    """Return the last reminder of each participant about each period of a year."""
    return [Reminded(**row) for row in await conn.fetch(_SQL["read_reminded"], f"{year:04}")]
