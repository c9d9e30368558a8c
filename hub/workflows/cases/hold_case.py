"""Hold a case: its participant prepares on, but approves and signs nothing in it until another person releases it.

One click, no reason: why somebody has to be protected is known at the member's site alone (docs/adr/0041), so neither
the hold nor the audit says it, and whoever knows that a case is held knows nothing more. What stands of it is seen by
people of the participant only; the other side, the log and the records have no trace of it.

    hold      by anybody who works on the case; a second hold on a held case changes nothing
    release   by another person than who holds it, with the role that reviews safeguards
"""

from hub.core.console.account import Account
from hub.core.errors import OwnHoldError
from hub.core.mover import HeadKey
from hub.store import case_holds
from hub.store.case_notes import Place
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange

HOLD, RELEASE = "case-hold", "case-release"


async def hold_case(exchange: Exchange, account: Account, key: HeadKey) -> None:
    """Hold a case for the account's participant."""
    place, now = Place(str(account.participant), key), exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if await case_holds.hold(conn, place, account.id, now):
            await note(conn, deed_of(account, HOLD, f"{key.owner}/{key.subject}"), now)


async def release_case(exchange: Exchange, account: Account, key: HeadKey) -> None:
    """Release a case; one that is not held any more stays so.

    Raises:
        OwnHoldError: this account holds it.
    """
    place, now = Place(str(account.participant), key), exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if await case_holds.release(conn, place, account.id):
            await note(conn, deed_of(account, RELEASE, f"{key.owner}/{key.subject}"), now)
        elif await case_holds.read(conn, place) is not None:
            raise OwnHoldError
