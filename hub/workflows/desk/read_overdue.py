"""Read which replies are overdue: totals for everybody who may see them, cases only for whom they concern.

The secretariat sees single cases where their agreement says so (`clocks_to_secretariat`), else totals alone.
"""

from dataclasses import dataclass
from datetime import datetime

from hub.core.console.account import Account
from hub.store import overdue
from hub.store.overdue import Overdue, OverdueCount, Wanted
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueReplies:
    """Who owes whom how many, and single cases as far as their reader may see them; `more` says there are others."""

    counts: tuple[OverdueCount, ...]
    cases: tuple[Overdue, ...]
    more: bool
    agreements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What one participant owes: by who waits, and altogether."""

    participant: str
    counts: tuple[OverdueCount, ...]
    at: datetime

    @property
    def total(self) -> int:
        """Return how many replies."""
        return sum(each.count for each in self.counts)


async def read_overdue(
    exchange: Exchange, *, reader: str | None, after: tuple[datetime, int] | None = None, limit: int = 50
) -> OverdueReplies:
    """Return what a participant owes or waits for; without a reader everybody's totals, and cases that may be seen."""
    after = after or overdue.BEGINNING
    now, everybody = exchange.clock.now(), sorted(exchange.judgement.trust.participants)
    agreements = telling_agreements(exchange)
    wanted = [Wanted(acting=everybody, agreements=agreements, after=after, limit=limit + 1)]
    if reader is not None:
        wanted = [
            Wanted(acting=[reader], after=after, limit=limit + 1),
            Wanted(acting=[each for each in everybody if each != reader], waiting=reader, after=after, limit=limit + 1),
        ]
    async with exchange.pool.acquire() as conn:
        counts = await overdue.count(conn, everybody, now)
        found = [case for each in wanted for case in await overdue.read(conn, each, now)]
    found.sort(key=lambda case: (case.due_at, case.newest))
    return OverdueReplies(
        counts=tuple(each for each in counts if reader in (None, each.acting, each.waiting)),
        cases=tuple(found[:limit]),
        more=len(found) > limit,
        agreements=agreements,
    )


def telling_agreements(exchange: Exchange) -> tuple[str, ...]:
    """Return the agreements whose cases' clocks reach the secretariat."""
    register, today = exchange.judgement.register, exchange.clock.now().date()
    judging = (register.judging(name, today) for name in register)
    return tuple(sorted(each.id for each in judging if each is not None and each.clocks_to_secretariat))


async def read_debt(exchange: Exchange, participant: str) -> Debt:
    """Return what a participant owes now, for a letter of reminder."""
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn:
        counts = await overdue.count(conn, [participant], now)
    return Debt(participant=participant, counts=tuple(counts), at=now)


async def note_letter(exchange: Exchange, participant: str, *, by: Account) -> None:
    """Note that somebody takes the letter along."""
    await note_alone(exchange, deed_of(by, "overdue-letter", participant))
