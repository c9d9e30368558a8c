"""The files of the layout: style, scripts, fonts. Their addresses hold their hash; browsers keep them for ever."""

import functools
import gzip
import re
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from hub.console.routing import Route
from hub.core.errors import MissingError

STATIC = Path(__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"
DIGITS = 12
NAMED = re.compile(rb"\{\{([a-z0-9.-]+)\}\}")  # another file, in a style
TYPES = {".woff2": "font/woff2", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@functools.cache
def read(name: str) -> tuple[bytes, str]:
    """Return a file and the beginning of its SHA-256; in a style, names in double braces become addresses.

    Raises:
        MissingError: there is none of this name.
    """
    path = STATIC / name
    if "/" in name or path.suffix not in TYPES or not path.is_file():
        raise MissingError
    content = path.read_bytes()
    if path.suffix == ".css":
        content = NAMED.sub(lambda found: address_of(found[1].decode()).encode(), content)
    return content, sha256(content).hexdigest()[:DIGITS]


@functools.cache
def packed(name: str) -> bytes:
    """Return a file as gzip; pages are never packed, for their length would tell of the secrets in them (BREACH)."""
    return gzip.compress(read(name)[0], mtime=0)


def address_of(name: str) -> str:
    """Return the address of a file, for templates."""
    return f"/static/{read(name)[1]}/{name}"


async def serve(request: web.Request) -> web.Response:
    """Return a file; under another hash than its own there is none."""
    name = request.match_info["name"]
    content, digest = read(name)
    if request.match_info["digest"] != digest:
        raise MissingError
    kind, headers = TYPES[Path(name).suffix], {"Cache-Control": KEPT}
    if not kind.startswith("text/"):
        return web.Response(body=content, content_type=kind, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        content, headers["Content-Encoding"] = packed(name), "gzip"
    return web.Response(body=content, content_type=kind, charset="utf-8", headers=headers)


ROUTES = (Route(method="GET", path="/static/{digest}/{name}", handler=serve, action="asset", swept=False),)
