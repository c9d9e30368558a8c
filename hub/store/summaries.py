"""Situation summaries and frozen reports by state and period, and reminders that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """What is kept of a summary or a report beside its message; `audience` is None for a summary."""

    index: int
    at: datetime
    sender: str
    period: str
    number: int
    area: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder that was asked for and not sent yet."""

    number: int
    period: str
    participant: str
    due_on: date | None
    at: datetime


async def write(conn: Connection, rows: Sequence[SummaryRow]) -> None:
    """Keep summaries and reports."""
    summaries = [(each.index, each.at, each.sender, each.area, each.period, each.number) for each in rows if each.area]
    reports = [
        (each.index, each.at, each.sender, each.period, each.audience, each.number) for each in rows if each.audience
    ]
    await conn.executemany(_SQL["write_summary"], summaries)
    await conn.executemany(_SQL["write_situation_report"], reports)


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of those at these places."""
    await conn.execute(_SQL["forget_summaries"], indexes)
    await conn.execute(_SQL["forget_situation_reports"], indexes)


async def clear(conn: Connection) -> None:
    """Let go of all."""
    await conn.execute(_SQL["clear_summaries"])
    await conn.execute(_SQL["clear_situation_reports"])


async def read_page(
    conn: Connection, reader: str, *, after: int, period: str | None, area: str | None, limit: int
) -> Sequence[KeptMessage]:
    """Return summaries that the reader sent or received from a place of the log on, by place."""
    return [kept(row) for row in await conn.fetch(_SQL["read_summaries"], reader, after, period, area, limit)]


async def last_revision(conn: Connection, sender: str, period: str) -> int:
    """Return the last revision of a sender's summary of a period; 0: there is none."""
    return int(await conn.fetchval(_SQL["last_summary_revision"], sender, period) or 0)


async def read_sent(conn: Connection, sender: str, *, before: int, limit: int) -> Sequence[SummaryRow]:
    """Return the summaries that a participant sent, the last ones first."""
    rows = await conn.fetch(_SQL["read_sent_summaries"], sender, before, limit)
    return [
        SummaryRow(
            index=row["index"],
            at=row["at"],
            sender=row["sender"],
            period=row["period"],
            number=row["revision"],
            area=row["area"],
        )
        for row in rows
    ]


async def read_places(conn: Connection, reader: str, years: Sequence[int]) -> Sequence[int]:
    """Return the places of the summaries of these years that the reader sent or received."""
    rows = await conn.fetch(_SQL["read_summary_years"], reader, [f"{year:04}" for year in years])
    return [row["index"] for row in rows]


async def read_at(conn: Connection, indexes: Sequence[int]) -> Sequence[KeptMessage]:
    """Return the messages at these places."""
    return [kept(row) for row in await conn.fetch(_SQL["read_messages_at"], indexes)]


async def read_newest_report(conn: Connection, reader: str, period: str, audience: str) -> KeptMessage | None:
    """Return the newest frozen report that the reader sent or received."""
    row = await conn.fetchrow(_SQL["read_newest_report"], reader, period, audience)
    return None if row is None else kept(row)


async def last_edition(conn: Connection, period: str) -> int:
    """Return the last edition of a period's reports; 0: none was frozen yet."""
    return int(await conn.fetchval(_SQL["last_edition"], period) or 0)


async def ask_reminder(
    conn: Connection, *, period: str, participant: str, asked_by: str, due_on: date | None, at: datetime
) -> int:
    """Note that a participant is to be reminded; return the reminder's number."""
    return int(await conn.fetchval(_SQL["ask_reminder"], period, participant, asked_by, due_on, at))


async def read_reminders(conn: Connection) -> Sequence[Reminder]:
    """Return reminders that were not sent yet, oldest first."""
    return [
        Reminder(
            number=row["number"],
            period=row["period"],
            participant=row["participant"],
            due_on=row["due_on"],
            at=row["at"],
        )
        for row in await conn.fetch(_SQL["read_reminders"])
    ]


async def note_sent(conn: Connection, number: int) -> None:
    """Note that a reminder was sent."""
    await conn.execute(_SQL["note_reminder_sent"], number)
