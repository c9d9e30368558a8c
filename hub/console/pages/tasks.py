"""«Мои задачи»: what waits for the visitor's participant, most urgent first. The liaison's first page."""

from aiohttp import web

from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.workflows.read_tasks import Urgency, read_tasks


async def show(request: web.Request) -> web.Response:
    """Show what waits."""
    visit = visit_of(request)
    found = await read_tasks(visit.exchange, party=visit.party)
    counts = {urgency.value: found.count(urgency) for urgency in Urgency}
    return render(request, "tasks/list.html", found=found, counts=counts)


ROUTES = (Route(method="GET", path="/tasks", handler=show, action="tasks"),)
