"""Open a session, find the one that a cookie belongs to, list and end them.

The cookie holds 32 random bytes; the database holds their SHA-256, so that a copy of it opens nothing.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from hub.core.console.account import Account, AccountStatus, Level, Role, Session
from hub.core.errors import MissingError
from hub.core.ids import is_message_id, make_message_id
from hub.store import accounts, console_sessions
from hub.store.connection import Connection
from hub.workflows.audit_console import deed_of, deed_to, note
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console

TOKEN_BYTES = 32
LONGEST_AGENT = 300
INVITED = timedelta(minutes=30)  # how long one has for a first password or passkey
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


async def open_session(conn: Connection, exchange: Exchange, account: Account, level: Level, agent: str) -> str:
    """Open a session in the caller's transaction; return its token, for the cookie alone."""
    now, token = exchange.clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
    session = Session(
        id=make_message_id(now, secrets.token_bytes(10)),
        digest=digest_of(token),
        account=account.id,
        level=level,
        opened_at=now,
        seen_at=now,
        agent="".join(each for each in agent if each.isprintable())[:LONGEST_AGENT],
    )
    await console_sessions.write(conn, session)
    await note(conn, deed_of(account, "sign-in", level), now)
    return token


async def find_session(exchange: Exchange, console: Console, token: str | None) -> tuple[Session, Account] | None:
    """Return the open session of a token with its account; None where it ended, or there never was one.

    Whoever signed in by an invitation is a newcomer and nothing else, for half an hour.
    """
    if token is None or _TOKEN.fullmatch(token) is None:
        return None
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn:
        found = await console_sessions.read(conn, digest_of(token))
        if found is None:
            return None
        session, account = found
        if not session.is_open(now, console.limits) or account.status is AccountStatus.LOCKED:
            await console_sessions.drop(conn, session.digest)
            return None
        if session.is_stale(now):
            await console_sessions.note_use(conn, session.digest, now)
    if session.level is not Level.INVITATION:
        return session, account
    is_over = now - session.opened_at >= INVITED
    return None if is_over else (session, replace(account, roles=frozenset({Role.NEWCOMER})))


async def find_ended(exchange: Exchange, console: Console, token: str | None) -> tuple[Session, Account] | None:
    """Return the session that has just ended by itself, with its account; None where it goes on, or is gone."""
    if token is None or _TOKEN.fullmatch(token) is None:
        return None
    async with exchange.pool.acquire() as conn:
        found = await console_sessions.read(conn, digest_of(token))
    if found is None or found[1].status is AccountStatus.LOCKED or found[0].level is Level.INVITATION:
        return None
    return None if found[0].is_open(exchange.clock.now(), console.limits) else found


async def list_sessions(exchange: Exchange, console: Console, account: str) -> Sequence[Session]:
    """Return the open sessions of an account, newest first."""
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn:
        return [each for each in await console_sessions.read_all(conn, account) if each.is_open(now, console.limits)]


async def revoke_session(exchange: Exchange, account: Account, session: str, *, by: Account | None) -> None:
    """End one session of an account.

    Raises:
        MissingError: the account has no such session.
    """
    if not is_message_id(session):
        raise MissingError
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await console_sessions.drop_by_id(conn, account.id, session):
            raise MissingError
        await note(conn, deed_to(account, "account-sessions", "revoked", by=by), exchange.clock.now())


async def revoke_sessions(
    exchange: Exchange, account: Account, *, by: Account | None, but: Session | None = None
) -> None:
    """End all sessions of an account, but for the one that is going on."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        await console_sessions.drop_all(conn, account.id, but=None if but is None else but.digest)
        await note(conn, deed_to(account, "account-sessions", "all-revoked", by=by), exchange.clock.now())


async def rotate_session(exchange: Exchange, session: Session, level: Level, agent: str) -> str:
    """Open another session in the place of a newcomer's, whose first way in is set; return its token.

    Raises:
        MissingError: the account is gone, or locked.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        await console_sessions.drop(conn, session.digest)
        account = await accounts.read(conn, session.account)
        if account is None or account.status is AccountStatus.LOCKED:
            raise MissingError
        return await open_session(conn, exchange, account, level, agent)


async def end_replaced(exchange: Exchange, session: Session) -> None:
    """End the session that a newer one of the same browser has taken the place of."""
    async with exchange.pool.acquire() as conn:
        await console_sessions.drop(conn, session.digest)


async def sign_out(exchange: Exchange, session: Session, account: Account) -> None:
    """End the session that is going on."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        await console_sessions.drop(conn, session.digest)
        await note(conn, deed_of(account, "sign-out"), exchange.clock.now())


async def drop_old_sessions(exchange: Exchange, lifetime: timedelta) -> None:
    """Let go of sessions that have lasted as long as any may."""
    async with exchange.pool.acquire() as conn:
        await console_sessions.drop_old(conn, exchange.clock.now() - lifetime)


def digest_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode("ascii")).digest()
