"""The Council's work: the Work Plan with what has become of each item, meetings, the folder of each, the calendar."""

from collections import Counter

from aiohttp import web

from hub.console import meeting_package
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.council import calendar_file, due
from hub.core.council.work_plan import Item
from hub.core.errors import MissingError
from hub.core.ids import is_participant_id
from hub.workflows.council import read_council
from hub.workflows.council.read_meeting import Folder, list_meetings, read_meeting
from schemas import catalogue

FIRST_YEAR, LAST_YEAR, NEWEST = 1991, 2199, 2**53 - 1
CALENDAR = {"ru": "Совет и двусторонние органы", "en": "Council and bilateral bodies"}
_SAMPLE = {"owner": "cis-ec", "id": "council/26"}


async def show_plan(request: web.Request) -> web.Response:
    """Show the plans of a year, their items of one status where the filter names it."""
    visit, status = visit_of(request), request.query.get("status", "")
    year = _number(request, "year", visit.now.year, (FIRST_YEAR, LAST_YEAR))
    statuses = [each.code for each in catalogue.load().code_list("plan-item-statuses").entries]
    if status not in ("", "overdue", *statuses):
        raise MissingError
    plans = await read_council.read_plans(visit.exchange, visit.party, body=None, year=year)
    today = visit.now.date()
    every = [item for plan in plans for item in plan.items]
    return render(
        request,
        "council/plan.html",
        year=year,
        plans=[(plan, [item for item in plan.items if _fits(item, status, visit)]) for plan in plans],
        chosen=status,
        statuses=statuses,
        counts=Counter(item.status for item in every),
        overdue=sum(item.is_overdue(today) for item in every),
        total=len(every),
        today=today,
        last_day=due.last_day,
    )


def _fits(item: Item, status: str, visit: Visit) -> bool:
    return item.is_overdue(visit.now.date()) if status == "overdue" else status in ("", item.status)


def _number(request: web.Request, name: str, default: int, bounds: tuple[int, int]) -> int:
    given = request.query.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 17 and bounds[0] <= int(given) <= bounds[1]):
        raise MissingError
    return int(given)


async def show_meetings(request: web.Request) -> web.Response:
    """Show meetings, those that were entered last first, and what the schedules name beside them."""
    visit = visit_of(request)
    before = _number(request, "before", NEWEST, (0, NEWEST))
    found, further = await list_meetings(visit.exchange, visit.party, before=before)
    return render(request, "council/meetings.html", meetings=found, next=further, last_day=due.last_day)


async def show_folder(request: web.Request) -> web.Response:
    """Show the folder of a meeting."""
    visit, folder = visit_of(request), await _folder(request)
    return render(request, "council/folder.html", folder=folder, today=visit.now.date(), last_day=due.last_day)


async def _folder(request: web.Request) -> Folder:
    visit, owner, subject = visit_of(request), request.match_info["owner"], request.match_info["id"]
    if not is_participant_id(owner) or not subject.isprintable() or len(subject) > 200:
        raise MissingError
    return await read_meeting(visit.exchange, visit.party, owner=owner, subject=subject)


async def download(request: web.Request) -> web.Response:
    """Return the folder in both languages, as one file."""
    return await meeting_package.answer(visit_of(request), await _folder(request))


async def calendar(request: web.Request) -> web.Response:
    """Return meetings and terms as a calendar."""
    visit = visit_of(request)
    events = await read_council.read_calendar(visit.exchange, visit.party, visit.lang)
    body = calendar_file.format_calendar(events, name=CALENDAR[visit.lang])
    headers = {"Content-Disposition": 'attachment; filename="council.ics"'}
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)


ROUTES = (
    Route(method="GET", path="/work-plan", handler=show_plan, action="council-read", query="year=2021"),
    Route(method="GET", path="/meetings", handler=show_meetings, action="council-read"),
    Route(method="GET", path="/meetings/calendar.ics", handler=calendar, action="council-read", swept=False),
    Route(method="GET", path="/meetings/{owner}/{id}", handler=show_folder, action="council-read", sample=_SAMPLE),
    Route(
        method="GET",
        path="/meetings/{owner}/{id}/package",
        handler=download,
        action="council-read",
        sample=_SAMPLE,
        swept=False,
    ),
)
