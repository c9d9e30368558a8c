"""Read the log as its readers may: never beyond the released size."""

from hub.core import tile
from hub.core.errors import ParameterError
from hub.core.tile import Tile
from hub.store import log
from hub.workflows import prove_log
from hub.workflows.exchange import Exchange


async def read_checkpoint(exchange: Exchange) -> bytes:
    """Return the signed note of the released size."""
    async with exchange.pool.acquire() as conn:
        return (await log.read_release(conn))[1]


async def read_log_tile(exchange: Exchange, wanted: Tile) -> bytes | None:
    """Return a tile's hashes; None where the released log does not have so many."""
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        stands = tile.tile_at(wanted.level, wanted.number, released)
        if stands is None or wanted.width > stands.width:
            return None
        return b"".join(await prove_log.read_tile(exchange, conn, wanted))


async def read_log_inclusion(exchange: Exchange, index: int, size: int) -> list[bytes]:
    """Return the proof that the leaf is in the log of `size`.

    Raises:
        ParameterError: the size is not released, or the leaf not in it.
    """
    async with exchange.pool.acquire() as conn:
        if size > (await log.read_release(conn))[0]:
            raise ParameterError(parameter="size")
        return (await prove_log.prove_inclusions(exchange, conn, [index], size))[0]


async def read_log_consistency(exchange: Exchange, first: int, second: int) -> list[bytes]:
    """Return the proof that the log of `second` leaves continues that of `first`.

    Raises:
        ParameterError: a size is not released, or they are not in that order.
    """
    async with exchange.pool.acquire() as conn:
        if second > (await log.read_release(conn))[0]:
            raise ParameterError(parameter="second")
        return await prove_log.prove_consistency(exchange, conn, first, second)
