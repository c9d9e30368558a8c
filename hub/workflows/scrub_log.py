"""Re-read the log in the background: its leaves must still hash to the tiles and to the root that was signed.

One step re-hashes a stretch of leaves against the tile kept of them; the last stretch, which has no full tile yet, is
checked against the frontier. A tile of a higher level is checked against the roots of those below when the walk has
passed them. A mismatch stops signing.
"""

from collections.abc import Sequence

from hub.core import merkle, tile
from hub.core.errors import IntegrityError
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile
from hub.store import log, tiles
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.own_log import read_frontier
from hub.workflows.stop_signing import stopping

TILES_A_STEP = 16


class Scrubber:
    """Walks through the log again and again, a stretch at a step."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._next = 0

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
