"""Note which evidence an officer has opened: what decides a case has to have been looked at before it is decided."""

from collections.abc import Sequence

from hub.core.console.account import Account
from hub.store import drafts
from hub.workflows.exchange import Exchange


async def open_evidence(exchange: Exchange, account: Account, *, index: int, item: int) -> None:
    """Note that the account has opened an item: `index` is its record's place in the log, `item` its own in that."""
    async with exchange.pool.acquire() as conn:
        await drafts.open_evidence(conn, account.id, index, item, exchange.clock.now())


async def opened(exchange: Exchange, account: Account, indexes: Sequence[int]) -> frozenset[tuple[int, int]]:
    """Return what the account has opened of the records at these places, as (index, item)."""
    async with exchange.pool.acquire() as conn:
        return await drafts.read_opened(conn, account.id, indexes)
