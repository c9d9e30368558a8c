"""Heed reach: a correction, or a request about records, goes to those whom the log says that it concerns.

What a leaf says never changes, so it is looked at before the place is given.
"""

from collections.abc import Sequence

from hub.core import data_protection
from hub.core import leaf as leaves
from hub.core.errors import HubError, UnavailableError, UnprocessableError
from hub.core.leaf import MessageLeaf
from hub.store import messages
from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.log.candidate import Candidate
from keys.errors import KeysError

RETRY_AFTER = 5
Checked = Candidate | HubError | KeysError


async def heed_reach(exchange: Exchange, checked: Sequence[Checked]) -> list[Checked]:
    """Return the same, with a refusal for what names records that it has nothing to do with, or misses somebody."""
    return [await _heed(exchange, each) if isinstance(each, Candidate) else each for each in checked]


async def _heed(exchange: Exchange, candidate: Candidate) -> Checked:
    named = data_protection.named(candidate.envelope)
    if not named:
        return candidate
    try:
        async with exchange.pool.acquire() as conn:
            found = [await messages.read_leaf_named(conn, each["sender"], each["id"]) for each in named]
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)
    faults = data_protection.check_reach(candidate.envelope, [_read(body) for body in found])
    return UnprocessableError(faults) if faults else candidate


def _read(body: bytes | None) -> MessageLeaf | None:
    leaf = None if body is None else leaves.parse(body)
    return leaf if isinstance(leaf, MessageLeaf) else None
