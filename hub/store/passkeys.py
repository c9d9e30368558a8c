"""Passkeys of accounts, and challenges that were answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPasskey:
    """A passkey: its public key, how often it says it was used, what its owner calls it."""

    id: bytes
    account: str
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None


def _passkey(row: Any) -> KeptPasskey:
    return KeptPasskey(**{**dict(row), "account": str(row["account"])})


async def write(conn: Connection, passkey: KeptPasskey) -> bool:
    """Keep a new passkey; False where it is known already."""
    written = await conn.fetchval(
        _SQL["write_passkey"],
        passkey.id,
        UUID(passkey.account),
        passkey.public_key,
        passkey.sign_count,
        passkey.name,
        passkey.created_at,
    )
    return written is not None


async def read_all(conn: Connection, account: str) -> Sequence[KeptPasskey]:
    """Return the account's passkeys, oldest first."""
    return [_passkey(row) for row in await conn.fetch(_SQL["read_passkeys"], UUID(account))]


async def lock(conn: Connection, passkey: bytes) -> KeptPasskey | None:
    """Return one passkey; nobody else uses it until the transaction ends."""
    row = await conn.fetchrow(_SQL["read_passkey"], passkey)
    return None if row is None else _passkey(row)


async def note_use(conn: Connection, passkey: bytes, *, sign_count: int, at: datetime) -> None:
    """Note that a passkey was used."""
    await conn.execute(_SQL["note_passkey_use"], passkey, sign_count, at)


async def drop(conn: Connection, account: str, passkey: bytes) -> bool:
    """Let go of a passkey of the account; False where it has no such."""
    return await conn.fetchval(_SQL["drop_passkey"], UUID(account), passkey) is not None


async def drop_all(conn: Connection, account: str, *, but: bytes | None = None) -> None:
    """Let go of the account's passkeys, but for one."""
    await conn.execute(_SQL["drop_passkeys"], UUID(account), but)


async def note_answered(conn: Connection, challenge: bytes, expires_at: datetime) -> bool:
    """Note that a challenge is answered; False where it was before."""
    return await conn.fetchval(_SQL["note_answered"], challenge, expires_at) is not None


async def drop_answered(conn: Connection, before: datetime) -> None:
    """Let go of challenges that expired before a time."""
    await conn.execute(_SQL["drop_answered"], before)
