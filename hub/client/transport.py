"""HTTP as this house uses it: no redirects, no compression, no cookies, bounded answers, deadlines, own errors."""

import ssl
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from hub.client.errors import BadAnswerError, RetryLaterError, TooLongError

CONNECT_SECONDS = 10.0
MAX_RETRY_AFTER = 3600.0
AGENT = "cis-migration-gateway/1"
MOST_REFUSAL = 1024 * 1024


class LostError(Exception):
    """The connection broke after the request may have reached the hub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: status, media type without parameters, the pause asked for in seconds, the whole body."""

    status: int
    media_type: str
    retry_after: float
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent. `most` bounds the answer's body in bytes, `seconds` the time until it is whole."""

    method: str
    path: str
    query: Mapping[str, str | int] | None = None
    headers: Mapping[str, str] | None = None
    body: bytes | AsyncIterable[bytes] | None = None
    most: int = 1024 * 1024
    seconds: float = 30.0


class Transport:
    """One hub's address and the connections to it."""

    def __init__(self, base_url: str, *, proxy: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._proxy = proxy
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=tls or True, limit=8),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def send(self, request: Request) -> Answer:
        """Send a request and return the whole answer, whatever its status.

        Raises:
            RetryLaterError: the hub was not reached.
            LostError: the connection broke, or the answer took too long.
            BadAnswerError: a redirect, a compressed body.
            TooLongError: a body beyond the bound.
        """
        async with self._opened(request) as response:
            return await _read(response, request.most)

    async def save(self, request: Request, write: Callable[[bytes], object]) -> Answer:
        """Send a request and give its answer away piece by piece, where it is 200; else return it whole.

        Raises:
            RetryLaterError, LostError, BadAnswerError, TooLongError: as `send`.
        """
        async with self._opened(request) as response:
            if response.status != 200:
                return await _read(response, MOST_REFUSAL)
            return await _read(response, request.most, write)

    @asynccontextmanager
    async def _opened(self, request: Request) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send a request; what goes wrong until the answer was read is told in our own errors."""
        try:
            async with self._session.request(
                request.method,
                self._base_url + request.path,
                params=None if request.query is None else {name: str(value) for name, value in request.query.items()},
                headers=request.headers,
                data=request.body,
                proxy=self._proxy,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=request.seconds, sock_connect=CONNECT_SECONDS),
            ) as response:
                yield response
        except (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.ClientProxyConnectionError,
        ) as error:
            raise RetryLaterError(type(error).__name__) from None
        except (aiohttp.InvalidURL, aiohttp.ClientHttpProxyError, aiohttp.ClientResponseError) as error:
            raise BadAnswerError(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise LostError(type(error).__name__) from None


async def _read(response: aiohttp.ClientResponse, most: int, write: Callable[[bytes], object] | None = None) -> Answer:
    """Return the answer; with `write`, its body is given away as it comes."""
    if 300 <= response.status < 400:
        raise BadAnswerError(f"redirect {response.status}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise BadAnswerError("compressed body")
    body, length = bytearray(), 0
    take = body.extend if write is None else write
    async for piece in response.content.iter_any():
        length += len(piece)
        if length > most:
            raise TooLongError(f"over {most} bytes")
        take(piece)
    return Answer(
        status=response.status,
        media_type=response.content_type,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
        body=bytes(body),
    )


def _seconds(text: str) -> float:
    """Return a Retry-After in seconds; a date is not used, as clocks may differ."""
    return min(float(text), MAX_RETRY_AFTER) if text.isascii() and text.isdigit() and len(text) < 10 else 0.0
