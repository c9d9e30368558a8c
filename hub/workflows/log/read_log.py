"""Read the log as its readers may: never beyond the released size."""

from hub.core import tile
from hub.core.errors import EntriesNotAllowedError, IntegrityError, ParameterError
from hub.core.tile import WIDTH, Tile
from hub.store import log
from hub.workflows.exchange import Exchange
from hub.workflows.log import prove_log
from keys.trustlist import ParticipantRole


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


async def read_log_entries(exchange: Exchange, wanted: Tile, reader: str) -> bytes | None:
    """Return the leaves under a tile of level 0, each after its length (C2SP tlog-tiles); None as `read_log_tile`.

    Raises:
        EntriesNotAllowedError: the reader is not the secretariat.
    """
    if exchange.judgement.trust.participants[reader].role is not ParticipantRole.SECRETARIAT:
        raise EntriesNotAllowedError
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        stands = tile.tile_at(0, wanted.number, released)
        if stands is None or wanted.width > stands.width:
            return None
        begin = wanted.number * WIDTH
        bodies = [body for _, body in await log.read_leaves(conn, begin, begin + wanted.width)]
    if len(bodies) != wanted.width:
        raise IntegrityError
    return tile.bundle(bodies)


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
