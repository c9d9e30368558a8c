"""A person's own password and one-time codes: a secret is drawn and shown once, and a code proves that it arrived."""

import secrets
from dataclasses import dataclass, field
from functools import partial

from hub.core.console import one_time_code
from hub.core.console.account import Account, Level, Session
from hub.core.console.password import LEAST, MOST, is_weak
from hub.core.errors import CodeWrongError, FormForgedError, PasswordWeakError
from hub.store import accounts, console_sessions, passkeys
from hub.workflows.accounts.sign_in import code_context
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console
from keys import base64url
from keys import password as passwords
from keys.errors import CiphertextError

ACTION = "account-keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A secret of one-time codes that is not kept yet: as people type it, as authenticators read it, as forms carry it.

    `sealed` is the secret encrypted for this session: what comes back in the form is what was shown.
    """

    text: str = field(repr=False)
    address: str = field(repr=False)
    sealed: str = field(repr=False)


def draw_secret(exchange: Exchange, console: Console, account: Account, session: Session) -> NewSecret:
    """Return a new secret, to be shown once and kept by `set_password`."""
    return _shown(exchange, console, account, session, secrets.token_bytes(one_time_code.SECRET_BYTES))


def same_secret(exchange: Exchange, console: Console, account: Account, session: Session, sealed: str) -> NewSecret:
    """Return a secret that was shown before, as its form carried it: after a mistake nobody scans it anew.

    Raises:
        FormForgedError: the form does not hold what was shown in this session.
    """
    return _shown(exchange, console, account, session, _open(console, session, sealed))


def _shown(exchange: Exchange, console: Console, account: Account, session: Session, secret: bytes) -> NewSecret:
    return NewSecret(
        text=one_time_code.secret_text(secret),
        address=one_time_code.address(secret, issuer=exchange.origin.partition("/")[0], login=account.login),
        sealed=base64url.encode(console.secret.seal(secret, _context(session))).decode("ascii"),
    )


async def set_password(
    exchange: Exchange, console: Console, account: Account, session: Session, *, password: str, sealed: str, code: str
) -> None:
    """Keep a password and the secret of codes; all other sessions of the account end.

    Who came by an invitation has no other way in than this: what was set before may be lost, or in other hands.

    Raises:
        FormForgedError: the form does not hold what was shown in this session.
        PasswordWeakError: the password is easy to guess.
        CodeWrongError: the code is not of this secret and of now.
    """
    secret, now = _open(console, session, sealed), exchange.clock.now()
    if is_weak(password, account.login):
        raise PasswordWeakError(least=LEAST, most=MOST)
    step = one_time_code.find_step(secret, code, now, last=0)
    if step is None:
        raise CodeWrongError
    kept = await console.hashing.run(partial(passwords.make_hash, password))
    own = console.secret.seal(secret, code_context(account.id))
    async with exchange.pool.acquire() as conn, conn.transaction():
        await accounts.write_secret(conn, account.id, password=kept, code=own, step=step)
        await accounts.activate(conn, account.id)
        if session.level is Level.INVITATION:
            await passkeys.drop_all(conn, account.id)
        await console_sessions.drop_all(conn, account.id, but=session.digest)
        await note(conn, deed_of(account, ACTION, account.id, "password-set"), now)


def _open(console: Console, session: Session, sealed: str) -> bytes:
    try:
        return console.secret.open(base64url.decode(sealed.encode("ascii", "replace")), _context(session))
    except (CiphertextError, ValueError):
        raise FormForgedError from None


def _context(session: Session) -> str:
    return f"new one-time-code {session.id}"
