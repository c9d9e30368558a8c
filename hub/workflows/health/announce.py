"""Announce something to everybody, or that a participant's gateway is going to be maintained; and take it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hub.core.console.account import Account
from hub.core.errors import MissingError
from hub.store import announcements
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange

Announcement = announcements.Announcement
LONGEST = timedelta(days=92)
MAINTENANCE = "maintenance"
KINDS = ("announcement", MAINTENANCE)


async def read_announcements(exchange: Exchange) -> Sequence[Announcement]:
    """Return what holds now or will."""
    async with exchange.pool.acquire() as conn:
        return await announcements.read_standing(conn, exchange.clock.now())


async def announce(exchange: Exchange, announcement: Announcement, *, by: Account) -> int:
    """Announce it; return its number."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        number = await announcements.write(conn, replace(announcement, id=0), by.id)
        await note(conn, deed_of(by, "announce", str(number)), exchange.clock.now())
    return number


async def withdraw(exchange: Exchange, number: int, *, by: Account) -> None:
    """Take an announcement back.

    Raises:
        MissingError: there is none, or it was taken back.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await announcements.withdraw(conn, number, now):
            raise MissingError
        await note(conn, deed_of(by, "announce", str(number), "withdrawn"), now)
