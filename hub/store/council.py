"""Records of the Council and of bilateral bodies, as the released log tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.messages import StoredBody, body_of

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRow:
    """What is known of one record: whose it is, of which body, at which stage, and who may read it."""

    index: int
    type: str
    owner: str
    subject: str
    sender: str
    body: str | None
    stage: str
    revision: int
    year: int | None
    at: datetime
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRecord:
    """One record as its reader gets it, still encrypted."""

    index: int
    type: str
    owner: str
    subject: str
    sender: str
    stage: str
    revision: int
    at: datetime
    id: str
    sha256: str
    stored: StoredBody


async def write(conn: Connection, rows: Sequence[CouncilRow]) -> None:
    """Keep what is known of these records."""
    for row in rows:
        names = (row.index, row.type, row.owner, row.subject, row.sender, row.body)
        await conn.execute(
            _SQL["write_council_record"], *names, row.stage, row.revision, row.year, row.at, list(row.readers)
        )


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of the records at these places."""
    await conn.execute(_SQL["forget_council_records"], indexes)


async def clear(conn: Connection) -> None:
    """Forget everything."""
    await conn.execute(_SQL["clear_council_records"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are asked for: of these types at these stages, of one body and year or of any, before a place."""

    types: tuple[str, ...]
    stages: tuple[str, ...]
    body: str | None = None
    year: int | None = None
    before: int = 2**53 - 1
    limit: int = 500


async def read_newest(conn: Connection, reader: str, wanted: Wanted) -> list[CouncilRecord]:
    """Return the newest record of each subject that this reader may see, the last ones first."""
    narrowed = (wanted.types, wanted.stages, wanted.body, wanted.year, wanted.before, wanted.limit)
    return [_record(row) for row in await conn.fetch(_SQL["read_council_newest"], reader, *narrowed)]


async def read_subject(conn: Connection, reader: str, name: tuple[str, str, str]) -> list[CouncilRecord]:
    """Return all records of a type, owner and subject that this reader may see, in the order of the log."""
    return [_record(row) for row in await conn.fetch(_SQL["read_council_subject"], reader, *name)]


def _record(row: asyncpg.Record) -> CouncilRecord:
    return CouncilRecord(
        index=row["index"],
        type=row["type"],
        owner=row["owner"],
        subject=row["subject"],
        sender=row["sender"],
        stage=row["stage"],
        revision=row["revision"],
        at=row["at"],
        id=str(row["id"]),
        sha256=row["sha256"],
        stored=body_of(row),
    )
