"""Is what was asked readable at all? What no browser of a person sends is refused before anybody looks into it.

A form is read here once, for everybody after: one that is cut off, wrongly coded or wrongly put together is the
sender's mistake and no failure of the hub. The sign 0 can stand in no text that is kept, so it stands in nothing asked.
"""

from collections.abc import Iterable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from hub.console.routing import READING, Handler, route_of
from hub.core.errors import MalformedError, MissingError

NOTHING = "\0"
_UNREADABLE = (ValueError, LookupError, RuntimeError, HttpProcessingError)  # what reading a broken form ends in


@web.middleware
async def well_formed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through what can be read.

    Raises:
        MissingError: the address holds a sign that stands in none.
        MalformedError: the form cannot be read, or holds such a sign.
    """
    if NOTHING in request.path or _is_odd(request.query.items()):
        raise MissingError
    if request.method not in READING and route_of(request) is not None:
        await _read(request)
    return await handler(request)


async def _read(request: web.Request) -> None:
    try:
        posted = await request.post()
    except _UNREADABLE:
        raise MalformedError from None
    if _is_odd(posted.items()):
        raise MalformedError


def _is_odd(pairs: Iterable[tuple[str, object]]) -> bool:
    return any(NOTHING in each for pair in pairs for each in pair if isinstance(each, str))
