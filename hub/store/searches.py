"""Records of searches by reference, as the projection keeps them; persons stay in the messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """One record: a search, remains, a proposal or an update; `readers` are its sender and recipients."""

    index: int
    at: datetime
    type: str
    owner: str
    subject: str
    revision: int
    stage: str
    sender: str
    readers: tuple[str, ...]


async def write(conn: Connection, rows: Sequence[SearchRow]) -> None:
    """Keep records."""
    values = [
        (
            *(each.index, each.at, each.type, each.owner, each.subject),
            *(each.revision, each.stage, each.sender, each.readers),
        )
        for each in rows
    ]
    await conn.executemany(_SQL["write_search_record"], values)


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of those at these places."""
    await conn.execute(_SQL["forget_search_records"], indexes)


async def clear(conn: Connection) -> None:
    """Let go of all."""
    await conn.execute(_SQL["clear_search_records"])


async def read_page(conn: Connection, *, reader: str, type: str, before: int, limit: int) -> Sequence[SearchRow]:  # noqa: A002
    """Return the newest record of a type of each reference that the reader sent or received, the last ones first."""
    return [_row(row) for row in await conn.fetch(_SQL["read_searches"], reader, type, before, limit)]


async def read_of(
    conn: Connection, *, reader: str, types: Sequence[str], owner: str, subject: str
) -> Sequence[SearchRow]:
    """Return all records of these types of one reference that the reader sent or received, the last one first."""
    rows = await conn.fetch(_SQL["read_search_records"], reader, list(types), owner, subject)
    return [_row(row) for row in rows]


def _row(row: object) -> SearchRow:
    found = dict(row)  # type: ignore[call-overload]
    return SearchRow(**{**found, "readers": tuple(found["readers"])})
