"""The console's application: every request goes through the same doors, then to its page.

    headers   what browsers are told with every answer, error pages and files included
    errors    what is refused or fails becomes a page
    visits    who asks, in which language
    forms     can what was sent be read at all
    rights    does the policy table allow the route's action, and does a form come from our own page

Handlers only read, call a workflow, and render or redirect; what they refuse they raise.
"""

from collections.abc import Iterable

from aiohttp import web

from hub.console.announced import Announced
from hub.console.errors import errors
from hub.console.headers import headers
from hub.console.late_forms import LATE, LateForms
from hub.console.pages.conformance import KIT
from hub.console.pages.developer import API_DOCUMENT
from hub.console.rights import authorise
from hub.console.routes import ROUTES
from hub.console.routing import Route, add_routes
from hub.console.visit import ANNOUNCED, CONSOLE, visits
from hub.console.well_formed import well_formed
from hub.core.conformance import NO_KIT, Kit
from hub.web.state import PROCESS, SCREENING
from hub.workflows.process.open_console import Console
from hub.workflows.process.open_exchange import Process
from hub.workflows.screening.screen import Screening

FORM_LIMIT = 2 * 1024 * 1024  # bytes of a posted form


def make_app(
    process: Process,
    console: Console,
    routes: Iterable[Route] = ROUTES,
    *,
    screening: Screening | None = None,
    document: bytes = b"",
    kit: Kit = NO_KIT,
) -> web.Application:
    """Return the application for one process of the hub; without `screening` its pages search no bans."""
    app = web.Application(middlewares=[headers, errors, visits, well_formed, authorise], client_max_size=FORM_LIMIT)
    app[PROCESS] = process
    app[CONSOLE] = console
    app[ANNOUNCED] = Announced()
    app[LATE] = LateForms()
    app[SCREENING] = screening
    app[API_DOCUMENT] = document
    app[KIT] = kit
    add_routes(app, routes)
    return app
