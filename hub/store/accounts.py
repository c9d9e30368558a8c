"""Accounts of the console: who they are, their passwords and codes, their invitations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.console.account import Account, AccountStatus, Role
from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSecret:
    """How an account signs in by password: the hash, the sealed secret of codes, attempts since the last right one."""

    password: str | None = field(repr=False)
    code: bytes | None = field(repr=False)
    code_step: int
    failures: int
    failed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptConsoleSecret:
    """The console's secret, wrapped, and the id of the master key that wrapped it."""

    master: str
    wrapped: bytes = field(repr=False)


def account_of(row: Any) -> Account:
    """Return the account of a row that has its columns."""
    return Account(
        id=str(row["id"]),
        login=row["login"],
        participant=row["participant"],
        name=row["name"],
        roles=frozenset(Role(each) for each in row["roles"]),
        lang=row["lang"],
        zone=row["zone"],
        status=AccountStatus(row["status"]),
        is_demo=row["demo"],
    )


async def write(conn: Connection, account: Account, at: datetime) -> bool:
    """Keep a new account; False where its login is taken."""
    written = await conn.fetchval(
        _SQL["write_account"],
        UUID(account.id),
        account.login,
        account.participant,
        account.name,
        sorted(account.roles),
        account.lang,
        account.zone,
        account.status,
        account.is_demo,
        at,
    )
    return written is not None


async def read(conn: Connection, account: str) -> Account | None:
    """Return one account."""
    row = await conn.fetchrow(_SQL["read_account"], UUID(account))
    return None if row is None else account_of(row)


async def read_by_login(conn: Connection, login: str) -> Account | None:
    """Return the account of a login."""
    row = await conn.fetchrow(_SQL["read_account_by_login"], login)
    return None if row is None else account_of(row)


async def read_page(conn: Connection, participant: str | None, *, after: str, limit: int) -> Sequence[Account]:
    """Return accounts of a participant, or of all, by login."""
    return [account_of(row) for row in await conn.fetch(_SQL["read_accounts"], participant, after, limit)]


async def read_logins(conn: Connection, accounts: Collection[str]) -> Mapping[str, str]:
    """Return the logins of these accounts; what is no account is left out."""
    return {row["id"]: row["login"] for row in await conn.fetch(_SQL["read_logins"], list(accounts))}


async def read_demo(conn: Connection, *, limit: int) -> Sequence[Account]:
    """Return accounts of the demo, by login."""
    return [account_of(row) for row in await conn.fetch(_SQL["read_demo_accounts"], limit)]


async def activate(conn: Connection, account: str) -> None:
    """Let an account that was invited be active; a locked one stays locked."""
    await conn.execute(_SQL["activate_account"], UUID(account))


async def set_status(conn: Connection, account: str, status: AccountStatus) -> None:
    """Give the account another status."""
    await conn.execute(_SQL["set_account_status"], UUID(account), status)


async def set_tongue(conn: Connection, account: str, *, lang: str, zone: str) -> None:
    """Give the account another language and city."""
    await conn.execute(_SQL["set_account_tongue"], UUID(account), lang, zone)


async def read_guessed(conn: Connection, participant: str | None, *, least: int) -> Sequence[tuple[Account, int]]:
    """Return accounts that somebody guesses at, with the number of wrong attempts in a row."""
    rows = await conn.fetch(_SQL["read_guessed_accounts"], participant, least)
    return [(account_of(row), row["failures"]) for row in rows]


async def lock_secret(conn: Connection, account: str) -> KeptSecret | None:
    """Return how the account signs in by password; nobody else reads it so until the transaction ends."""
    row = await conn.fetchrow(_SQL["lock_account_secret"], UUID(account))
    return None if row is None else KeptSecret(**dict(row))


async def count_attempt(conn: Connection, account: str, looked_at: datetime | None) -> None:
    """Count an attempt as wrong, before it is looked at; `looked_at` is None where it will not be."""
    await conn.execute(_SQL["count_attempt"], UUID(account), looked_at)


async def forgive_attempts(conn: Connection, account: str) -> None:
    """Let the account begin anew with no wrong attempts."""
    await conn.execute(_SQL["forgive_attempts"], UUID(account))


async def use_code_step(conn: Connection, account: str, step: int) -> bool:
    """Note that the code of a step was used; False where it, or a later one, was used before."""
    return await conn.fetchval(_SQL["use_code_step"], UUID(account), step) is not None


async def write_secret(conn: Connection, account: str, *, password: str, code: bytes, step: int) -> None:
    """Keep a password's hash and the sealed secret of codes, whose steps up to `step` are used."""
    await conn.execute(_SQL["write_account_secret"], UUID(account), password, code, step)


async def forget_password(conn: Connection, account: str) -> None:
    """Let the account sign in by no password any more."""
    await conn.execute(_SQL["forget_password"], UUID(account))


async def set_password_hash(conn: Connection, account: str, password: str) -> None:
    """Keep another hash of the same password."""
    await conn.execute(_SQL["set_password_hash"], UUID(account), password)


async def write_invitation(conn: Connection, account: str, *, digest: bytes, expires_at: datetime) -> None:
    """Keep an invitation in the place of the one before."""
    await conn.execute(_SQL["write_invitation"], UUID(account), digest, expires_at)


async def take_invitation(conn: Connection, digest: bytes, now: datetime) -> str | None:
    """Use an invitation up; return whose it was."""
    account = await conn.fetchval(_SQL["take_invitation"], digest, now)
    return None if account is None else str(account)


async def drop_invitation(conn: Connection, account: str) -> None:
    """End the account's invitation."""
    await conn.execute(_SQL["drop_invitation"], UUID(account))


async def read_console_secret(conn: Connection) -> KeptConsoleSecret | None:
    """Return the console's secret as it is kept."""
    row = await conn.fetchrow(_SQL["read_console_secret"])
    return None if row is None else KeptConsoleSecret(**dict(row))


async def write_console_secret(conn: Connection, kept: KeptConsoleSecret) -> None:
    """Keep the console's secret, unless there is one."""
    await conn.execute(_SQL["write_console_secret"], kept.master, kept.wrapped)


async def rewrap_console_secret(conn: Connection, kept: KeptConsoleSecret, before: str) -> None:
    """Keep the same secret under another master key than the one before."""
    await conn.execute(_SQL["rewrap_console_secret"], kept.master, kept.wrapped, before)
