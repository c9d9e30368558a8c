"""The receipt of a statement that is in the log already: whoever sends the same bytes again gets it."""

from collections.abc import Awaitable, Callable
from hashlib import sha256

from hub.core.receipt import Receipt
from hub.store import log
from hub.store.connection import Connection
from hub.store.statements import Place
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import make_receipt
from hub.workflows.log.release_log import release_rest

Find = Callable[[Connection, str], Awaitable[Place | None]]


async def find_place(exchange: Exchange, token: bytes, find: Find) -> Place | None:
    """Return where the log has the very statement, if it has; `find` looks it up by its SHA-256 in hexadecimal."""
    async with exchange.pool.acquire() as conn:
        return await find(conn, sha256(token).hexdigest())


async def repeat_receipt(exchange: Exchange, place: Place) -> Receipt:
    """Return the receipt of what stands there; where its group was not released yet, that is done first."""
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
    if place.group_size > released:  # proofs need the tiles that only a release cuts
        await release_rest(exchange)
    async with exchange.pool.acquire() as conn:
        return await make_receipt(exchange, conn, index=place.index, group_size=place.group_size, leaf=place.leaf)
