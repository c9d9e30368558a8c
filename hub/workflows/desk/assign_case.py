"""Say who works on cases of a participant: one, or several at once; all of them, or none where one is not its own."""

from collections.abc import Sequence

from hub.core.console.account import Account
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.store import case_notes, desk
from hub.store.case_notes import Assignment, Place
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange


async def assign(exchange: Exchange, by: Account, party: str, keys: Sequence[HeadKey], account: str | None) -> None:
    """Let an account work on these cases; None: nobody.

    Raises:
        MissingError: a case is not on the party's desk, or there is no such colleague.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if account is not None and account not in dict(await case_notes.list_colleagues(conn, party)):
            raise MissingError
        for key in keys:
            if await desk.read(conn, party, key) is None:
                raise MissingError
            await case_notes.assign(conn, Place(party, key), account, by.id, now)
            await note(conn, deed_of(by, "case-assign", f"{key.owner}/{key.subject}"), now)


async def list_colleagues(exchange: Exchange, party: str) -> Sequence[tuple[str, str]]:
    """Return who can work on a participant's cases, as (account, name)."""
    async with exchange.pool.acquire() as conn:
        return await case_notes.list_colleagues(conn, party)


async def read_assignment(exchange: Exchange, party: str, key: HeadKey) -> Assignment | None:
    """Return who works on a case."""
    async with exchange.pool.acquire() as conn:
        return await case_notes.read_assignment(conn, Place(party, key))
