"""Requests about data and corrections of one authority, as their heads and the receipts tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """One of them: its kind and reference, its message, whom it went to, and who is still waited for.

    `index` is the place of the message in the log. A request waits for answers, a correction for receipts that say that
    it was carried out.
    """

    kind: str
    subject: str
    index: int
    id: str
    asked: tuple[str, ...]
    waits_for: tuple[str, ...]


async def read_own(conn: Connection, owner: str, *, after: int, limit: int, waiting: bool) -> Sequence[DataRequest]:
    """Return an authority's own after a place in the log, in its order; `waiting`: only those not settled."""
    rows = await conn.fetch(_SQL["read_data_requests"], owner, after, limit, waiting)
    return [
        DataRequest(
            kind=row["kind"],
            subject=row["subject"],
            index=row["index"],
            id=str(row["id"]),
            asked=tuple(row["asked"]),
            waits_for=tuple(row["waits_for"]),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRequest:
    """A request that one recipient has not answered: its leaf, and that of his receipt where he said that it came."""

    kind: str
    owner: str
    subject: str
    index: int
    waits_for: str
    leaf: bytes
    delivered: bytes | None


async def read_waiting(conn: Connection, *, after: int, limit: int) -> Sequence[WaitingRequest]:
    """Return requests of anybody that wait for an answer, by place in the log; one for each who is waited for."""
    return [WaitingRequest(**row) for row in await conn.fetch(_SQL["read_waiting_requests"], after, limit)]
