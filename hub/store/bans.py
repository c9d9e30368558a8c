"""Bans as the projection keeps them: references, states and days by issuer; persons stay in the messages."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()
ANYWHERE = 2**62
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BanRow:
    """One revision of a ban and its place in the log; days are None where they are not known or there is no end."""

    issuer: str
    ban_id: str
    revision: int
    index: int
    status: str
    action: str
    starts_on: date | None
    ends_on: date | None
    review_due: date
    warn_from: date
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStateRow:
    """A state of a ban list that was sent: its place, whose bans, who holds the list, to whom, and its digest."""

    index: int
    issuer: str
    holder: str
    recipients: tuple[str, ...]
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedList:
    """Where the newest state of a list stands: whose bans, at whom, which of the two said so, when it was accepted."""

    issuer: str
    reader: str
    holder: str
    index: int
    at: datetime


async def write_revisions(conn: Connection, rows: Sequence[BanRow]) -> None:
    """Keep revisions of bans."""
    values = [
        (
            *(row.issuer, row.ban_id, row.revision, row.index, row.status, row.action),
            *(row.starts_on, row.ends_on, row.review_due, row.warn_from, row.recipients),
        )
        for row in rows
    ]
    await conn.executemany(_SQL["write_ban_revision"], values)


async def write_acts(conn: Connection, rows: Sequence[tuple[str, str, int, int]]) -> None:
    """Keep revisions of amnesty acts: issuer, reference, revision, place."""
    await conn.executemany(_SQL["write_amnesty_act"], rows)


async def write_states(conn: Connection, rows: Sequence[ListStateRow]) -> None:
    """Keep states of lists."""
    values = [(row.index, row.issuer, row.holder, row.recipients, row.digest) for row in rows]
    await conn.executemany(_SQL["write_ban_list_state"], values)


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of what was kept of the messages at these places."""
    await conn.execute(_SQL["forget_ban_revisions"], indexes)
    await conn.execute(_SQL["forget_amnesty_acts"], indexes)
    await conn.execute(_SQL["forget_ban_list_states"], indexes)


async def clear(conn: Connection) -> None:
    """Let go of all."""
    await conn.execute(_SQL["clear_ban_revisions"])
    await conn.execute(_SQL["clear_amnesty_acts"])
    await conn.execute(_SQL["clear_ban_list_states"])


async def read_bans(
    conn: Connection, *, reader: str, issuer: str, after: str, limit: int, before: int = ANYWHERE
) -> Sequence[BanRow]:
    """Return the newest revision that the reader sent or received of each ban of an issuer, by reference.

    `before` is a place in the log: only what stands before it is looked at.
    """
    return [_row(row) for row in await conn.fetch(_SQL["read_bans"], reader, issuer, after, limit, before)]


async def stream_bans(conn: Connection, *, reader: str, issuer: str, before: int) -> AsyncIterator[BanRow]:
    """Yield what `read_bans` returns, all of it, without holding it; within a transaction."""
    async for row in conn.cursor(_SQL["read_bans"], reader, issuer, "", None, before, prefetch=AT_ONCE):
        yield _row(row)


async def count_bans(conn: Connection, *, reader: str, issuer: str, before: int = ANYWHERE) -> int:
    """Return of how many bans of an issuer the reader sent or received anything."""
    return int(await conn.fetchval(_SQL["count_bans"], reader, issuer, before))


async def read_ban(conn: Connection, *, reader: str, issuer: str, ban_id: str) -> BanRow | None:
    """Return the newest revision of a ban that the reader sent or received."""
    row = await conn.fetchrow(_SQL["read_ban"], reader, issuer, ban_id)
    return None if row is None else _row(row)


async def read_revisions(conn: Connection, *, reader: str, issuer: str, ban_id: str) -> Sequence[BanRow]:
    """Return all revisions of a ban that the reader sent or received, the last one first."""
    return [_row(row) for row in await conn.fetch(_SQL["read_ban_revisions"], reader, issuer, ban_id)]


async def read_to_review(conn: Connection, *, on: date, after: tuple[date, int], limit: int) -> Sequence[BanRow]:
    """Return bans in their newest revision whose warning has begun on a day, by the warning's first day and place.

    `after` is the first day and the place of the last one that was read.
    """
    return [_row(row) for row in await conn.fetch(_SQL["read_bans_to_review"], on, *after, limit)]


async def read_bans_at(conn: Connection, *, reader: str, indexes: Sequence[int]) -> Sequence[BanRow]:
    """Return the revisions at these places that are the newest which the reader sent or received of their ban."""
    return [_row(row) for row in await conn.fetch(_SQL["read_bans_at"], reader, indexes)]


async def read_messages_at(conn: Connection, indexes: Sequence[int]) -> Sequence[KeptMessage]:
    """Return the messages at these places, by place."""
    return [kept(row) for row in await conn.fetch(_SQL["read_ban_messages"], indexes)]


async def find_act(conn: Connection, *, issuer: str, act_id: str) -> int | None:
    """Return the place of the newest revision of an issuer's act."""
    place: int | None = await conn.fetchval(_SQL["read_amnesty_act"], issuer, act_id)
    return place


async def find_state(conn: Connection, *, issuer: str, recipient: str) -> int | None:
    """Return the place of the newest state of an issuer's own list that was sent to the recipient."""
    place: int | None = await conn.fetchval(_SQL["read_ban_list_state"], issuer, recipient)
    return place


async def digest_list(
    conn: Connection, *, reader: str, issuer: str, before: int, depth: int, listed: Collection[str], on: date
) -> dict[int, tuple[int, bytes]]:
    """Return the buckets of a list that hold anything: how many bans, and the digest over them.

    `listed` are the statuses of bans that are on a list as long as they have not ended before `on`.
    """
    rows = await conn.fetch(_SQL["digest_ban_list"], reader, issuer, before, depth, list(listed), on)
    return {row["bucket"]: (row["count"], row["digest"]) for row in rows}


async def read_stated(conn: Connection, participant: str | None) -> Sequence[StatedList]:
    """Return the newest states that the participant sent or received; None: those of everybody."""
    return [StatedList(**row) for row in await conn.fetch(_SQL["read_ban_list_states"], participant)]


def _row(row: "asyncpg.Record") -> BanRow:
    return BanRow(**{**row, "recipients": tuple(row["recipients"])})
