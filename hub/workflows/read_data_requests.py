"""An authority's own requests about data, and its corrections, with who has not answered or confirmed yet."""

from collections.abc import Sequence

from hub.store import data_requests
from hub.store.data_requests import DataRequest
from hub.workflows.exchange import Exchange


async def read_data_requests(
    exchange: Exchange, *, owner: str, after: int, limit: int, waiting: bool
) -> Sequence[DataRequest]:
    """Return them by place in the log; `waiting`: only those that somebody is still waited for."""
    async with exchange.pool.acquire() as conn:
        return await data_requests.read_own(conn, owner, after=after, limit=limit, waiting=waiting)
