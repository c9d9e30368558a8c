"""Full tiles as they are kept, and partial ones as they stand: from the newest leaves or the level below.

Every function takes a connection and none opens a transaction.
"""

from collections.abc import Sequence

from hub.core.tile import WIDTH, Tile, root_of, split
from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


async def read_tile(conn: Connection, tile: Tile) -> list[bytes]:
    """Return the hashes of a tile, full or partial; shorter than its width if the log does not reach that far."""
    if tile.width == WIDTH:
        kept = await read_kept_tile(conn, tile)
        if kept is not None:
            return kept[1]
    begin = tile.number * WIDTH
    if tile.level > 0:
        return await _read_children(conn, tile.level - 1, begin, begin + tile.width)
    return await read_leaf_hashes(conn, begin, begin + tile.width)


async def _read_children(conn: Connection, level: int, begin: int, end: int) -> list[bytes]:
    """Return the roots of full tiles; of those not cut yet, which is done at release, from what is below them."""
    roots = await read_roots(conn, level, begin, end)
    for number in range(begin + len(roots), end):
        hashes = await read_tile(conn, Tile(level, number))
        if len(hashes) < WIDTH:
            break
        roots.append(root_of(hashes))
    return roots


async def read_leaf_hashes(conn: Connection, begin: int, end: int) -> list[bytes]:
    """Return the hashes of the leaves from `begin` up to, not including, `end`, from their stored bytes."""
    return [row["hash"] for row in await conn.fetch(_SQL["read_leaf_hashes"], begin, end)]


async def read_kept_tile(conn: Connection, tile: Tile) -> tuple[bytes, list[bytes]] | None:
    """Return root and hashes of a full tile as it is kept; None if it is not."""
    row = await conn.fetchrow(_SQL["read_tile"], tile.level, tile.number)
    return None if row is None else (row["root"], split(row["hashes"]))


async def read_roots(conn: Connection, level: int, begin: int, end: int) -> list[bytes]:
    """Return the roots of the full tiles of a level from number `begin` up to, not including, `end`."""
    return [row["hash"] for row in await conn.fetch(_SQL["read_tile_roots"], level, begin, end)]


async def write_tiles(conn: Connection, tiles: Sequence[tuple[Tile, bytes, Sequence[bytes]]]) -> None:
    """Keep full tiles, each with its root and hashes; those kept already stay as they are."""
    await conn.execute(
        _SQL["write_tiles"],
        [tile.level for tile, _, _ in tiles],
        [tile.number for tile, _, _ in tiles],
        [root for _, root, _ in tiles],
        [b"".join(hashes) for _, _, hashes in tiles],
    )


async def count_tiles(conn: Connection) -> int:
    """Return how many full tiles of level 0 are kept."""
    return int(await conn.fetchval(_SQL["count_tiles"]))
