"""Keep an attachment: its ciphertext is taken piece by piece, named by its digest, and given out piece by piece.

    pieces as they come ──chunks of 256 KiB, each its own transaction──> whole ──digest as announced──> kept for a day

No connection is held while a sender is slow, and no process ever holds a file. Nothing here can be opened: keys travel
sealed in the descriptor.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from hub.core import attachment
from hub.core.errors import AttachmentDigestError, MissingError, OverloadedError
from hub.store import attachments
from hub.store.attachments import Found
from hub.workflows.exchange import Exchange

CHUNK = 256 * 1024
AT_ONCE = 20  # old uploads that go with each new one
RETRY_AFTER = 3600


async def keep_attachment(
    exchange: Exchange, owner: str, sha256: str, pieces: AsyncIterator[bytes], *, quota: int
) -> int:
    """Keep the bytes that come, and return how many; the same bytes again only renew their term.

    Raises:
        AttachmentDigestError: their digest is another than announced; nothing is kept.
        OverloadedError: the participant has too much waiting for a message already.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn:
        await attachments.drop_old(conn, now - attachment.TERM, AT_ONCE)
        if (known := await attachments.renew(conn, owner, sha256, now)) is not None:
            return known
        upload = await attachments.begin(conn, owner, now)
    whole = False
    try:
        taker = _Taker(exchange, owner, upload, quota)
        size = await taker.take(pieces, sha256)
        async with exchange.pool.acquire() as conn:
            whole = await attachments.end(conn, upload, sha256, exchange.clock.now())
        return size
    finally:
        if not whole:
            async with exchange.pool.acquire() as conn:
                await attachments.drop(conn, upload)


@dataclass(slots=True)
class _Taker:
    """Takes one upload of a participant, chunk by chunk, as long as what waits of his fits into the quota."""

    exchange: Exchange
    owner: str
    upload: int
    quota: int
    number: int = 0

    async def take(self, pieces: AsyncIterator[bytes], sha256: str) -> int:
        """Write what comes in chunks of one length, and return how many bytes came."""
        digest, size, kept = hashlib.sha256(), 0, bytearray()
        async for piece in pieces:
            digest.update(piece)
            size += len(piece)
            kept += piece
            while len(kept) >= CHUNK:
                await self._write(bytes(kept[:CHUNK]))
                del kept[:CHUNK]
        if digest.hexdigest() != sha256:
            raise AttachmentDigestError
        if kept or not self.number:
            await self._write(bytes(kept))
        return size

    async def _write(self, body: bytes) -> None:
        async with self.exchange.pool.acquire() as conn:
            await attachments.write_chunk(conn, self.upload, self.number, body)
            used = await attachments.measure(conn, self.owner)
        if used > self.quota:
            raise OverloadedError(retry_after=RETRY_AFTER)
        self.number += 1


async def find_attachment(exchange: Exchange, sha256: str, reader: str) -> Found:
    """Return an attachment of this participant's own, or of a message that it sent or got.

    Raises:
        MissingError: there is none, or it is not this participant's: both look the same.
    """
    async with exchange.pool.acquire() as conn:
        found = await attachments.find(conn, sha256, reader)
    if found is None:
        raise MissingError
    return found


async def read_attachment(exchange: Exchange, found: Found) -> AsyncIterator[bytes]:
    """Yield the ciphertext, a chunk at a time."""
    number = 0
    while True:
        async with exchange.pool.acquire() as conn:
            body = await attachments.read_chunk(conn, found.id, number)
        if body is None:
            return
        yield body
        number += 1
