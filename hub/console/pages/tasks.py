"""«Мои задачи»: what waits for the visitor's participant, most urgent first. The liaison's first page."""

from aiohttp import web

from hub.console import case_words
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.workflows.council.read_council import read_calendar
from hub.workflows.desk.arrange_absence import list_absences
from hub.workflows.desk.read_tasks import read_tasks
from hub.workflows.drafts.read_drafts import list_drafts

MEETINGS = 5


async def show(request: web.Request) -> web.Response:
    """Show what waits."""
    visit = visit_of(request)
    found = await read_tasks(visit.exchange, party=visit.party)
    drafts = await list_drafts(visit.exchange, participant=visit.party)
    found_meetings = await read_calendar(visit.exchange, visit.party, visit.lang)
    return render(
        request,
        "tasks/list.html",
        **case_words.for_templates(visit.lang),
        found=found,
        absences=[
            each for each in await list_absences(visit.exchange, visit.person) if each.is_now and not each.is_own
        ],
        meetings=[each for each in found_meetings if visit.now.date() <= each.last][:MEETINGS],
        waiting=[each for each in drafts if each.status == "approved"],
        returned=[each for each in drafts if each.status == "returned"],
    )


ROUTES = (Route(method="GET", path="/tasks", handler=show, action="tasks"),)
