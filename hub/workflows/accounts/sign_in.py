"""Sign in by password and one-time code, by invitation, or, in the demo, by a click.

Every attempt by password is counted before it is looked at, under a lock on its account: a thousand at once are not
looked at faster than one after another. All refusals are one and the same.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from hub.core.console import lock_out, one_time_code
from hub.core.console.account import Account, AccountStatus, Level
from hub.core.console.audit import Deed
from hub.core.console.password import MOST as LONGEST_PASSWORD
from hub.core.errors import InvitationError, SignInError
from hub.store import accounts
from hub.store.accounts import KeptSecret
from hub.store.connection import Connection
from hub.workflows.accounts.create_account import invitation_digest
from hub.workflows.accounts.open_session import open_session
from hub.workflows.audit_console import note, note_alone
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console
from keys import password as passwords
from keys.errors import CiphertextError

ACTION = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What was typed: login, password, one-time code."""

    login: str
    password: str = field(repr=False)
    code: str = field(repr=False)


async def sign_in(exchange: Exchange, console: Console, given: Credentials, agent: str) -> str:
    """Return the token of a new session.

    Raises:
        SignInError: login, password or code is wrong, or the account has to wait or is locked.
        OverloadedError: too many wait to be checked.
    """
    async with exchange.pool.acquire() as conn:
        account = await accounts.read_by_login(conn, given.login.strip().casefold())
    step = await check_credentials(exchange, console, account, given)
    if account is None:
        raise SignInError
    return await _open(exchange, account, step, agent)


async def check_credentials(exchange: Exchange, console: Console, account: Account | None, given: Credentials) -> int:
    """Return the step of the code, where password and code are the account's; the attempt is counted first.

    Raises:
        SignInError: there is no account, password or code is wrong, or the account has to wait or is locked.
        OverloadedError: too many wait to be checked.
    """
    now = exchange.clock.now()
    kept = None if account is None else await _count(exchange, account, now)
    usable = None if kept is None or len(given.password) > LONGEST_PASSWORD else kept.password
    is_right = await console.hashing.run(partial(passwords.matches, given.password[:LONGEST_PASSWORD], usable))
    if account is None or kept is None:
        raise SignInError
    step = _find_step(console, account, kept, given.code, now)
    if not is_right or step is None:
        await note_alone(exchange, _deed(account, "refused"))
        raise SignInError
    if passwords.is_old(kept.password or ""):
        fresh = await console.hashing.run(partial(passwords.make_hash, given.password))
        async with exchange.pool.acquire() as conn:
            await accounts.set_password_hash(conn, account.id, fresh)
    return step


async def _open(exchange: Exchange, account: Account, step: int, agent: str) -> str:
    async with exchange.pool.acquire() as conn, conn.transaction():
        return await open_session(conn, exchange, await use_code(conn, account, step), Level.PASSWORD, agent)


async def use_code(conn: Connection, account: Account, step: int) -> Account:
    """Use the step of a right code up, inside a transaction; return the account as it stands now.

    Raises:
        SignInError: the account is no longer active, or somebody else has just used this code.
    """
    current = await accounts.read(conn, account.id)
    if current is None or current.status is not AccountStatus.ACTIVE:
        raise SignInError
    if not await accounts.use_code_step(conn, account.id, step):
        raise SignInError
    await accounts.forgive_attempts(conn, account.id)
    return current


async def _count(exchange: Exchange, account: Account, now: datetime) -> KeptSecret | None:
    """Count an attempt; return what it is to be compared with, None where it is not looked at."""
    async with exchange.pool.acquire() as conn, conn.transaction():
        kept = await accounts.lock_secret(conn, account.id)
        if kept is None or kept.password is None:
            return None
        is_closed = account.status is not AccountStatus.ACTIVE or lock_out.is_locked(kept.failures)
        waits = lock_out.has_to_wait(kept.failures, kept.failed_at, now)
        if is_closed:
            return None
        await accounts.count_attempt(conn, account.id, None if waits else now)
        await _tell(conn, account, kept.failures + 1, now)
        return None if waits else kept


async def _tell(conn: Connection, account: Account, failures: int, now: datetime) -> None:
    """Note where guessing is slowed, and where it is locked: administrators are shown both."""
    if failures in {lock_out.FREE, lock_out.LOCKED_AT}:
        outcome = "locked" if lock_out.is_locked(failures) else "slowed"
        await note(conn, _deed(account, outcome), now)


def _deed(account: Account, outcome: str) -> Deed:
    """Return what somebody tried at an account; nobody knows who."""
    return Deed(account=None, participant=account.participant, action=ACTION, object=account.id, outcome=outcome)


def _find_step(console: Console, account: Account, kept: KeptSecret, code: str, now: datetime) -> int | None:
    if kept.code is None:
        return None
    try:
        secret = console.secret.open(kept.code, code_context(account.id))
    except CiphertextError:
        return None
    return one_time_code.find_step(secret, code, now, last=kept.code_step)


def code_context(account: str) -> str:
    """Return what the sealed secret of an account's codes is bound to."""
    return f"one-time-code {account}"


async def accept_invitation(exchange: Exchange, code: str, agent: str) -> str:
    """Return the token of a newcomer's session; the invitation is used up.

    Raises:
        InvitationError: the code is wrong, was used, or has expired.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        invited = await accounts.take_invitation(conn, invitation_digest(code), now)
        account = None if invited is None else await accounts.read(conn, invited)
        if account is None or account.status is AccountStatus.LOCKED:
            raise InvitationError
        return await open_session(conn, exchange, account, Level.INVITATION, agent)


async def sign_in_demo(exchange: Exchange, login: str, agent: str) -> str:
    """Return the token of a new session in a training environment, where accounts need no secrets.

    Raises:
        SignInError: there is no such account, or this is no training environment.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        account = await accounts.read_by_login(conn, login)
        if (
            account is None
            or not is_demo(exchange)
            or not account.is_demo
            or account.status is not AccountStatus.ACTIVE
        ):
            raise SignInError
        return await open_session(conn, exchange, account, Level.DEMO, agent)


def is_demo(exchange: Exchange) -> bool:
    """Tell whether this is an environment where accounts of the demo can be."""
    return exchange.origin.rpartition("/")[2] in {"training", "test"}
