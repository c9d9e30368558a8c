"""One route of the console: where a page is, who answers, and which action of the policy table it asks for.

Every room's module ends with a tuple `ROUTES` of these; `hub.console.routes` puts the rooms together. A route without
an action cannot be written, and an action that the policy table does not know fails a test.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from aiohttp import web

from hub.web.connections import expect

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and path, the handler, and the action that a visitor has to be allowed.

    `sample` gives every part of the path a value that the served console of the tests has, so that the sweep over all
    pages can open this one; `query` is what the sweep adds after the question mark. `swept` is False where the answer
    is no page: a file, a fragment, an answer to a script.
    """

    method: str
    path: str
    handler: Handler
    action: str
    sample: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    swept: bool = True

    @property
    def name(self) -> str:
        """Return the route's name: method and path, which are unique."""
        return f"{self.method} {self.path}"

    @property
    def is_page(self) -> bool:
        """Tell whether a person can open it by its address."""
        return self.method == "GET" and self.swept

    def address(self) -> str:
        """Return the path with its sample values.

        Raises:
            KeyError: a part of the path has no sample.
        """
        return _fill(self.path, self.sample) + (f"?{self.query}" if self.query else "")


READING = frozenset({"GET", "HEAD"})
TABLE: web.AppKey[dict[web.AbstractRoute, Route]] = web.AppKey("routes")


def add_routes(app: web.Application, routes: Iterable[Route]) -> None:
    """Add routes to an application; each can be found again by a request (`route_of`).

    What may be got may be asked for without its body, too (RFC 9110, 9.3.2): the same route answers and notes it.
    """
    table = app.setdefault(TABLE, {})
    for route in routes:
        for method in READING if route.method == "GET" else (route.method,):
            table[app.router.add_route(method, route.path, route.handler, expect_handler=expect)] = route


def route_of(request: web.Request) -> Route | None:
    """Return the route that answers a request; None: there is none."""
    return request.app[TABLE].get(request.match_info.route)


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Put values into a path's parts; a pattern behind the name may hold braces of its own."""
    filled, rest = "", template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        depth, end = 1, 0
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        filled += before + quote(values[rest[: end - 1].partition(":")[0]], safe="")
        rest = rest[end:]
    return filled + rest


def local_path(text: str | None, default: str = "/") -> str:
    r"""Return a path of this site, to go back to; the default where the text could lead anywhere else.

    Browsers take `//host`, `/\\host` and control characters for ways out.
    """
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or len(text) > 2000:
        return default
    return text if text.isascii() and text.isprintable() and "\\" not in text else default


def go_to(path: str) -> web.Response:
    """Return the answer that sends a browser to another page of the console, after a form or instead of this one."""
    return web.Response(status=303, headers={"Location": path})
