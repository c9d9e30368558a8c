"""Statements about keys, as they were logged: delegations and approvals, each with its leaf."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from hub.core import leaf as leaves
from hub.core.statement import Stated
from hub.store import queries
from hub.store.connection import Connection
from hub.store.failures import NumberTakenError

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement to be kept: `kid` signed it; `about` is the key or the digest of the payload that it speaks of.

    `said` is when it was signed, by the signer's clock; `sha256` the digest of `token` in hexadecimal.
    """

    kind: str
    participant: str
    kid: str
    about: str
    said: datetime
    sha256: str
    token: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands in the log: its leaf, and the end of its group."""

    index: int
    group_size: int
    leaf: bytes


async def write(conn: Connection, statement: Statement, index: int) -> None:
    """Keep a statement, stated by the leaf at `index`.

    Raises:
        NumberTakenError: it is kept already, or a later one about the same key is.
    """
    written = await conn.fetchval(
        _SQL["write_statement"],
        index,
        statement.kind,
        statement.participant,
        statement.kid,
        statement.about,
        statement.said,
        bytes.fromhex(statement.sha256),
        statement.token,
    )
    if written is None:
        raise NumberTakenError("a later delegation of this key is in the log")


async def find(conn: Connection, sha256: str) -> Place | None:
    """Return where the statement with this digest (hex) stands, if it was logged."""
    row = await conn.fetchrow(_SQL["find_statement"], bytes.fromhex(sha256))
    return None if row is None else Place(index=row["index"], group_size=row["group_size"], leaf=row["leaf"])


async def read_delegations(conn: Connection) -> list[Stated]:
    """Return every delegation, in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_delegations"]))


async def read_approvals(conn: Connection, digests: Sequence[str]) -> list[Stated]:
    """Return the approvals of these payloads (SHA-256 in hex), in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_approvals"], digests))


async def read_calendar_changes(conn: Connection) -> list[Stated]:
    """Return the changes of calendars, in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_of_kind"], "calendar"))


async def read_outages(conn: Connection) -> list[Stated]:
    """Return the outages that were announced, in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_of_kind"], "outage"))


async def read_schedule(conn: Connection) -> list[Stated]:
    """Return what was stated of scheduled syncs, in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_of_kind"], "schedule"))


async def read_runs(conn: Connection, sync: str, *, before: int | None, limit: int) -> list[Stated]:
    """Return the newest reports of runs of a scheduled sync, the last one first; `before` a place, where given."""
    return _stated(await conn.fetch(_SQL["read_newest_runs"], sync, limit, before))


async def read_consents(conn: Connection, digest: str) -> list[Stated]:
    """Return the consents to a version of an agreement (SHA-256 of its document in hex), in the order of the log."""
    return _stated(await conn.fetch(_SQL["read_consents"], digest))


async def read_newest_consents(conn: Connection, limit: int) -> list[Stated]:
    """Return the newest consents to versions of any agreement, the last one first."""
    return _stated(await conn.fetch(_SQL["read_newest_consents"], limit))


async def read_page(
    conn: Connection, *, kind: str, about: str | None, after: int, released: int, limit: int
) -> list[Stated]:
    """Return released statements of a kind from the place `after` on; with `about`, those that speak of it."""
    if about is None:
        return _stated(await conn.fetch(_SQL["read_statements"], kind, after, released, limit))
    return _stated(await conn.fetch(_SQL["read_statements_about"], kind, about, after, released, limit))


async def read_of_message(conn: Connection, *, index: int, participant: str, payload_sha256: str) -> list[Stated]:
    """Return what the message at a place rests on if a contact person signed it, in the order of the log.

    These are the delegations of its participant before it, of the signer and of those who approved, and the approvals
    of its payload (SHA-256 in hex).
    """
    return _stated(await conn.fetch(_SQL["read_statements_of"], index, participant, payload_sha256))


def _stated(rows: Iterable[asyncpg.Record]) -> list[Stated]:
    return [Stated(token=row["body"], leaf=leaves.parse(row["leaf"]), index=row["index"]) for row in rows]
