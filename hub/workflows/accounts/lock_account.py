"""Lock an account, open it again, list accounts, and see which of them somebody guesses at."""

from collections.abc import Sequence

from hub.core.console import lock_out
from hub.core.console.account import Account, AccountStatus
from hub.core.errors import MissingError, OwnAccountError
from hub.core.ids import is_message_id
from hub.store import accounts, console_sessions, passkeys
from hub.workflows.accounts.create_account import ACTION
from hub.workflows.audit_console import deed_to, note
from hub.workflows.exchange import Exchange

PAGE = 200


async def lock_account(exchange: Exchange, account: Account, *, by: Account | None) -> None:
    """Lock an account: its sessions and its invitation end at once, and nobody signs in to it.

    Raises:
        OwnAccountError: it is the own one.
    """
    _require_other(account, by)
    async with exchange.pool.acquire() as conn, conn.transaction():
        await accounts.set_status(conn, account.id, AccountStatus.LOCKED)
        await accounts.drop_invitation(conn, account.id)
        await console_sessions.drop_all(conn, account.id)
        await note(conn, deed_to(account, ACTION, "locked", by=by), exchange.clock.now())


async def open_account(exchange: Exchange, account: Account, *, by: Account | None) -> None:
    """Open an account that was locked by a person or by wrong attempts; its passwords and passkeys hold as before.

    Raises:
        OwnAccountError: it is the own one.
    """
    _require_other(account, by)
    async with exchange.pool.acquire() as conn, conn.transaction():
        kept = await accounts.lock_secret(conn, account.id)
        has_way = account.is_demo or kept is not None or bool(await passkeys.read_all(conn, account.id))
        status = AccountStatus.ACTIVE if has_way else AccountStatus.INVITED
        await accounts.set_status(conn, account.id, status)
        await accounts.forgive_attempts(conn, account.id)
        await note(conn, deed_to(account, ACTION, "opened", by=by), exchange.clock.now())


async def find_account(exchange: Exchange, named: str) -> Account:
    """Return the account of an id or a login.

    Raises:
        MissingError: there is none.
    """
    async with exchange.pool.acquire() as conn:
        read = accounts.read if is_message_id(named) else accounts.read_by_login
        found = await read(conn, named)
    if found is None:
        raise MissingError
    return found


async def list_accounts(
    exchange: Exchange, participant: str | None, *, after: str = "", limit: int = PAGE
) -> Sequence[Account]:
    """Return accounts of a participant (None: of all) after a login, by login."""
    async with exchange.pool.acquire() as conn:
        return await accounts.read_page(conn, participant, after=after, limit=limit)


async def list_guessed(exchange: Exchange, participant: str | None) -> Sequence[tuple[Account, int]]:
    """Return accounts at which somebody guesses, with wrong attempts in a row: what administrators are told."""
    async with exchange.pool.acquire() as conn:
        return await accounts.read_guessed(conn, participant, least=lock_out.FREE)


async def change_tongue(exchange: Exchange, account: Account, *, lang: str, zone: str) -> None:
    """Speak to a person in another language, with the times of another city. Both were checked by the form."""
    async with exchange.pool.acquire() as conn:
        await accounts.set_tongue(conn, account.id, lang=lang, zone=zone)


def _require_other(account: Account, by: Account | None) -> None:
    if by is not None and by.id == account.id:
        raise OwnAccountError
