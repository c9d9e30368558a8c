"""Conditions of the exchange's health that are or were open, and what has to be told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A condition: which measure, of what (`sender/recipient`, a participant, a key, "" for all), since when."""

    id: int
    measure: str
    object: str
    value: float
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A notice that has to be sent: of which alert, that it "opened" or "closed", by which channel."""

    alert: Alert
    event: str
    channel: str
    attempts: int


async def open_one(conn: Connection, measure: str, about: str, value: float, at: datetime) -> int | None:
    """Open a condition; return its number, or None where it is open already."""
    number: int | None = await conn.fetchval(_SQL["open_alert"], measure, about, value, at)
    return number


async def close_one(conn: Connection, measure: str, about: str, at: datetime) -> int | None:
    """Close a condition; return its number, or None where it is not open."""
    number: int | None = await conn.fetchval(_SQL["close_alert"], measure, about, at)
    return number


async def read_open(conn: Connection) -> Sequence[Alert]:
    """Return the conditions that are open, the oldest first."""
    return [Alert(**row) for row in await conn.fetch(_SQL["read_open_alerts"])]


async def read(conn: Connection, *, before: int = LAST, limit: int = 50) -> Sequence[Alert]:
    """Return conditions that are or were open, the newest first."""
    return [Alert(**row) for row in await conn.fetch(_SQL["read_alerts"], before, limit)]


async def ask(conn: Connection, alert: int, event: str, channels: Sequence[str], at: datetime) -> None:
    """Ask that an alert is told by these channels."""
    for channel in channels:
        await conn.execute(_SQL["ask_health_notice"], alert, event, channel, at)


async def take_unsent(conn: Connection, now: datetime, limit: int) -> Sequence[Unsent]:
    """Return notices that are due, locked until the transaction ends."""
    rows = await conn.fetch(_SQL["take_health_notices"], now, limit)
    return [
        Unsent(
            alert=Alert(
                id=row["alert"],
                measure=row["measure"],
                object=row["object"],
                value=row["value"],
                opened_at=row["opened_at"],
                closed_at=row["closed_at"],
            ),
            event=row["event"],
            channel=row["channel"],
            attempts=row["attempts"],
        )
        for row in rows
    ]


async def note_sent(conn: Connection, notice: Unsent, *, next_at: datetime, sent_at: datetime | None) -> None:
    """Note that a notice was sent, or when it is tried again."""
    await conn.execute(
        _SQL["note_health_notice"],
        notice.alert.id,
        notice.event,
        notice.channel,
        notice.attempts + 1,
        next_at,
        sent_at,
    )
