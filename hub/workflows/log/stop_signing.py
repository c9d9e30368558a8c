"""Stop signing: the stored log is not what was signed.

For good, and in every process: a mark beside the log's end stops the others at their next group, and all of them at
their next start. docs/reference/log.md says what an operator does then.
"""

import contextlib
from collections.abc import AsyncIterator

import structlog

from hub.core.errors import IntegrityError
from hub.store import log
from hub.store.failures import FAILURES
from hub.telemetry import Event
from hub.workflows.exchange import Exchange

_logger = structlog.get_logger()


async def stop_signing(exchange: Exchange) -> None:
    """Stop this process at once, and the others by the mark; without a database, by the next one who finds out."""
    if not exchange.stopped:
        _logger.error(Event.SIGNING_STOPPED)
    exchange.stopped = True
    with contextlib.suppress(*FAILURES):
        async with exchange.pool.acquire() as conn:
            await log.stop(conn)


@contextlib.asynccontextmanager
async def stopping(exchange: Exchange) -> AsyncIterator[None]:
    """Stop signing if the block finds that the log is not what was signed.

    Raises:
        IntegrityError: it is not.
    """
    try:
        yield
    except IntegrityError:
        await stop_signing(exchange)
        raise
