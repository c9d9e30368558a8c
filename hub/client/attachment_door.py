"""The hub's door for attachments: ciphertext goes up and comes down piece by piece, and is never held whole."""

from collections.abc import AsyncIterable, Callable

from hub.client.access import AccessTokens
from hub.client.errors import RetryLaterError
from hub.client.reading import read
from hub.client.transport import Answer, LostError, Request, Transport

OCTETS = "application/octet-stream"
SLOWEST = 16 * 1024  # bytes a second that the hub still takes
PATIENCE = 60.0  # seconds besides


class AttachmentDoor:
    """Uploads and downloads for one participant."""

    def __init__(self, transport: Transport, tokens: AccessTokens, *, language: str) -> None:
        self._transport = transport
        self._tokens = tokens
        self._language = language

    async def upload(self, sha256: str, pieces: AsyncIterable[bytes], size: int) -> None:
        """Bring the ciphertext with this digest; the same bytes may be brought again.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError: as their classes say.
        """
        headers = {"Content-Type": OCTETS, "Content-Length": str(size)}
        request = self._request("PUT", sha256, size, headers=headers, body=pieces)
        try:
            answer = await self._transport.send(request)
        except LostError as error:
            raise RetryLaterError(str(error)) from None
        read(_settled(answer), 201)

    async def download(self, sha256: str, size: int, write: Callable[[bytes], object]) -> None:
        """Fetch the ciphertext with this digest, at most `size` bytes of it; its reader compares the digest.

        Raises:
            RetryLaterError, RefusedError, BadAnswerError, TooLongError: as their classes say.
        """
        try:
            answer = await self._transport.save(self._request("GET", sha256, size), write)
        except LostError as error:
            raise RetryLaterError(str(error)) from None
        if answer.status != 200 or answer.media_type != OCTETS:
            read(_settled(answer), 200)

    def _request(
        self,
        method: str,
        sha256: str,
        size: int,
        *,
        headers: dict[str, str] | None = None,
        body: AsyncIterable[bytes] | None = None,
    ) -> Request:
        return Request(
            method=method,
            path=f"/v1/attachments/{sha256}",
            headers={**self._tokens.header(), "Accept-Language": self._language, **(headers or {})},
            body=body,
            most=max(size, 64 * 1024),
            seconds=PATIENCE + size / SLOWEST,
        )


def _settled(answer: Answer) -> Answer:
    """Return the answer, unless it only says to come again.

    Raises:
        RetryLaterError: it does.
    """
    if answer.status == 429 or answer.status >= 500:
        raise RetryLaterError(f"status {answer.status}", after=answer.retry_after)
    return answer
