"""Read situation summaries: those that the caller sent or received, as they were said."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from hub.core import instant
from hub.core.envelope import Envelope
from hub.core.statistics import period as periods
from hub.core.statistics.figure import Summary
from hub.store import summaries
from hub.store.erasure import KeptMessage
from hub.workflows.exchange import Exchange
from hub.workflows.retain_messages import read_envelope


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
