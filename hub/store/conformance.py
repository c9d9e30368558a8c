"""Signed results of conformance runs, as participants handed them in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """A result in short: whose, when the run ended and when it was handed in, what it says, who signed.

    `scenarios` is how many the kit had, `listed` whether the trust list named the key as the participant's. `number`
    is given when it is kept.
    """

    participant: str
    at: datetime
    ended_at: datetime
    version: str
    record_type: str
    record_version: str
    standing: str
    held: int
    failed: int
    scenarios: int
    kid: str
    listed: bool
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBytes:
    """The protocol and its signature as they were handed in."""

    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


async def write(conn: Connection, kept: KeptResult, given: SignedBytes, *, sha256: bytes, account: str) -> int | None:
    """Keep a result; return its number. None: the same bytes are kept already."""
    number = await conn.fetchval(
        _SQL["write_conformance"],
        kept.participant,
        sha256,
        kept.at,
        UUID(account),
        kept.ended_at,
        kept.version,
        kept.record_type,
        kept.record_version,
        kept.standing,
        kept.held,
        kept.failed,
        kept.scenarios,
        kept.kid,
        kept.listed,
        given.body,
        given.signature,
    )
    return None if number is None else int(number)


async def count_since(conn: Connection, participant: str, since: datetime) -> int:
    """Return how many results a participant has handed in since then."""
    return int(await conn.fetchval(_SQL["count_conformance"], participant, since))


async def read_of(conn: Connection, participant: str, limit: int) -> list[KeptResult]:
    """Return the results of a participant, the last run first."""
    return [_kept(row) for row in await conn.fetch(_SQL["read_conformance"], participant, limit)]


async def read_one(conn: Connection, number: int) -> tuple[KeptResult, SignedBytes] | None:
    """Return a result with its bytes; None: there is none."""
    row = await conn.fetchrow(_SQL["read_conformance_numbered"], number)
    return None if row is None else (_kept(row), SignedBytes(body=row["body"], signature=row["signature"]))


async def read_newest(conn: Connection, participants: Sequence[str]) -> dict[str, KeptResult]:
    """Return the newest result of each participant that has one."""
    rows = await conn.fetch(_SQL["read_newest_conformance"], participants)
    return {row["participant"]: _kept(row) for row in rows}


async def read_passed(conn: Connection, participants: Sequence[str]) -> list[KeptResult]:
    """Return the last passed result of each participant with records of a type and version, by each key."""
    return [_kept(row) for row in await conn.fetch(_SQL["read_conformance_types"], participants)]


def _kept(row: asyncpg.Record) -> KeptResult:
    return KeptResult(
        participant=row["participant"],
        at=row["at"],
        ended_at=row["ended_at"],
        version=row["version"],
        record_type=row["record_type"],
        record_version=row["record_version"],
        standing=row["standing"],
        held=row["held"],
        failed=row["failed"],
        scenarios=row["scenarios"],
        kid=row["kid"],
        listed=row["listed"],
        number=row["number"],
    )
