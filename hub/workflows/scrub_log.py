"""Re-read the log in the background: its leaves must still hash to the tiles and to the root that was signed.

One step re-hashes a stretch of leaves against the tile kept of them; the last stretch, which has no full tile yet, is
checked against the frontier. A mismatch stops signing.
"""

from hub.core import merkle, tile
from hub.core.errors import IntegrityError
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile
from hub.store import log
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange

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
        async with self._exchange.pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
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
    kept = await log.read_tile(conn, Tile(0, number))
    leaves = await log.read_leaves(conn, number * WIDTH, (number + 1) * WIDTH)
    if [merkle.leaf_hash(body) for _, body in leaves] != kept:
        raise IntegrityError


async def _check_end(conn: Connection, frontier: Frontier, full: int) -> None:
    """Fold the kept tiles and the newest leaves into the frontier anew."""
    begin = full * WIDTH
    nodes = merkle.frontier_nodes(begin)
    tiles = {each: await log.read_tile(conn, each) for each in tile.tiles_for(nodes, begin)}
    known = tile.read_nodes(nodes, begin, tiles)
    start = Frontier(size=begin, hashes=tuple(known[node] for node in nodes))
    rest = await log.read_leaves(conn, begin, frontier.size)
    if start.append(merkle.leaf_hash(body) for _, body in rest) != frontier:
        raise IntegrityError
