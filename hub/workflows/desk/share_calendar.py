"""A calendar of deadlines at a secret address, for the calendar program of one person.

Whoever has the address reads numbers of cases and last days, and nothing of any person. It leads nowhere as soon as it
is replaced or withdrawn, or its account is locked; only the digest of its secret part is kept.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from hub.core.console.account import Account
from hub.core.council.calendar_file import Event, Status, format_calendar
from hub.core.errors import MissingError
from hub.store import absences, accounts, desk
from hub.store.desk import DeskRow
from hub.workflows.audit_console import deed_of, note
from hub.workflows.desk.arrange_absence import represented
from hub.workflows.exchange import Exchange

MOST = 500
NAMES = {"ru": "Сроки по делам о реадмиссии", "en": "Deadlines of readmission cases"}
LONGEST = 64  # characters of a secret


async def open_feed(exchange: Exchange, account: Account) -> str:
    """Give an account a new address; return its secret part, which is shown once. The one before leads nowhere."""
    secret, now = secrets.token_urlsafe(32), exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        await absences.replace_feed(conn, account.id, sha256(secret.encode()).digest(), now)
        await note(conn, deed_of(account, "calendar-feed"), now)
    return secret


async def close_feed(exchange: Exchange, account: Account) -> None:
    """Let the address of an account lead nowhere."""
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        await absences.replace_feed(conn, account.id, None, now)
        await note(conn, deed_of(account, "calendar-feed", outcome="ended"), now)


async def feed_since(exchange: Exchange, account: Account) -> datetime | None:
    """Return since when an account has its address; None: it has none."""
    async with exchange.pool.acquire() as conn:
        return await absences.read_feed(conn, account.id)


async def read_feed(exchange: Exchange, secret: str) -> bytes:
    """Return the calendar at an address.

    Raises:
        MissingError: it leads nowhere.
    """
    async with exchange.pool.acquire() as conn:
        found = await absences.find_feed(conn, sha256(secret[:LONGEST].encode()).digest())
        account = None if found is None else await accounts.read(conn, found)
    if account is None or account.participant is None:
        raise MissingError
    who = [account.id, *await represented(exchange, account)]
    async with exchange.pool.acquire() as conn:
        rows = await desk.list_dated(conn, account.participant, who, MOST)
    return format_calendar([_event(exchange, row, account.lang) for row in rows], name=NAMES[account.lang])


def _event(exchange: Exchange, row: DeskRow, lang: str) -> Event:
    known = exchange.catalogue.code_list("deadline-parameters").index.get(row.term or "")
    title = (row.term or "") if known is None else known.label(lang)
    on = row.due_on or exchange.clock.now().date()  # only dated cases are listed
    return Event(
        uid=f"{row.key.kind}/{row.key.owner}/{row.key.subject}/{row.term}@{exchange.origin}",
        first=on,
        last=on,
        summary=f"{row.key.subject}: {title}",
        description="",
        category="DEADLINE",
        status=Status.CONFIRMED if row.verified else Status.TENTATIVE,
        sequence=row.newest,
        stamp=exchange.clock.now(),
    )
