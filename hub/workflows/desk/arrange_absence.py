"""Say who is away, who does his work meanwhile, and what he should know; the note is encrypted.

A deputy sees the note among his tasks, and the cases of whom he represents as his own. He signs as himself.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hub.core import ids
from hub.core.console.account import Account
from hub.core.errors import DamagedError, ErasedError, MissingError
from hub.store import absences, case_notes
from hub.store.absences import KeptAbsence
from hub.workflows.audit_console import deed_of, note
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.seal_note import seal_note, unseal_note

LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An absence that is not over; `is_own`: of the reader himself, `is_now`: today is one of its days."""

    id: str
    away_name: str
    deputy_name: str
    first: date
    last: date
    note: str = field(repr=False)
    is_own: bool
    is_now: bool


async def say_absence(exchange: Exchange, account: Account, deputy: str, days: tuple[date, date], text: str) -> None:
    """Keep that an account is away on these days, first and last included.

    Raises:
        MissingError: the deputy is no colleague who works on cases.
    """
    now = exchange.clock.now()
    name = ids.make_message_id(now, secrets.token_bytes(10))
    stored = seal_note(exchange, f"absence\0{name}", text, now)
    kept = KeptAbsence(id=name, account=account.id, deputy=deputy, first=days[0], last=days[1], stored=stored)
    async with exchange.pool.acquire() as conn, conn.transaction():
        colleagues = dict(await case_notes.list_colleagues(conn, str(account.participant)))
        if deputy not in colleagues or deputy == account.id:
            raise MissingError
        await absences.add(conn, kept, now)
        await note(conn, deed_of(account, "absence", deputy), now)


async def end_absence(exchange: Exchange, account: Account, absence: str) -> None:
    """End an absence of an account before its last day.

    Raises:
        MissingError: there is none.
    """
    now = exchange.clock.now()
    try:
        UUID(absence)
    except ValueError:
        raise MissingError from None
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await absences.end(conn, absence, account.id, now):
            raise MissingError
        await note(conn, deed_of(account, "absence", absence, "ended"), now)


async def list_absences(exchange: Exchange, account: Account) -> Sequence[Absence]:
    """Return absences of an account, and those in which it is the deputy, that are not over."""
    today = _today(exchange, account)
    async with exchange.pool.acquire() as conn:
        found = await absences.read(conn, account.id, today)
    return [
        Absence(
            id=each.id,
            away_name=each.away_name,
            deputy_name=each.deputy_name,
            first=each.first,
            last=each.last,
            note=_text(exchange, each),
            is_own=each.account == account.id,
            is_now=each.first <= today,
        )
        for each in found
    ]


async def represented(exchange: Exchange, account: Account) -> Sequence[str]:
    """Return the accounts whose work this one does today."""
    today = _today(exchange, account)
    async with exchange.pool.acquire() as conn:
        found = await absences.read(conn, account.id, today)
    return [each.account for each in found if each.deputy == account.id and each.first <= today]


def _today(exchange: Exchange, account: Account) -> date:
    return legal_day(exchange.judgement.trust, str(account.participant), exchange.clock.now())


def _text(exchange: Exchange, kept: KeptAbsence) -> str:
    try:
        return unseal_note(exchange, f"absence\0{kept.id}", kept.stored)
    except (ErasedError, DamagedError):
        return ""
