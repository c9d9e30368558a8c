"""Bodies of requests, read within bounds of size, time and memory, before anything is known of who sends them.

declared larger than allowed        refused at once, nothing is read
larger than allowed on the way      refused as soon as it passes the limit
slower than `SLOWEST` after `GRACE` refused: whoever dribbles holds no memory
all bodies under way                at most `most` bytes in a process; what does not fit comes again later
"""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import ClientPayloadError, StreamReader, web

from hub.core.errors import MalformedError, OverloadedError, SlowBodyError, TooLargeError

GRACE = 10.0  # seconds in which a body may be as slow as it likes
SLOWEST = 16 * 1024  # bytes a second from then on
RETRY_AFTER = 5


class Bodies:
    """The bodies under way in one process: never more than `most` bytes together."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.held = 0

    async def read(self, request: web.Request, limit: int) -> bytes:
        """Return the body.

        Raises:
            TooLargeError: it is longer than `limit` bytes.
            SlowBodyError: it comes too slowly.
            OverloadedError: too much is under way already.
            MalformedError: the sender hung up, or broke the framing.
        """
        if request.content_length is not None and request.content_length > limit:
            raise TooLargeError(limit=limit)
        try:
            return await self._gather(request.content, limit)
        except TimeoutError:
            raise SlowBodyError from None
        except (ClientPayloadError, web.RequestPayloadError, ConnectionError):
            raise MalformedError from None

    async def pieces(self, request: web.Request, limit: int) -> AsyncIterator[bytes]:
        """Yield the body as it comes, so that it is never held whole; the same bounds hold.

        Raises:
            TooLargeError, SlowBodyError, MalformedError: as `read`.
        """
        if request.content_length is not None and request.content_length > limit:
            raise TooLargeError(limit=limit)
        begun, length = asyncio.get_running_loop().time(), 0
        try:
            while part := await _next(request.content, begun + GRACE + length / SLOWEST):
                length += len(part)
                if length > limit:
                    raise TooLargeError(limit=limit)
                yield part
        except TimeoutError:
            raise SlowBodyError from None
        except (ClientPayloadError, web.RequestPayloadError, ConnectionError):
            raise MalformedError from None

    async def _gather(self, stream: StreamReader, limit: int) -> bytes:
        begun, parts, length = asyncio.get_running_loop().time(), list[bytes](), 0
        try:
            while part := await _next(stream, begun + GRACE + length / SLOWEST):
                parts.append(part)
                length += len(part)
                self.held += len(part)
                if length > limit:
                    raise TooLargeError(limit=limit)
                if self.held > self._most:
                    raise OverloadedError(retry_after=RETRY_AFTER)
            return b"".join(parts)
        finally:
            self.held -= length


async def _next(stream: StreamReader, until: float) -> bytes:
    """Return what has come; empty at the end. A body that is all there needs no timer."""
    if stream.is_eof():
        return await stream.readany()
    async with asyncio.timeout_at(until):
        return await stream.readany()
