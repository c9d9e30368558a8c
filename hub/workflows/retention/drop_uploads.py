"""Drop uploads that no message has referred to within their term, so that they go where nobody uploads any more."""

from hub.core import attachment
from hub.store import attachments
from hub.workflows.exchange import Exchange

AT_ONCE = 20  # each may be many megabytes, and goes in one transaction with the others


async def drop_uploads(exchange: Exchange) -> int:
    """Drop all whose term has passed, a few at a time; return how many."""
    before, dropped = exchange.clock.now() - attachment.TERM, 0
    while True:
        async with exchange.pool.acquire() as conn:
            gone = await attachments.drop_old(conn, before, AT_ONCE)
        dropped += gone
        if gone < AT_ONCE:
            return dropped
