"""What operators and machines ask: is the process alive, may it take work, what does it count, what is its API."""

import msgspec
from aiohttp import web

from hub.telemetry import METRICS_CONTENT_TYPE
from hub.web import openapi
from hub.web.operator_access import require_operator
from hub.web.route import Caller, Route
from hub.web.state import PROCESS, SCREENING
from hub.workflows.health.count_health import count_health
from hub.workflows.process.check_ready import check_ready

DOCUMENT = web.AppKey("openapi", bytes)
VERSION = "26.11.0"


async def livez(_request: web.Request) -> web.Response:
    """Say that the process answers."""
    return web.Response(text="ok\n")


async def readyz(request: web.Request) -> web.Response:
    """Say that the process may take work: the database answers, the trust list is valid, the index is full."""
    process, screening = request.app[PROCESS], request.app[SCREENING]
    await check_ready(process.exchange)
    if screening is not None and "api" not in process.settings.roles:
        screening.index.require_ready()
    return web.Response(text="ok\n")


async def metrics(request: web.Request) -> web.Response:
    """Return what the process counts, and how the exchange is."""
    await require_operator(request)
    exchange = request.app[PROCESS].exchange
    await count_health(exchange)
    body = exchange.metrics.render()
    return web.Response(body=body, headers={"Content-Type": METRICS_CONTENT_TYPE})


async def document(request: web.Request) -> web.Response:
    """Return the OpenAPI document."""
    return web.Response(body=request.app[DOCUMENT], content_type="application/json", charset="utf-8")


_TEXT = {200: ("text/plain", {"type": "string"})}

ROUTES = (
    Route(
        method="GET",
        path="/livez",
        handler=livez,
        name="livez",
        ru="Процесс отвечает",
        en="The process answers",
        caller=Caller.ANYONE,
        answers=_TEXT,
    ),
    Route(
        method="GET",
        path="/readyz",
        handler=readyz,
        name="readyz",
        ru="Процесс готов принимать",
        en="The process is ready for work",
        caller=Caller.ANYONE,
        answers=_TEXT,
        problems=(503,),
    ),
    Route(
        method="GET",
        path="/metrics",
        handler=metrics,
        name="metrics",
        ru="Показатели процесса (Prometheus)",
        en="The process's metrics (Prometheus)",
        caller=Caller.OPERATOR,
        answers=_TEXT,
        problems=(403,),
    ),
    Route(
        method="GET",
        path="/openapi.json",
        handler=document,
        name="openapi",
        ru="Описание интерфейса",
        en="The description of this interface",
        caller=Caller.ANYONE,
        answers={200: ("application/json", {"type": "object"})},
    ),
)


def make_openapi(service_routes: tuple[Route, ...], records: dict[str, dict[str, object]]) -> bytes:
    """Return the OpenAPI document as bytes."""
    return msgspec.json.format(msgspec.json.encode(openapi.make_document(service_routes, records, VERSION)), indent=2)
