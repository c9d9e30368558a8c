"""Judge the figures of a summary before it is signed: what is wrong, what asks for an explanation."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.errors import Fault
from hub.core.statistics import listed, situation_summary
from hub.store import summaries
from hub.workflows.drafts.prepare_record import newest_version
from hub.workflows.exchange import Exchange
from hub.workflows.submission.listed_figures import indicators_of

TYPE = situation_summary.TYPE


def judge_summary(exchange: Exchange, record: Mapping[str, Any]) -> tuple[Sequence[Fault], Sequence[Fault]]:
    """Return what is wrong with a summary, and what is odd in it; pointers are into the record."""
    version = newest_version(exchange, TYPE)
    wrong = [
        Fault(pointer=each.pointer, code=each.code, ru=each.ru, en=each.en)
        for each in exchange.catalogue.validate(TYPE, version, record)
    ]
    if wrong:
        return wrong, ()
    known = indicators_of(exchange.catalogue)
    wrong = [*situation_summary.check_days(record), *listed.check_small(record, known)]
    return wrong, [
        *situation_summary.check(record),
        *listed.check(record, known),
        *listed.check_told(record, known),
    ]


async def next_revision(exchange: Exchange, *, sender: str, period: str) -> int:
    """Return the number that a participant's next summary of a period has; 1: it is the first."""
    async with exchange.pool.acquire() as conn:
        return await summaries.last_revision(conn, sender, period) + 1
