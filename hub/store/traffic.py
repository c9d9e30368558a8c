"""How messages flow between participants: each message at each recipient, and sums by spans of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from hub.core.health.flow import SLOTS, Flow
from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()
LAST = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A message at one recipient: when the hub took it, what the recipient said last, and when it said so first.

    `reason` is the code of a refusal; `id` the message's own and `version` that of its type, where they were asked for.
    """

    index: int
    recipient: str
    sender: str
    type: str
    at: datetime
    status: str | None = None
    answered_at: datetime | None = None
    reason: str | None = None
    id: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span of time of one pair: how wide (seconds), when it begins."""

    width: int
    begins: datetime
    sender: str
    recipient: str


async def add(conn: Connection, rows: Sequence[Passage]) -> None:
    """Add messages that nobody has said anything about."""
    columns = (
        [each.index for each in rows],
        [each.recipient for each in rows],
        [each.sender for each in rows],
        [each.type for each in rows],
        [each.at for each in rows],
        [each.version for each in rows],
    )
    await conn.execute(_SQL["add_traffic"], *columns)


async def read_said_of(conn: Connection, indexes: Sequence[int], recipient: str | None) -> list[Passage]:
    """Return the messages at these places, at one recipient or at all of them."""
    return [_passage(row) for row in await conn.fetch(_SQL["read_traffic_said_of"], indexes, recipient)]


async def answer(conn: Connection, row: Passage) -> None:
    """Note what a recipient has said of a message."""
    await conn.execute(_SQL["answer_traffic"], row.index, row.recipient, row.status, row.answered_at, row.reason)


async def forget(conn: Connection, indexes: Sequence[int]) -> list[Passage]:
    """Let go of the messages at these places; return what was known of them."""
    return [_passage(row) for row in await conn.fetch(_SQL["forget_traffic"], indexes)]


async def clear(conn: Connection) -> None:
    """Forget everything."""
    await conn.execute(_SQL["clear_traffic"])
    await conn.execute(_SQL["clear_traffic_spans"])


async def add_to_spans(conn: Connection, changes: Mapping[Span, Flow]) -> None:
    """Add to the sums of spans; one that no message is left in is gone, as if there never had been any."""
    await conn.executemany(
        _SQL["add_to_span"],
        [
            (span.width, span.begins, span.sender, span.recipient, flow.sent, flow.failed, list(flow.slots))
            for span, flow in changes.items()
        ],
    )
    await conn.executemany(
        _SQL["drop_empty_span"],
        [(span.width, span.begins, span.sender, span.recipient) for span, flow in changes.items() if flow.sent <= 0],
    )


async def drop_old_spans(conn: Connection, width: int, before: datetime) -> None:
    """Let go of the spans of this width that begin before an instant."""
    await conn.execute(_SQL["drop_old_spans"], width, before)


async def read_flows(
    conn: Connection, width: int, since: datetime, *, sender: str | None = None, recipient: str | None = None
) -> dict[tuple[str, str], Flow]:
    """Return what flowed since an instant, by sender and recipient."""
    rows = await conn.fetch(_SQL["read_flows"], width, since, sender, recipient)
    return {(row["sender"], row["recipient"]): _flow(row) for row in rows}


async def read_flow_between(conn: Connection, width: int, since: datetime, before: datetime) -> Flow:
    """Return what flowed between two instants, of all pairs together."""
    (row,) = await conn.fetch(_SQL["read_flow_between"], width, since, before)
    return _flow(row)


async def read_oldest_waiting(
    conn: Connection, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[datetime, int]]:
    """Return since when the oldest unanswered message of each pair waits, and its place; no pair that has none."""
    senders, recipients = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    rows = await conn.fetch(_SQL["read_oldest_waiting"], senders, recipients)
    return {(row["sender"], row["recipient"]): (row["at"], row["index"]) for row in rows}


async def read_page(
    conn: Connection, senders: Sequence[str], recipients: Sequence[str], *, before: int = LAST, limit: int = 50
) -> list[Passage]:
    """Return messages of these senders to these recipients, newest first."""
    return [_named(row) for row in await conn.fetch(_SQL["read_traffic_page"], senders, recipients, before, limit)]


async def read_to(conn: Connection, recipient: str, *, before: int = LAST, limit: int = 50) -> list[Passage]:
    """Return messages to one recipient, newest first."""
    return [_named(row) for row in await conn.fetch(_SQL["read_traffic_of"], recipient, before, limit)]


async def read_named(conn: Connection, sender: str, message_id: str) -> list[Passage]:
    """Return a message at each recipient."""
    return [_named(row) for row in await conn.fetch(_SQL["read_traffic_named"], sender, message_id)]


async def find(conn: Connection, senders: Sequence[str], message_id: str) -> list[Passage]:
    """Return the messages with this id, at each recipient: several senders may have used it."""
    return [_named(row) for row in await conn.fetch(_SQL["find_traffic"], senders, message_id)]


async def read_failed(conn: Connection, participant: str | None, *, before: int = LAST, limit: int) -> list[Passage]:
    """Return messages that failed, of a participant or of all, newest first."""
    return [_named(row) for row in await conn.fetch(_SQL["read_failed_traffic"], participant, before, limit)]


async def count_reasons(
    conn: Connection, senders: Sequence[str], recipients: Sequence[str], since: int
) -> list[tuple[str, int]]:
    """Return the codes of refusals with how often each was given, from a place of the log on."""
    rows = await conn.fetch(_SQL["count_reasons"], senders, recipients, since)
    return [(row["reason"], row["count"]) for row in rows]


async def read_types(
    conn: Connection, senders: Sequence[str], recipients: Sequence[str], most: int
) -> list[tuple[str, int]]:
    """Return the record types among the newest messages of each pair, with how many were of each."""
    return [(row["type"], row["count"]) for row in await conn.fetch(_SQL["read_types"], senders, recipients, most)]


async def read_versions(conn: Connection, senders: Sequence[str]) -> dict[tuple[str, str, str], tuple[int, datetime]]:
    """Return place and time of each sender's newest message by record type and version ("": unknown)."""
    rows = await conn.fetch(_SQL["read_versions_sent"], senders)
    return {(row["sender"], row["type"], row["version"]): (row["index"], row["at"]) for row in rows}


def _flow(row: "asyncpg.Record") -> Flow:
    slots = tuple(each or 0 for each in row["slots"]) if row["sent"] else (0,) * SLOTS
    return Flow(sent=row["sent"], failed=row["failed"], slots=slots)


def _passage(row: "asyncpg.Record", message_id: str = "") -> Passage:
    return Passage(
        index=row["index"],
        recipient=row["recipient"],
        sender=row["sender"],
        type=row["type"],
        at=row["at"],
        status=row["status"],
        answered_at=row["answered_at"],
        reason=row["reason"],
        id=message_id,
    )


def _named(row: "asyncpg.Record") -> Passage:
    return _passage(row, str(row["id"]))
