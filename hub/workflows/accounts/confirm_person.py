"""Confirm that the person of a session is there still: before a signature, by a passkey, or by password and code.

A session may be open for hours, on a desk that somebody else walks past. Who has signed in just now need not say it
again. What is confirmed holds for a few minutes, for this session alone, and is noted.
"""

from hub.core.console.account import Account, Session
from hub.core.errors import ConfirmationWantedError
from hub.store import console_sessions
from hub.workflows.accounts.register_passkey import answered_passkey, make_challenge
from hub.workflows.accounts.sign_in import ACTION, Credentials, check_credentials, use_code
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console
from keys import passkey
from keys.errors import PasskeyError

CONFIRMED = "confirmed"


def require_confirmed(exchange: Exchange, session: Session) -> None:
    """Refuse what needs a person who has been confirmed just now.

    Raises:
        ConfirmationWantedError: it is too long ago.
    """
    if not session.is_confirmed(exchange.clock.now()):
        raise ConfirmationWantedError


def confirmation_options(exchange: Exchange, console: Console, session: Session) -> str:
    """Return what the browser is asked for, as JSON, to confirm the person of this session by one of his passkeys."""
    return passkey.sign_in_options(console.site, make_challenge(console, _purpose(session), exchange.clock.now()))


async def confirm_by_passkey(
    exchange: Exchange, console: Console, account: Account, session: Session, answer: str
) -> None:
    """Keep that the person is there, by what his passkey has answered.

    Raises:
        PasskeyError: the answer does not hold, or the passkey is another person's.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        kept = await answered_passkey(conn, exchange, console, _purpose(session), answer)
        if kept.account != account.id:
            raise PasskeyError
        now = exchange.clock.now()
        await console_sessions.confirm(conn, session.digest, now)
        await note(conn, deed_of(account, ACTION, session.level, CONFIRMED), now)


async def confirm_by_password(
    exchange: Exchange, console: Console, account: Account, session: Session, *, password: str, code: str
) -> None:
    """Keep that the person is there, by his password and a new code; wrong ones are counted as at the sign-in.

    Raises:
        SignInError: one of them is wrong, or the account has to wait or is locked.
        OverloadedError: too many wait to be checked.
    """
    step = await check_credentials(
        exchange, console, account, Credentials(login=account.login, password=password, code=code)
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        await use_code(conn, account, step)
        now = exchange.clock.now()
        await console_sessions.confirm(conn, session.digest, now)
        await note(conn, deed_of(account, ACTION, session.level, CONFIRMED), now)


def _purpose(session: Session) -> str:
    return f"confirmation {session.id}"
