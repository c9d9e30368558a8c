"""Query parameters, bounded."""

from aiohttp import web

from hub.core.errors import ParameterError


def read_number(request: web.Request, name: str, *, low: int, high: int, default: int | None = None) -> int:
    """Return a whole number from the query.

    Raises:
        ParameterError: it is missing without a default, is no number, or is out of bounds.
    """
    text = request.query.get(name)
    if text is None and default is not None:
        return default
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 18 or not low <= int(text) <= high:
        raise ParameterError(parameter=name)
    return int(text)
