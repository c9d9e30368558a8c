"""Messages as their parties read them: inbox pages, one message, its receipts. Released ones only."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBody:
    """A message's bytes as they are kept: encrypted. Only `hub.workflows.vault` reads them."""

    sender: str
    id: str
    key: str | None
    wrapped: bytes | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One number of an inbox; `tombstone` says why a number has no message any more."""

    number: int
    index: int
    id: str
    sha256: str
    tombstone: str | None
    body: StoredBody
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """An accepted message: its place, its group's end, its bytes and its leaf."""

    index: int
    sender: str
    type: str
    group_size: int
    body: StoredBody
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReceipt:
    """A recipient's receipt for a message, itself a message."""

    recipient: str
    status: str
    index: int
    group_size: int
    body: StoredBody
    leaf: bytes


def body_of(row: "asyncpg.Record") -> StoredBody:
    """Return the stored bytes of a row with `sender`, `id`, `key`, `wrapped` and `body`."""
    return StoredBody(sender=row["sender"], id=str(row["id"]), key=row["key"], wrapped=row["wrapped"], body=row["body"])


async def read_inbox(
    conn: Connection, *, recipient: str, lane: str, after: int, released: int, limit: int
) -> Sequence[InboxEntry]:
    """Return a page of an inbox, lowest number first."""
    rows = await conn.fetch(_SQL["read_inbox"], recipient, lane, after, released, limit)
    return [
        InboxEntry(
            number=row["number"],
            index=row["index"],
            id=str(row["id"]),
            sha256=row["sha256"].hex(),
            tombstone=row["tombstone"],
            body=body_of(row),
            leaf=row["leaf"],
        )
        for row in rows
    ]


async def read_messages(
    conn: Connection, *, message_id: str, participant: str, released: int
) -> Sequence[StoredMessage]:
    """Return the messages with this id that the participant sent or received (ids are unique per sender only)."""
    rows = await conn.fetch(_SQL["read_messages"], message_id, participant, released)
    return [
        StoredMessage(
            index=row["index"],
            sender=row["sender"],
            type=row["type"],
            group_size=row["group_size"],
            body=body_of(row),
            leaf=row["leaf"],
        )
        for row in rows
    ]


async def read_receipts(conn: Connection, *, index: int, released: int) -> Sequence[StoredReceipt]:
    """Return the recipients' receipts for the message at this place."""
    rows = await conn.fetch(_SQL["read_receipt_places"], index, released)
    return [
        StoredReceipt(
            recipient=row["recipient"],
            status=row["status"],
            index=row["index"],
            group_size=row["group_size"],
            body=body_of(row),
            leaf=row["leaf"],
        )
        for row in rows
    ]


async def read_leaf_named(conn: Connection, sender: str, message_id: str) -> bytes | None:
    """Return the leaf of a message by its sender and id; None where there is none."""
    leaf: bytes | None = await conn.fetchval(_SQL["read_leaf_named"], sender, message_id)
    return leaf


async def read_accepted_leaf(conn: Connection, index: int) -> bytes:
    """Return the leaf at this place."""
    leaf: bytes = await conn.fetchval(_SQL["read_accepted"], index)
    return leaf
