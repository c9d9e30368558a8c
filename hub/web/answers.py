"""Answers in JSON, one form for every route."""

from collections.abc import Mapping

import msgspec
from aiohttp import web

JSON = "application/json"

_encode = msgspec.json.Encoder().encode


def json_answer(
    value: object, status: int = 200, *, content_type: str = JSON, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return the answer that holds this value, in UTF-8."""
    return web.Response(body=_encode(value), status=status, content_type=content_type, charset="utf-8", headers=headers)
