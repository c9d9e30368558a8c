"""Re-read the log in the background: its leaves must still hash to the tiles and to the root that was signed.

One step re-hashes a stretch of leaves against the tile kept of them; the last stretch, which has no full tile yet, is
checked against the frontier. A tile of a higher level is checked against the roots of those below when the walk has
passed them. The messages' own bytes are read again more slowly, each against the digest in its leaf. A mismatch stops
signing.
"""

import contextlib
from collections.abc import Sequence
from hashlib import sha256

from hub.core import leaf as leaves
from hub.core import merkle, tile
from hub.core.errors import EncryptionKeyError, IntegrityError, LeafMalformedError
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile
from hub.store import audit, log, tiles
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.log.own_log import read_frontier
from hub.workflows.log.stop_signing import stopping

TILES_A_STEP = 16
MESSAGES_A_STEP = 512


class Scrubber:
    """Walks through the log again and again, a stretch at a step."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._next = 0
        self._message = 0

    async def step(self) -> int:
        """Check the next stretch; return the number of leaves read.

        Raises:
            IntegrityError: a leaf, a tile or the log's end is not what was signed.
        """
        exchange = self._exchange
        async with (
            stopping(exchange),
            exchange.pool.acquire() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            end = await log.read_end(conn)
            released, _ = await log.read_release(conn)
            full = released // WIDTH
            first = self._next if self._next < full else 0
            last = min(first + TILES_A_STEP, full)
            for number in range(first, last):
                await _check_tile(conn, number)
            self._next = last
            await _check_end(conn, end.frontier, full)
            begin = self._message if self._message < released else 0
            self._message = min(begin + MESSAGES_A_STEP, released)
            await _check_messages(exchange, conn, begin, self._message)
        return (last - first) * WIDTH


async def _check_tile(conn: Connection, number: int) -> None:
    leaves = await log.read_leaves(conn, number * WIDTH, (number + 1) * WIDTH)
    hashes, level = [merkle.leaf_hash(body) for _, body in leaves], 0
    await _check_kept(conn, Tile(level, number), hashes)
    while number % WIDTH == WIDTH - 1:  # it was the last one below another tile
        number, level = number // WIDTH, level + 1
        hashes = await tiles.read_roots(conn, level - 1, number * WIDTH, (number + 1) * WIDTH)
        await _check_kept(conn, Tile(level, number), hashes)


async def _check_kept(conn: Connection, place: Tile, hashes: Sequence[bytes]) -> None:
    kept = await tiles.read_kept_tile(conn, place)
    if len(hashes) != WIDTH or kept is None or kept != (tile.root_of(hashes), hashes):
        raise IntegrityError


async def _check_end(conn: Connection, frontier: Frontier, full: int) -> None:
    """Fold the kept tiles and the newest leaves into the frontier anew."""
    begin = full * WIDTH
    start = await read_frontier(conn, begin)
    rest = await log.read_leaves(conn, begin, frontier.size)
    if start.append(merkle.leaf_hash(body) for _, body in rest) != frontier:
        raise IntegrityError


async def _check_messages(exchange: Exchange, conn: Connection, begin: int, end: int) -> None:
    """Read the messages of a stretch again: the bytes must be those that the leaf names, unless they were erased."""
    rows = {row.index: row for row in await audit.read_messages(conn, begin, end)}
    for index, body in await log.read_leaves(conn, begin, end):
        row = rows.pop(index, None)
        digest = _digest_of(body)
        if digest is None and row is None:
            continue
        if row is None or row.sha256 != digest:
            raise IntegrityError
        with contextlib.suppress(EncryptionKeyError):  # no key now: nothing can be said of it
            raw = exchange.vault.find(row.body)
            if row.erased if raw is None else sha256(raw).hexdigest() == digest:
                continue
            raise IntegrityError
    if rows:
        raise IntegrityError


def _digest_of(body: bytes) -> str | None:
    """Return the digest of the message that a leaf vouches for; None for an act's leaf."""
    try:
        leaf = leaves.parse(body)
    except LeafMalformedError:
        raise IntegrityError from None
    return leaf.sha256 if isinstance(leaf, MessageLeaf) else None
