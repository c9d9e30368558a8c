"""The API's application: the route table, the problems, nothing else."""

from aiohttp import web

from hub.api import (
    agreements,
    attachments,
    bans,
    calendars,
    cases,
    council,
    data_requests,
    health,
    held,
    inbox,
    log,
    messages,
    operations,
    register,
    schedule,
    screening,
    statements,
    summaries,
)
from hub.web.bodies import Bodies
from hub.web.connections import expect
from hub.web.problems import problems
from hub.web.route import Route
from hub.web.state import BODIES, PROCESS, SCREENING
from hub.workflows.process.open_exchange import Process
from hub.workflows.screening.screen import Screening
from schemas.catalogue import Catalogue

ROUTES: tuple[Route, ...] = (
    *messages.ROUTES,
    *inbox.ROUTES,
    *register.ROUTES,
    *agreements.ROUTES,
    *calendars.ROUTES,
    *schedule.ROUTES,
    *cases.ROUTES,
    *council.ROUTES,
    *bans.ROUTES,
    *statements.ROUTES,
    *data_requests.ROUTES,
    *held.ROUTES,
    *attachments.ROUTES,
    *health.ROUTES,
    *log.ROUTES,
    *screening.ROUTES,
    *summaries.ROUTES,
    *operations.ROUTES,
)
SCREENING_ONLY = (*screening.ROUTES, *operations.ROUTES)


def make_app(process: Process, screening_service: Screening | None = None) -> web.Application:
    """Return the application for one process of the hub; one without the role `api` only screens."""
    app = web.Application(middlewares=[problems], client_max_size=process.settings.lines_limit)
    app.on_response_prepare.append(_say_no_software)
    app[PROCESS] = process
    app[BODIES] = Bodies(process.settings.bodies_limit)
    app[operations.DOCUMENT] = operations.make_openapi(ROUTES, record_schemas(process.exchange.catalogue))
    app[SCREENING] = screening_service
    for route in ROUTES if "api" in process.settings.roles else SCREENING_ONLY:
        app.router.add_route(route.method, route.path, route.handler, name=route.name, expect_handler=expect)
    return app


async def _say_no_software(_request: web.Request, response: web.StreamResponse) -> None:
    """Leave out what would tell an attacker which flaws to look up."""
    response.headers.pop("Server", None)


def record_schemas(catalogue: Catalogue) -> dict[str, dict[str, object]]:
    """Return the schemas of all record types, by component name."""
    return {
        f"{each.name}-{each.version}": dict(catalogue.bundle(each.name, each.version))
        for each in catalogue.record_types()
    }
