"""What reaches the hub before any route does: bytes that are no HTTP, expectations that nobody meets.

aiohttp answers these itself, in plain text that quotes the caller; here they become problems like all others.
"""

from aiohttp import web

from hub.core.errors import HubError, MalformedError
from hub.web import language, problems

CONTINUE = "100-continue"


class Connection(web.RequestHandler):
    """One connection of a caller."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,  # noqa: ARG002  (its words may quote the request)
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """Answer what could not be read as a request, and close the connection."""
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has been begun")
        error = MalformedError() if status < 500 else HubError()
        response = problems.response_of(error, language.choose(request.headers.get("Accept-Language")))
        response.headers["Server"] = "hub"  # else aiohttp names itself and its version
        response.force_close()
        return response


async def expect(request: web.Request) -> web.Response | None:
    """Answer an `Expect` header (RFC 9110 §10.1.1)."""
    if request.headers.get("Expect", "").lower() != CONTINUE:
        return problems.response_of(MalformedError(), problems.language_of(request))
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    request.writer.output_size = 0  # the answer itself is still to come
    return None
