"""The role `screening`: its index follows the log as long as the process runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from hub.core.quota import Quotas
from hub.workflows.process.open_exchange import Process, end
from hub.workflows.screening.screen import Screening
from hub.workflows.screening.screening_index import ScreeningIndex
from schemas import screening_rules


@contextlib.asynccontextmanager
async def open_screening(process: Process) -> AsyncIterator[Screening]:
    """Fill the index and follow the log until the block ends; questions are answered once it is full."""
    for kind in (screening_rules.REQUEST, screening_rules.CITIZEN):
        screening_rules.check(kind, None)  # compile the schemas now: the first question should not wait for it
    index = ScreeningIndex(process.exchange)
    following = asyncio.create_task(index.run(process.released))
    try:
        yield Screening(
            exchange=process.exchange,
            committer=process.committer,
            index=index,
            quotas=Quotas(rate=process.settings.screening_rate, burst=process.settings.screening_burst),
        )
    finally:
        await end([following])
