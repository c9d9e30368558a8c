"""Release: let readers see what was committed and signed.

After a clean COMMIT the process signs and answers; a second, lazy transaction cuts the tiles that became full, writes
the note and the released size, and notifies once. Readers never see more than the released size. After a crash between
the two, the next release, of any process, covers what was left.
"""

import asyncio
from collections.abc import Sequence

import structlog

from hub.core import checkpoint as checkpoints
from hub.core import merkle
from hub.core.checkpoint import Checkpoint
from hub.core.errors import IntegrityError, UnavailableError
from hub.core.tile import WIDTH, Tile, full_between, root_of
from hub.store import log, tiles
from hub.store.connection import Connection, watch_commit
from hub.store.failures import InDoubtError
from hub.telemetry import Event, place_of
from hub.workflows.exchange import Exchange
from hub.workflows.log.own_log import extend, remember
from hub.workflows.log.stop_signing import stop_signing, stopping
from keys import note
from keys.errors import KeyDeviceError
from keys.jwk import Signer

_logger = structlog.get_logger()
PAUSE_AFTER_FAILURE = 0.5
BETWEEN_RELEASES = 0.015
RETRY_AFTER = 2


def sign_checkpoint(exchange: Exchange, size: int, root: bytes) -> bytes:
    """Return the note that the log's key signs over size and root; the same bytes each time.

    Raises:
        IntegrityError: signing has stopped.
        UnavailableError: the hardware module with the log's key does not sign now; what is committed stays so.
    """
    if exchange.stopped:
        raise IntegrityError
    text = checkpoints.format(Checkpoint(origin=exchange.origin, size=size, root=root))
    try:
        return note.sign(text, exchange.origin, exchange.log_key)
    except KeyDeviceError as error:
        _logger.warning(Event.RELEASE_FAILED, code=error.code)
        raise UnavailableError(retry_after=RETRY_AFTER) from None


def empty_note(origin: str, key: Signer) -> bytes:
    """Return the signed checkpoint of a log without leaves."""
    return note.sign(checkpoints.format(Checkpoint(origin=origin, size=0, root=merkle.EMPTY_ROOT)), origin, key)


class Releaser:
    """Writes the newest signed checkpoint, one transaction at a time; one per process."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._newest: tuple[int, bytes] | None = None
        self._wake = asyncio.Event()

    def offer(self, size: int, signed: bytes) -> None:
        """Release up to `size` soon; a later, larger offer replaces one not yet written."""
        if self._newest is None or self._newest[0] < size:
            self._newest = (size, signed)
        self._wake.set()

    async def run(self) -> None:
        """Release until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.flush()
            await asyncio.sleep(BETWEEN_RELEASES)

    async def flush(self) -> None:
        """Write the newest offer, if there is one."""
        if self._newest is None:
            return
        (size, signed), self._newest = self._newest, None
        try:
            await release(self._exchange, size, signed)
        except IntegrityError:
            await stop_signing(self._exchange)
        except Exception as error:  # noqa: BLE001  (whatever it was: readers wait, and the next try may pass)
            _logger.warning(Event.RELEASE_FAILED, error=type(error).__name__, place=place_of(error))
            self.offer(size, signed)
            await asyncio.sleep(PAUSE_AFTER_FAILURE)


async def release(exchange: Exchange, size: int, signed: bytes) -> None:
    """Cut the tiles that became full, then let readers see the log up to `size`, in one transaction."""
    async with exchange.pool.acquire() as conn:
        if size // WIDTH == exchange.cut // WIDTH:  # nothing became full: one statement
            await log.release(conn, size, signed)
        else:
            async with conn.transaction():
                before = await tiles.count_tiles(conn) * WIDTH
                await _cut_tiles(conn, before, size)
                await log.release(conn, size, signed)
            exchange.cut = size
    exchange.metrics.released(size)


async def _cut_tiles(conn: Connection, before: int, size: int) -> None:
    for level_tiles in _by_level(full_between(before, size)):
        cut = []
        for tile in level_tiles:
            hashes = await tiles.read_tile(conn, tile)
            if len(hashes) != WIDTH:
                raise IntegrityError
            cut.append((tile, root_of(hashes), hashes))
        await tiles.write_tiles(conn, cut)  # a level needs the roots of the one below


def _by_level(tiles: Sequence[Tile]) -> list[list[Tile]]:
    levels = sorted({tile.level for tile in tiles})
    return [[tile for tile in tiles if tile.level == level] for level in levels]


async def release_rest(exchange: Exchange) -> int:
    """Release what a crash left between commit and release; return the released size.

    Run at start and by the worker. What is signed has grown out of what this process saw before, leaf by leaf. Taking
    the lock writes, so its commit comes after all that was committed before: once it is confirmed, so are they.

    Raises:
        IntegrityError: the log's end is not what was committed.
        InDoubtError: the standby did not confirm it.
    """
    async with stopping(exchange), exchange.pool.acquire() as conn:
        with watch_commit(conn) as watch:
            async with conn.transaction():
                # A plain read could see a commit whose process still waits for its standby: take the lock first.
                await log.lock(conn)
                end = await log.read_end(conn)
                own = await extend(conn, exchange.own, end)
        if watch.in_doubt:
            raise InDoubtError("commit not confirmed by the standby")
        remember(exchange, own)
        released, _ = await log.read_release(conn)
    if end.size > released:
        await release(exchange, end.size, sign_checkpoint(exchange, end.size, end.root))
    return end.size
