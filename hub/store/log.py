"""The audit log's tables: the end of the log under its lock, groups, tiles, the release.

Every function takes a connection and none opens a transaction: that is the workflow's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec

from hub.core.errors import IntegrityError, ProofError
from hub.core.head import Head, HeadKey
from hub.core.merkle import Frontier
from hub.core.tile import split
from hub.store import queries
from hub.store.connection import Connection
from hub.store.failures import InDoubtError

_SQL = queries.load()
_decode = msgspec.json.decode
_encode = msgspec.json.encode
UNSEEN = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A message id that its sender already used: where its leaf is, its digest (hex), its group's end."""

    index: int
    sha256: str
    group_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """What the log's lock protects, as the group finds it.

    `unseen` are the hashes of the first leaves that the process has not seen yet, made from their stored bytes.
    """

    root: bytes
    frontier: Frontier
    trust_epoch: int
    at: datetime
    duplicates: dict[tuple[str, str], Duplicate]
    inboxes: dict[tuple[str, str], int]
    heads: dict[HeadKey, Head]
    unseen: Sequence[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryState:
    """A message that a receipt speaks of: its digest (hex), its leaf, and what each recipient said so far."""

    index: int
    sender: str
    id: str
    sha256: str
    type: str
    leaf: bytes
    statuses: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEnd:
    """The last group's end, released or not."""

    size: int
    root: bytes
    frontier: Frontier


async def begin(conn: Connection, root: bytes, note: bytes) -> None:
    """Create the empty log, unless there is one."""
    await conn.execute(_SQL["begin_log"], root, note)


async def lock(conn: Connection) -> None:
    """Take the lock of the log until the end of the transaction."""
    await conn.execute(_SQL["lock_log"])


async def begin_group(conn: Connection) -> None:
    """Begin a transaction and take the lock of the log; end it with `commit_group` or `abandon_group`."""
    await conn.execute(f"BEGIN; {_SQL['lock_log']}")  # one round trip


async def commit_group(conn: Connection) -> None:
    """Commit; when this returns, what was written is on the disk.

    Raises:
        InDoubtError: nothing was committed: after an error inside it a transaction ends so, without another error.
    """
    if await conn.execute("COMMIT") != "COMMIT":
        raise InDoubtError("the transaction was rolled back")


async def abandon_group(conn: Connection) -> None:
    """Roll back."""
    await conn.execute("ROLLBACK")


async def read_group_state(
    conn: Connection,
    *,
    shift: timedelta,
    messages: Sequence[tuple[str, str]],
    recipients: Sequence[str],
    keys: Sequence[HeadKey],
    seen: int,
) -> GroupState:
    """Read, after `lock`, all that a group must know. `shift` moves the clock of a training environment.

    `seen` is how many leaves the process has seen; the hashes of at most `UNSEEN` more are read.

    Raises:
        IntegrityError: the log was stopped, or its frontier is not that of its root.
    """
    row = await conn.fetchrow(
        _SQL["read_group_state"],
        shift,
        _encode({"messages": messages, "recipients": recipients, "heads": keys}).decode(),
        seen,
        seen + UNSEEN,
    )
    if row is None:
        raise LookupError("log_head is empty: run `hub migrate`")
    return _group_state(row)


def _group_state(row: asyncpg.Record) -> GroupState:
    return GroupState(
        root=row["root"],
        frontier=_sound_frontier(row),
        trust_epoch=row["trust_epoch"],
        at=row["at"],
        duplicates={
            (sender, message_id): Duplicate(index=index, sha256=digest, group_size=group_size)
            for sender, message_id, index, digest, group_size in _rows(row["duplicates"])
        },
        inboxes={(recipient, lane): number for recipient, lane, number in _rows(row["inboxes"])},
        heads={head.key: head for head in map(_head, _rows(row["heads"]))},
        unseen=() if row["unseen"] is None else split(row["unseen"]),
    )


def _sound_frontier(row: asyncpg.Record) -> Frontier:
    try:
        frontier = Frontier.parse(row["size"], row["frontier"])
    except ProofError:
        raise IntegrityError from None
    if row["stopped"] or frontier.root() != row["root"]:
        raise IntegrityError
    return frontier


def _rows(text: str | None) -> list[list[Any]]:
    return [] if text is None else list(_decode(text))


def _head(row: list[Any]) -> Head:
    kind, owner, subject, state, version, parties, last = row
    return Head(key=HeadKey(kind, owner, subject), state=state, version=version, parties=tuple(parties), last=last)


async def read_duplicates(conn: Connection, messages: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Duplicate]:
    """Return which of these (sender, id) are accepted already."""
    rows = await conn.fetch(_SQL["read_duplicates"], [sender for sender, _ in messages], [each for _, each in messages])
    return {
        (row["sender"], str(row["id"])): Duplicate(
            index=row["index"], sha256=row["sha256"].hex(), group_size=row["group_size"]
        )
        for row in rows
    }


async def read_deliveries(conn: Connection, indexes: Sequence[int]) -> dict[int, DeliveryState]:
    """Return the messages at these places of the log and what their recipients said so far."""
    rows = await conn.fetch(_SQL["read_deliveries"], indexes)
    return {
        row["index"]: DeliveryState(
            index=row["index"],
            sender=row["sender"],
            id=str(row["id"]),
            sha256=row["sha256"].hex(),
            type=row["type"],
            leaf=row["leaf"],
            statuses=_decode(row["statuses"]),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one group writes: leaves from `first` on, the log's new end, and the rows of each table.

    `messages` lack their bytes, which stand in `bodies`, and their wrapped data keys, in `wrapped`, in the same order.
    """

    first: int
    leaves: Sequence[bytes]
    size: int
    root: bytes
    frontier: bytes
    at: datetime
    messages: Sequence[Mapping[str, object]]
    bodies: Sequence[bytes]
    wrapped: Sequence[bytes]
    entries: Sequence[Mapping[str, object]]
    numbers: Sequence[Mapping[str, object]]
    heads: Sequence[Mapping[str, object]]
    deliveries: Sequence[Mapping[str, object]]


async def write_group(conn: Connection, group: Group) -> bytes:
    """Write one group in one statement; return the hashes of its leaves, made from the bytes as they were stored."""
    hashes: bytes = await conn.fetchval(
        _SQL["write_group"],
        group.first,
        group.leaves,
        group.size,
        group.root,
        group.frontier,
        group.at,
        _encode(group.messages).decode(),
        group.bodies,
        *(_encode(rows).decode() for rows in (group.entries, group.numbers, group.heads, group.deliveries)),
        group.wrapped,
    )
    return hashes


async def read_end(conn: Connection) -> LogEnd:
    """Return the end of the log, released or not.

    Raises:
        IntegrityError: the log was stopped, or its frontier is not that of its root.
    """
    row = await conn.fetchrow(_SQL["read_log_end"])
    if row is None:
        raise LookupError("log_head is empty: run `hub migrate`")
    return LogEnd(size=row["size"], root=row["root"], frontier=_sound_frontier(row))


async def read_trust_epoch(conn: Connection) -> int:
    """Return how often the trust list and the register have changed."""
    return int(await conn.fetchval(_SQL["read_trust_epoch"]))


async def stop(conn: Connection) -> None:
    """Mark the log as not being what was signed."""
    await conn.execute(_SQL["stop_log"])


async def release(conn: Connection, size: int, note: bytes) -> bool:
    """Let readers see the log up to `size`; False if they already did."""
    return await conn.fetchval(_SQL["release_log"], size, note) is not None


async def read_release(conn: Connection) -> tuple[int, bytes]:
    """Return the released size and its signed note."""
    row = await conn.fetchrow(_SQL["read_release"])
    if row is None:
        raise LookupError("log_release is empty: run `hub migrate`")
    return row["size"], row["note"]


async def read_group_root(conn: Connection, size: int) -> bytes | None:
    """Return the root at the end of the group of this size, if a group ended there."""
    root: bytes | None = await conn.fetchval(_SQL["read_group_root"], size)
    return root


async def read_leaves(conn: Connection, begin: int, end: int) -> list[tuple[int, bytes]]:
    """Return index and bytes of the leaves from `begin` up to, not including, `end`."""
    return [(row["index"], row["body"]) for row in await conn.fetch(_SQL["read_leaves"], begin, end)]
