"""«Мои задачи»: what waits for the visitor's participant, most urgent first. The liaison's first page."""

from aiohttp import web

from hub.console import case_words
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.workflows.read_drafts import list_drafts
from hub.workflows.read_tasks import read_tasks


async def show(request: web.Request) -> web.Response:
    """Show what waits."""
    visit = visit_of(request)
    found = await read_tasks(visit.exchange, party=visit.party)
    drafts = await list_drafts(visit.exchange, participant=visit.party)
    return render(
        request,
        "tasks/list.html",
        **case_words.for_templates(visit.lang),
        found=found,
        notes=[],
        meetings=[],
        waiting=[each for each in drafts if each.status == "approved"],
        returned=[each for each in drafts if each.status == "returned"],
    )


ROUTES = (Route(method="GET", path="/tasks", handler=show, action="tasks"),)
