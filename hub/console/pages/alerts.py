"""Alerts: which conditions of the exchange's health are open, and which were."""

from aiohttp import web

from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.workflows.health.read_alerts import read_alerts
from hub.workflows.health.read_health import thresholds

PAGE = 50


async def show(request: web.Request) -> web.Response:
    """Show them, the newest first."""
    visit, text = visit_of(request), request.query.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    found = await read_alerts(visit.exchange, before=before, limit=PAGE + 1)
    return render(request, "health/alerts.html", alerts=found[:PAGE], more=len(found) > PAGE, thresholds=thresholds())


ROUTES = (Route(method="GET", path="/alerts", handler=show, action="alerts"),)
