"""The projection `traffic`: each message at each recipient, what became of it, and the sums that the board shows.

A receipt is no message of the board: it says what became of others. Sums are kept by the day and by the hour, and by
five minutes for a day, so that no period has to look at many. What is added and taken away are whole contributions, so
a sum is always that of its messages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub.core.delivery import HUB, TYPE
from hub.core.health.flow import Flow, contribution
from hub.store import traffic
from hub.store.connection import Connection
from hub.store.traffic import Passage, Span
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed
from schemas import catalogue

DAY, HOUR, MINUTES = 86_400, 3600, 300
WIDTHS = (DAY, HOUR, MINUTES)
KEPT = timedelta(days=1)  # spans of five minutes
Change = tuple[Passage, Flow]


class Traffic:
    """Keeps a line for each message at each recipient, and the sums."""

    name = "traffic"
    types = frozenset(each.name for each in catalogue.load().record_types())
    tables = ("traffic", "traffic_span")

    async def apply(self, conn: Connection, _exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order; what is old is told by their times: rebuilding comes to the same."""
        if not messages:
            return
        changes: list[Change] = []
        for is_receipt, run in _runs(messages):
            changes += await _answer(conn, run) if is_receipt else await _add(conn, run)
        await _sum(conn, changes)
        await traffic.drop_old_spans(conn, MINUTES, messages[-1].at - KEPT)

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages."""
        gone = await traffic.forget(conn, indexes)
        await _sum(conn, [(each, -_part(each)) for each in gone])

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""
        await traffic.clear(conn)


def _runs(messages: Sequence[Followed]) -> Iterator[tuple[bool, list[Followed]]]:
    """Yield runs of receipts and of other messages, in their order."""
    run: list[Followed] = []
    for each in messages:
        if run and (each.envelope.type == TYPE) != (run[-1].envelope.type == TYPE):
            yield run[-1].envelope.type == TYPE, run
            run = []
        run.append(each)
    if run:
        yield run[-1].envelope.type == TYPE, run


async def _add(conn: Connection, messages: Sequence[Followed]) -> list[Change]:
    rows = [
        Passage(
            index=each.index,
            recipient=name,
            sender=each.envelope.sender,
            type=each.envelope.type,
            at=each.at,
            version=each.envelope.version,
        )
        for each in messages
        for name in dict.fromkeys(each.to)
    ]
    await traffic.add(conn, rows)
    return [(row, _part(row)) for row in rows]


async def _answer(conn: Connection, receipts: Iterable[Followed]) -> list[Change]:
    changes: list[Change] = []
    for each in receipts:
        record, sender = each.envelope.record, each.envelope.sender
        said_by = None if sender == HUB else sender
        places = [one["index"] for one in record["messages"]]
        reason = record["reason"]["code"] if "reason" in record else None
        for before in await traffic.read_said_of(conn, places, said_by):
            after = replace(before, status=record["status"], answered_at=before.answered_at or each.at, reason=reason)
            await traffic.answer(conn, after)
            changes.append((after, _part(after) + -_part(before)))
    return changes


def _part(row: Passage) -> Flow:
    return contribution(row.at, row.status, row.answered_at)


async def _sum(conn: Connection, changes: Iterable[Change]) -> None:
    added: dict[Span, Flow] = defaultdict(Flow)
    for row, flow in changes:
        for width in WIDTHS:
            span = Span(width=width, begins=begin_of(row.at, width), sender=row.sender, recipient=row.recipient)
            added[span] += flow
    await traffic.add_to_spans(conn, {span: added[span] for span in sorted(added, key=_order)})


def _order(span: Span) -> tuple[int, datetime, str, str]:
    return span.width, span.begins, span.sender, span.recipient


def begin_of(at: datetime, width: int) -> datetime:
    """Return when the span of this width begins that an instant falls into."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % width, UTC)
