"""Where help is: one page behind the same link everywhere, for whoever has signed in and for whoever cannot."""

from aiohttp import web

from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import visit_of


async def show(request: web.Request) -> web.Response:
    """Show whom to ask, how pages are worked, and what to say when something failed."""
    visit = visit_of(request)
    return render(request, "help/help.html", contacts=may(visit, "contacts"))


ROUTES = (Route(method="GET", path="/help", handler=show, action="help"),)
