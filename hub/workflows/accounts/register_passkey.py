"""Passkeys: ask for one, keep it, sign in by it, let it go.

A challenge says for what, for whom and until when it is, and is bound by the console's secret: nothing is kept of it
before it is answered, and each is answered once.

    random (16) | expiry, seconds (8) | HMAC(purpose, random | expiry)
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from hub.core.console.account import Account, AccountStatus, Level, Session, is_name
from hub.core.errors import LastWayInError, MissingError, SignInError
from hub.store import accounts, console_sessions, passkeys
from hub.store.connection import Connection
from hub.store.passkeys import KeptPasskey
from hub.workflows.accounts.open_session import open_session
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console
from keys import passkey
from keys.errors import PasskeyError
from keys.passkey import Passkey

HOLDS = timedelta(minutes=10)
ACTION = "account-keys"
SIGN_IN = "passkey sign-in"
LONGEST_NAME = 60
_RANDOM, _EXPIRY = 16, 8


async def registration_options(exchange: Exchange, console: Console, account: Account) -> str:
    """Return what the browser is asked for, as JSON, to make a passkey for this account."""
    async with exchange.pool.acquire() as conn:
        known = await passkeys.read_all(conn, account.id)
    return passkey.registration_options(
        console.site,
        make_challenge(console, _purpose(account), exchange.clock.now()),
        account=UUID(account.id).bytes,
        login=account.login,
        name=account.name,
        known=tuple(each.id for each in known),
    )


def sign_in_options(exchange: Exchange, console: Console) -> str:
    """Return what the browser is asked for, as JSON, to sign in by any passkey of this console."""
    return passkey.sign_in_options(console.site, make_challenge(console, SIGN_IN, exchange.clock.now()))


async def register_passkey(
    exchange: Exchange, console: Console, account: Account, session: Session, *, answer: str, name: str
) -> None:
    """Keep the passkey that the browser made; what it is called is the person's own matter.

    Who came by an invitation has no other way in than this: what was set before may be lost, or in other hands.

    Raises:
        PasskeyError: the answer does not hold.
    """
    now = exchange.clock.now()
    challenge = passkey.challenge_of(answer, registration=True)
    expires_at = _require_own(console, _purpose(account), challenge, now)
    made = passkey.check_registration(answer, console.site, challenge)
    kept = KeptPasskey(
        id=made.id,
        account=account.id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name if is_name(name) and len(name) <= LONGEST_NAME else f"{now:%Y-%m-%d}",
        created_at=now,
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await passkeys.note_answered(conn, challenge, expires_at) or not await passkeys.write(conn, kept):
            raise PasskeyError
        await accounts.activate(conn, account.id)
        if session.level is Level.INVITATION:
            await accounts.forget_password(conn, account.id)
            await passkeys.drop_all(conn, account.id, but=kept.id)
        await console_sessions.drop_all(conn, account.id, but=session.digest)
        await note(conn, deed_of(account, ACTION, account.id, "passkey-added"), now)


async def sign_in_by_passkey(exchange: Exchange, console: Console, answer: str, agent: str) -> str:
    """Return the token of a new session.

    Raises:
        PasskeyError: the answer does not hold, or its passkey is not known.
        SignInError: the account is locked.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        kept = await answered_passkey(conn, exchange, console, SIGN_IN, answer)
        account = await accounts.read(conn, kept.account)
        if account is None or account.status is not AccountStatus.ACTIVE:
            raise SignInError
        return await open_session(conn, exchange, account, Level.PASSKEY, agent)


async def answered_passkey(
    conn: Connection, exchange: Exchange, console: Console, purpose: str, answer: str
) -> KeptPasskey:
    """Return the passkey that has answered a challenge of this purpose, in the caller's transaction.

    Raises:
        PasskeyError: the answer does not hold, was given before, or its passkey is not known.
    """
    now, challenge = exchange.clock.now(), passkey.challenge_of(answer)
    expires_at = _require_own(console, purpose, challenge, now)
    kept = await passkeys.lock(conn, passkey.id_of(answer))
    if kept is None:
        raise PasskeyError
    known = Passkey(id=kept.id, public_key=kept.public_key, sign_count=kept.sign_count)
    count = passkey.check_sign_in(answer, console.site, challenge, known)
    if not await passkeys.note_answered(conn, challenge, expires_at):
        raise PasskeyError
    await passkeys.note_use(conn, kept.id, sign_count=count, at=now)
    return kept


async def list_passkeys(exchange: Exchange, account: str) -> Sequence[KeptPasskey]:
    """Return the passkeys of an account, oldest first."""
    async with exchange.pool.acquire() as conn:
        return await passkeys.read_all(conn, account)


async def drop_passkey(exchange: Exchange, account: Account, passkey_id: bytes) -> None:
    """Let go of a passkey.

    Raises:
        MissingError: the account has no such passkey.
        LastWayInError: it is the only way to sign in.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        secret = await accounts.lock_secret(conn, account.id)
        own = await passkeys.read_all(conn, account.id)
        if passkey_id not in {each.id for each in own}:
            raise MissingError
        if len(own) == 1 and (secret is None or secret.password is None):
            raise LastWayInError
        await passkeys.drop(conn, account.id, passkey_id)
        await note(conn, deed_of(account, ACTION, account.id, "passkey-dropped"), exchange.clock.now())


async def drop_answered(exchange: Exchange) -> None:
    """Let go of challenges that have expired: they would be refused anyway."""
    async with exchange.pool.acquire() as conn:
        await passkeys.drop_answered(conn, exchange.clock.now())


def _purpose(account: Account) -> str:
    return f"passkey registration {account.id}"


def make_challenge(console: Console, purpose: str, now: datetime) -> bytes:
    """Return a challenge for one purpose."""
    expiry = int((now + HOLDS).timestamp()).to_bytes(_EXPIRY, "big")
    drawn = secrets.token_bytes(_RANDOM) + expiry
    return drawn + console.secret.token(purpose, drawn)


def _require_own(console: Console, purpose: str, challenge: bytes, now: datetime) -> datetime:
    """Return until when a challenge holds.

    Raises:
        PasskeyError: it was not made here, for another purpose, or has expired.
    """
    drawn, mac = challenge[: _RANDOM + _EXPIRY], challenge[_RANDOM + _EXPIRY :]
    if not compare_digest(mac, console.secret.token(purpose, drawn)):
        raise PasskeyError
    expires_at = datetime.fromtimestamp(int.from_bytes(drawn[_RANDOM:], "big"), UTC)
    if expires_at <= now:
        raise PasskeyError
    return expires_at
