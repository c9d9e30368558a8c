"""Cases as the released log tells them: their records with the state after each, for lists and for clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from hub.core import instant
from hub.core.deadline.case_event import CaseEvent
from hub.core.mover import Head, HeadKey
from hub.store import queries
from hub.store.connection import Connection
from hub.store.messages import StoredBody, body_of

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """How a case stood after one of its records.

    `registered` says that a contact person signed it, `agreements` are the digests in its leaf.
    """

    index: int
    head: Head
    agreement: str | None
    at: datetime
    type: str = ""
    sender: str = ""
    registered: bool = False
    facts: Mapping[str, Any] | None = None
    delivered_at: datetime | None = None
    agreements: tuple[str, ...] = ()

    @property
    def event(self) -> CaseEvent:
        """The record as the clocks see it."""
        facts = {**(self.facts or {}), **({"registered": True} if self.registered else {})}
        return CaseEvent(
            type=self.type,
            sender=self.sender,
            index=self.index,
            at=self.at,
            delivered_at=self.delivered_at,
            facts=facts,
            agreements=self.agreements,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A record of a case as it is kept, with its leaf."""

    index: int
    sha256: str
    body: StoredBody
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceipt:
    """What a recipient said last of a record: at which place of the log, and when that was accepted."""

    index: int
    recipient: str
    status: str
    receipt: int
    at: str


async def read_state(conn: Connection, key: HeadKey) -> Head | None:
    """Return how a case stands; None: nothing of it is known."""
    row = await conn.fetchrow(_SQL["read_case_state"], *key)
    return None if row is None else _head(key, row)


async def add_event(conn: Connection, row: CaseRow) -> None:
    """Add the newest record of a case."""
    head = row.head
    facts = msgspec.json.encode(row.facts, order="deterministic").decode()
    place = (row.index, *head.key, list(head.parties), row.type, row.sender, head.last)
    await conn.execute(
        _SQL["add_case_event"], *place, row.agreement, row.at, row.registered, facts, head.state, head.version
    )


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Forget the records at these places."""
    await conn.execute(_SQL["forget_case_events"], indexes)


async def clear(conn: Connection) -> None:
    """Forget all cases."""
    await conn.execute(_SQL["clear_cases"])


async def read_cases(
    conn: Connection, *, party: str, kinds: Sequence[str], stages: Sequence[str], before: int, limit: int
) -> Sequence[CaseRow]:
    """Return how the cases of a party stand, those that moved last first; no stages: in any."""
    rows = await conn.fetch(_SQL["read_cases"], party, kinds, stages, before, limit)
    return [CaseRow(index=row["index"], head=_moved(row), agreement=row["agreement"], at=row["at"]) for row in rows]


async def read_keys(
    conn: Connection, *, after: int, closed: Sequence[str], since: datetime, limit: int
) -> Sequence[tuple[int, HeadKey]]:
    """Return cases with the place of their newest record, by that place.

    Args:
        conn: a connection.
        after: a place in the log.
        closed: states, as `kind/stage`, whose cases are left out unless they moved at or after `since`.
        since: an instant, aware.
        limit: how many at most.
    """
    rows = await conn.fetch(_SQL["read_case_keys"], after, closed, since, limit)
    return [(row["index"], HeadKey(row["kind"], row["owner"], row["subject"])) for row in rows]


async def read_rows(conn: Connection, key: HeadKey) -> Sequence[CaseRow]:
    """Return the records of a case in the order of the log."""
    return [
        CaseRow(
            index=row["index"],
            head=_moved(row, str(row["id"])),
            agreement=row["agreement"],
            at=row["at"],
            type=row["type"],
            sender=row["sender"],
            registered=row["registered"],
            facts=msgspec.json.decode(row["facts"]),
            delivered_at=None if row["delivered_at"] is None else instant.parse(row["delivered_at"]),
            agreements=tuple(msgspec.json.decode(row["agreements"])),
        )
        for row in await conn.fetch(_SQL["read_case_events"], *key)
    ]


async def read_events(conn: Connection, owner: str, case_id: str, kind: str = "case") -> Sequence[CaseEvent]:
    """Return the records of a case as its clocks see them, in the order of the log."""
    return [row.event for row in await read_rows(conn, HeadKey(kind, owner, case_id))]


async def read_records(conn: Connection, indexes: Sequence[int], reader: str) -> Sequence[CaseRecord]:
    """Return the records at these places that the reader sent, or received and that are not held from it."""
    return [
        CaseRecord(index=row["index"], sha256=row["sha256"], body=body_of(row), leaf=row["leaf"])
        for row in await conn.fetch(_SQL["read_case_records"], indexes, reader)
    ]


async def read_receipts(conn: Connection, indexes: Sequence[int]) -> Sequence[CaseReceipt]:
    """Return what recipients said of the records at these places."""
    return [CaseReceipt(**row) for row in await conn.fetch(_SQL["read_case_receipts"], indexes)]


def _head(key: HeadKey, row: asyncpg.Record) -> Head:
    return Head(
        key=key, state=row["state"], version=row["version"], parties=tuple(row["parties"]), last=str(row["last"])
    )


def _moved(row: asyncpg.Record, last: str = "") -> Head:
    key = HeadKey(row["kind"], row["owner"], row["subject"])
    return Head(key=key, state=row["state"], version=row["version"], parties=tuple(row["parties"]), last=last)
