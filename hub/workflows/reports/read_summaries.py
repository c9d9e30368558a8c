"""Read situation summaries: those that the caller sent or received, as they were said."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from hub.core import instant
from hub.core.envelope import Envelope
from hub.core.errors import MissingError
from hub.core.statistics import period as periods
from hub.core.statistics.figure import Summary
from hub.store import summaries
from hub.store.erasure import KeptMessage
from hub.store.summaries import SummaryRow
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope

LAST = 2**62


async def read_summaries(
    exchange: Exchange, *, reader: str, after: int, period: str | None, area: str | None, limit: int
) -> dict[str, Any]:
    """Return a page of summaries after the first `after` leaves, with their records; `next` is what to ask for next."""
    async with exchange.pool.acquire() as conn:
        found = await summaries.read_page(conn, reader, after=after, period=period, area=area, limit=limit)
    opened = [(each, read_envelope(exchange, each)) for each in found]
    return {
        "after": after,
        "next": found[-1].index + 1 if found else after,
        "summaries": [_line(kept, envelope) for kept, envelope in opened if envelope is not None],
    }


async def list_sent(exchange: Exchange, *, sender: str, before: int | None, limit: int) -> Sequence[SummaryRow]:
    """Return the summaries that a participant sent, the last ones first, before a place of the log."""
    async with exchange.pool.acquire() as conn:
        return await summaries.read_sent(conn, sender, before=LAST if before is None else before, limit=limit)


async def read_summary(exchange: Exchange, *, reader: str, index: int) -> tuple[KeptMessage, Envelope]:
    """Return the summary at a place of the log.

    Raises:
        MissingError: there is none, or none that the reader sent or received.
    """
    async with exchange.pool.acquire() as conn:
        found = await summaries.read_page(conn, reader, after=index, period=None, area=None, limit=1)
    envelope = read_envelope(exchange, found[0]) if found and found[0].index == index else None
    if envelope is None:
        raise MissingError
    return found[0], envelope


def _line(kept: KeptMessage, envelope: Envelope) -> dict[str, Any]:
    return {
        "index": kept.index,
        "id": envelope.id,
        "from": envelope.sender,
        "sha256": kept.sha256,
        "sent_at": instant.format(envelope.sent_at, seconds=True),
        "record": envelope.record,
    }


async def open_summaries(exchange: Exchange, found: Iterable[KeptMessage]) -> Sequence[Summary]:
    """Return summaries with their records, without those that are erased meanwhile; others have their turn between."""
    made = []
    for kept in found:
        envelope = read_envelope(exchange, kept)
        summary = None if envelope is None else _summary(kept, envelope)
        if summary is not None:
            made.append(summary)
        await asyncio.sleep(0)
    return made


def _summary(kept: KeptMessage, envelope: Envelope) -> Summary | None:
    period = periods.parse(envelope.record["period"]["value"])
    if period is None:
        return None
    return Summary(
        index=kept.index,
        sender=envelope.sender,
        id=envelope.id,
        sha256=kept.sha256,
        sent_at=instant.format(envelope.sent_at, seconds=True),
        period=period,
        record=envelope.record,
    )
