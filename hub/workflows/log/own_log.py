"""The process's own memory of the log: what it signs next must continue what it signed last.

    own frontier (memory) ── stored bytes of the leaves since then, hashed anew ──> the stored end, or signing stops

The tables may be changed by whoever can write them, and may be another, older database tomorrow; the memory cannot. So
nothing of them is signed that does not grow out of it. At the start, when there is no memory yet, the stored tree must
be the one of the checkpoint that was released last, which nobody can make without the log's key.
"""

from collections.abc import Iterable

from hub.core import merkle, tile
from hub.core import receipt as receipts
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError, IntegrityError
from hub.core.merkle import Frontier
from hub.store import log, tiles
from hub.store.connection import Connection
from hub.store.log import LogEnd
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.stop_signing import stopping
from keys import trust_chain, trust_root, trustlist
from keys.errors import KeysError
from keys.note import VerifierKey

STRETCH = 4096


class BehindError(Exception):
    """Other processes have written more than is read under the log's lock: catch up first."""


async def check_start(exchange: Exchange) -> None:
    """Begin the memory: the log as its tiles and newest leaves have it, if that is what was released.

    Raises:
        IntegrityError: the stored log is not what was signed, or signing was stopped.
    """
    async with (
        stopping(exchange),
        exchange.pool.acquire() as conn,
        conn.transaction(isolation="repeatable_read", readonly=True),
    ):
        end = await log.read_end(conn)
        released, signed = await log.read_release(conn)
        shown = open_own(signed, log_keys(exchange.judgement, exchange.anchor))
        frontier = await read_frontier(conn, released)
        if (shown.size, shown.root) != (released, frontier.root()):
            raise IntegrityError
        exchange.own = await extend(conn, frontier, end)


def log_keys(judgement: Judgement, anchor: str) -> tuple[VerifierKey, ...]:
    """Return the keys that have signed this log, newest first: of the root in force and of those that led to it."""
    names = [trustlist.digest(root) for root in judgement.roots]
    first = names.index(anchor) if anchor in names else 0
    chain = [trust_root.parse(trust_chain.text_of(root, trust_root.KIND)).log for root in judgement.roots[first:]]
    return tuple(dict.fromkeys([judgement.trust.log_verifier, *reversed(chain)]))


def open_own(signed: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Return the checkpoint of a note that one of the log's keys signed.

    Raises:
        IntegrityError: none did.
    """
    for key in keys:
        try:
            return receipts.open_checkpoint(signed, key)
        except (HubError, KeysError):
            continue
    raise IntegrityError


async def read_frontier(conn: Connection, size: int) -> Frontier:
    """Return the frontier of the log of `size` leaves, folded anew from its kept tiles and newest leaves.

    Raises:
        IntegrityError: the log does not hold what it must.
    """
    nodes = merkle.frontier_nodes(size)
    shown = {each: await tiles.read_tile(conn, each) for each in tile.tiles_for(nodes, size)}
    if any(len(hashes) != each.width for each, hashes in shown.items()):
        raise IntegrityError
    known = tile.read_nodes(nodes, size, shown)
    return Frontier(size=size, hashes=tuple(known[node] for node in nodes))


async def extend(conn: Connection, own: Frontier, end: LogEnd) -> Frontier:
    """Return the memory grown by the leaves stored since, hashed anew.

    Raises:
        IntegrityError: they do not lead to the end of the log, or the log is shorter than it was.
    """
    own = await _grow(conn, own, end.size)
    if own != end.frontier:
        raise IntegrityError
    return own


async def _grow(conn: Connection, own: Frontier, size: int) -> Frontier:
    while own.size < size:
        hashes = await tiles.read_leaf_hashes(conn, own.size, min(size, own.size + STRETCH))
        if not hashes:
            raise IntegrityError
        own = own.append(hashes)
    return own


async def catch_up(exchange: Exchange) -> None:
    """Grow the memory up to what is released: that is confirmed, and signed.

    Raises:
        IntegrityError: what is stored does not lead from the memory to the released checkpoint.
    """
    async with exchange.pool.acquire() as conn:
        released, signed = await log.read_release(conn)
        own = await _grow(conn, exchange.own, released)
    shown = open_own(signed, log_keys(exchange.judgement, exchange.anchor))
    if own.size == released and (shown.size, shown.root) != (released, own.root()):
        raise IntegrityError
    remember(exchange, own)


def remember(exchange: Exchange, own: Frontier) -> None:
    """Take a frontier that grew out of the memory as the memory, unless that has grown further meanwhile.

    Only one whose commit was confirmed: what a failover may take back again is not to be remembered.
    """
    if own.size > exchange.own.size:
        exchange.own = own
