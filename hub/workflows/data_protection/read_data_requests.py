"""An authority's own requests about data, and its corrections, with who has not answered or confirmed yet."""

from collections.abc import Sequence
from datetime import datetime

from hub.core import data_protection
from hub.core import leaf as leaves
from hub.core.deadline.case_event import CaseEvent
from hub.store import data_requests
from hub.store.data_requests import DataRequest, WaitingRequest
from hub.workflows.deadline.count_terms import Term, count_terms
from hub.workflows.exchange import Exchange

OPENED_BY = {"request": data_protection.REQUEST, "usage-request": data_protection.USE_REQUEST}


async def read_data_requests(
    exchange: Exchange, *, owner: str, after: int, limit: int, waiting: bool
) -> Sequence[DataRequest]:
    """Return them by place in the log; `waiting`: only those that somebody is still waited for."""
    async with exchange.pool.acquire() as conn:
        return await data_requests.read_own(conn, owner, after=after, limit=limit, waiting=waiting)


def terms_of(exchange: Exchange, waiting: WaitingRequest) -> Sequence[Term]:
    """Return the clocks of a request at one of those who have not answered it, as they stand now."""
    asked = CaseEvent(
        type=OPENED_BY[waiting.kind],
        sender=waiting.owner,
        index=waiting.index,
        at=_at(waiting.leaf),
        delivered_at=None if waiting.delivered is None else _at(waiting.delivered),
        facts={"requested_authority": waiting.waits_for},
    )
    return count_terms(exchange, [asked], agreement=None, parties=(waiting.owner, waiting.waits_for))


def _at(leaf: bytes) -> datetime:
    return datetime.fromisoformat(leaves.parse(leaf).at)
