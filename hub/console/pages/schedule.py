"""«Расписание синхронизаций»: who sends what to whom by when, what became of the last runs, when the next begin."""

from aiohttp import web

from hub.console.pages.health import reader_of
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.workflows.syncs.read_schedule import read_schedule, report_of


async def show(request: web.Request) -> web.Response:
    """Show the syncs that the visitor may see."""
    visit = visit_of(request)
    found = await read_schedule(visit.exchange, reader=reader_of(visit))
    running = [each for each in found if each.sync.running is not None]
    return render(
        request, "schedule/list.html", found=found, running=running, may_prepare=may(visit, "schedule-prepare")
    )


async def show_one(request: web.Request) -> web.Response:
    """Show one sync with its last runs."""
    visit, name = visit_of(request), request.match_info["sync"]
    known = await read_schedule(visit.exchange, reader=reader_of(visit))
    found = next((each for each in known if each.plan.sync == name), None)
    if found is None:
        raise MissingError
    return render(
        request,
        "schedule/one.html",
        found=found,
        report_of=report_of,
        may_change=may(visit, "schedule-prepare") and visit.party in found.sync.deciding,
    )


ROUTES = (
    Route(method="GET", path="/schedule", handler=show, action="schedule"),
    Route(method="GET", path="/schedule/{sync}", handler=show_one, action="schedule", sample={"sync": "council-bans"}),
)
