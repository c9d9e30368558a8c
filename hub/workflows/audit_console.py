"""Note in the console's audit what people do; read it; prove that nothing of it is missing.

A deed is written in the transaction of what it tells of, so that neither is there without the other:

    async with exchange.pool.acquire() as conn, conn.transaction():
        await note(conn, Deed(account=..., participant=..., action="case-assign", object=case), exchange.clock.now())

What is only looked at is noted by `note_alone` before it is shown. An access to person data is a leaf of the log, too
(`hub.workflows.data_protection.log_access`).
"""

from collections.abc import Sequence

from hub.core.console import audit
from hub.core.console.account import Account
from hub.core.console.audit import BEGINNING, AuditEntry, Deed
from hub.store import console_audit
from hub.store.console_audit import NEWEST
from hub.workflows.exchange import Exchange

note = console_audit.write
PAGE = 1000


def deed_of(account: Account, action: str, object: str = "", outcome: str = "done") -> Deed:  # noqa: A002
    """Return what an account did."""
    return Deed(account=account.id, participant=account.participant, action=action, object=object, outcome=outcome)


def deed_to(account: Account, action: str, outcome: str, *, by: Account | None) -> Deed:
    """Return what was done to an account; `by` is None where it was done on the server, by `hub account`."""
    return Deed(
        account=None if by is None else by.id,
        participant=account.participant,
        action=action,
        object=account.id,
        outcome=outcome,
    )


async def note_alone(exchange: Exchange, deed: Deed) -> int:
    """Note a deed by itself; return its number. Until this has returned, nothing may be shown."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        return await console_audit.write(conn, deed, exchange.clock.now())


async def read_deeds(
    exchange: Exchange,
    participant: str | None,
    *,
    before: int | None = None,
    action: str | None = None,
    outcome: str | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """Return deeds of a participant's people (None: of all), newest first, before a number."""
    async with exchange.pool.acquire() as conn:
        return await console_audit.read_page(
            conn, participant, before=NEWEST if before is None else before, action=action, outcome=outcome, limit=limit
        )


async def first_broken(exchange: Exchange) -> int | None:
    """Return the number of the first entry that is missing or was changed; None when the whole chain holds."""
    after, previous = 0, BEGINNING
    async with exchange.pool.acquire() as conn:
        while True:
            entries = await console_audit.read_chain(conn, after=after, limit=PAGE)
            broken = audit.first_broken(entries, after=after, previous=previous)
            if broken is not None or len(entries) < PAGE:
                return broken
            after, previous = entries[-1].number, entries[-1].digest
