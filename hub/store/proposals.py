"""Versions of agreements that were put before their parties."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.register import StoredAgreement

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProposal:
    """A proposed version: its document as it would be logged, when it was proposed, when taken back (None: never)."""

    number: int
    document: StoredAgreement = field(repr=False)
    at: datetime
    withdrawn_at: datetime | None


async def write(conn: Connection, document: StoredAgreement, *, at: datetime, account: str) -> int | None:
    """Keep a proposed version; return its number. None: the same bytes are proposed already."""
    digest = bytes.fromhex(document.sha256)
    given = (document.id, document.version, digest, document.body, at, UUID(account))
    number = await conn.fetchval(_SQL["write_proposal"], *given)
    return None if number is None else int(number)


async def withdraw(conn: Connection, number: int, at: datetime) -> bool:
    """Take a version back; False where it was already."""
    return await conn.fetchval(_SQL["withdraw_proposal"], number, at) is not None


async def read_standing(conn: Connection, agreement: str | None = None) -> list[StoredProposal]:
    """Return what was not taken back, of one agreement or of all, newest first."""
    return [_stored(row) for row in await conn.fetch(_SQL["read_proposals"], agreement)]


async def read_one(conn: Connection, number: int) -> StoredProposal | None:
    """Return a proposed version; None: there is none."""
    row = await conn.fetchrow(_SQL["read_proposal"], number)
    return None if row is None else _stored(row)


def _stored(row: asyncpg.Record) -> StoredProposal:
    document = StoredAgreement(
        id=row["agreement"], version=row["version"], sha256=row["sha256"].hex(), body=row["body"]
    )
    return StoredProposal(number=row["number"], document=document, at=row["at"], withdrawn_at=row["withdrawn_at"])
