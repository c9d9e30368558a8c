"""Who watches: the operator's monitoring shows the word of a file; without that file nobody is let in.

HUB_METRICS_TOKEN_FILE     at least 16 characters; read for every request, so that it may be changed at any time
Authorization: Bearer …    the same word
"""

import asyncio
import contextlib
import hmac
from pathlib import Path

from aiohttp import web

from hub.core.errors import OperatorOnlyError
from hub.web.access import SCHEME
from hub.web.state import PROCESS

SHORTEST, LONGEST = 16, 1024


async def require_operator(request: web.Request) -> None:
    """Let nobody pass but who knows the word.

    Raises:
        OperatorOnlyError: it was not shown, or there is none.
    """
    header = request.headers.get("Authorization", "")
    shown = header.removeprefix(SCHEME).encode("utf-8", "surrogateescape") if header.startswith(SCHEME) else b""
    file = request.app[PROCESS].settings.metrics_token_file
    known = b"" if file is None else await asyncio.to_thread(_read, file)
    if len(known) < SHORTEST or not hmac.compare_digest(shown, known):
        raise OperatorOnlyError


def _read(file: Path) -> bytes:
    """Return the word of a file; nothing where it cannot be read."""
    with contextlib.suppress(OSError), file.open("rb") as opened:
        return opened.read(LONGEST).strip()
    return b""
