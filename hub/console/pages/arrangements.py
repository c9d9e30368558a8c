"""A person's own arrangements: who does the work during an absence, and the secret address of the calendar."""

from datetime import date

from aiohttp import web

from hub.console import texts
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.workflows.desk.arrange_absence import LONGEST, end_absence, list_absences, say_absence
from hub.workflows.desk.assign_case import list_colleagues
from hub.workflows.desk.share_calendar import close_feed, feed_since, open_feed, read_feed

PATH = "/arrangements"


async def show(request: web.Request) -> web.Response:
    """Show the arrangements."""
    return await _page(request, Form())


async def add(request: web.Request) -> web.Response:
    """Keep an absence."""
    visit = visit_of(request)
    form = await read_form(request, {"deputy": 36, "first": 10, "last": 10, "note": LONGEST + 1000})
    _ = texts.load(visit.lang).gettext
    first, last = _day(form["first"]), _day(form["last"])
    if form["deputy"] not in dict(await list_colleagues(visit.exchange, visit.party)):
        form = form.fault("deputy", _("Choose who does your work."))
    if first is None:
        form = form.fault("first", _("Type the day as 2026-11-30."))
    if last is None or (first is not None and last < first):
        form = form.fault("last", _("Type a day that is not before the first one."))
    if len(form["note"]) > LONGEST:
        form = form.fault("note", _("At most 4,000 characters. Shorten the note."))
    if form.faults or first is None or last is None:
        return await _page(request, form)
    await say_absence(visit.exchange, visit.person, form["deputy"], (first, last), form["note"])
    return go_to(PATH)


async def end(request: web.Request) -> web.Response:
    """End an absence."""
    visit = visit_of(request)
    await end_absence(visit.exchange, visit.person, request.match_info["id"])
    return go_to(PATH)


async def open_calendar(request: web.Request) -> web.Response:
    """Give a new address, and show it once."""
    visit = visit_of(request)
    secret = await open_feed(visit.exchange, visit.person)
    return await _page(request, Form(), address=f"{visit.console.site.origin}/calendar/{secret}.ics")


async def close_calendar(request: web.Request) -> web.Response:
    """Withdraw the address."""
    visit = visit_of(request)
    await close_feed(visit.exchange, visit.person)
    return go_to(PATH)


async def calendar(request: web.Request) -> web.Response:
    """Give the calendar at a secret address."""
    content = await read_feed(visit_of(request).exchange, request.match_info["secret"])
    return web.Response(body=content, content_type="text/calendar", charset="utf-8")


async def _page(request: web.Request, form: Form, *, address: str = "") -> web.Response:
    visit = visit_of(request)
    colleagues = await list_colleagues(visit.exchange, visit.party)
    return render(
        request,
        "arrangements/list.html",
        status=422 if form.faults else 200,
        form=form,
        absences=await list_absences(visit.exchange, visit.person),
        colleagues=[each for each in colleagues if each[0] != visit.person.id],
        since=await feed_since(visit.exchange, visit.person),
        address=address,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="absence"),
    Route(method="POST", path=PATH, handler=add, action="absence"),
    Route(method="POST", path=f"{PATH}/{{id}}/end", handler=end, action="absence", sample={"id": "none"}),
    Route(method="POST", path=f"{PATH}/calendar", handler=open_calendar, action="calendar-feed"),
    Route(method="POST", path=f"{PATH}/calendar/end", handler=close_calendar, action="calendar-feed"),
    Route(
        method="GET",
        path="/calendar/{secret}.ics",
        handler=calendar,
        action="calendar-file",
        sample={"secret": "none"},
        swept=False,
    ),
)
