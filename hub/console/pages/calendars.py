"""Working days of each state, by which terms are counted; and the file of a change, which the secretariat signs."""

import calendar as gregorian
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aiohttp import web
from babel import dates

from hub.console import texts
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.deadline.calendar import DayKind, Holiday, WorkingCalendar
from hub.core.deadline.override import CalendarChangeError
from hub.core.errors import MissingError
from hub.workflows.deadline.prepare_calendar_change import Prepared, WantedDays, prepare_calendar_change
from keys.calendar_change import ChangedDay

ROWS = 6  # days that one form changes
FIELDS = {"source": 500, "until": 10} | {
    f"{name}-{number}": longest
    for number in range(1, ROWS + 1)
    for name, longest in (("date", 10), ("works", 3), ("ru", 200), ("en", 200))
}
_SAMPLE = {"state": "TJ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month: its name, how many days are worked, which are off by law, which weekend days are worked."""

    name: str
    working: int
    off: tuple[tuple[date, Holiday], ...]
    moved: tuple[date, ...]


async def show_all(request: web.Request) -> web.Response:
    """Show the calendars of all states."""
    visit = visit_of(request)
    found = visit.exchange.judgement.calendars
    return render(
        request, "calendars/list.html", calendars=[found[state] for state in sorted(found)], today=visit.now.date()
    )


async def show_one(request: web.Request) -> web.Response:
    """Show a year of a state's calendar."""
    visit, found = visit_of(request), _find(request)
    years = range(found.first.year, found.last.year + 1)
    given = request.query.get("year", str(min(max(visit.now.year, years[0]), years[-1])))
    if given not in map(str, years):
        raise MissingError
    return render(
        request,
        "calendars/one.html",
        calendar=found,
        year=int(given),
        years=years,
        months=list(_months(found, int(given), visit.lang)),
        can_change=may(visit, "calendar-prepare"),
    )


def _find(request: web.Request) -> WorkingCalendar:
    found = visit_of(request).exchange.judgement.calendars.get(request.match_info["state"])
    if found is None:
        raise MissingError
    return found


def _months(found: WorkingCalendar, year: int, lang: str) -> Iterator[Month]:
    names = dates.get_month_names("wide", context="stand-alone", locale=lang)
    for month in range(1, 13):
        length = gregorian.monthrange(year, month)[1]
        every = [date(year, month, 1) + timedelta(days=number) for number in range(length)]
        days = [day for day in every if found.first <= day <= found.last]
        kinds = {day: found.kind(day) for day in days}
        yield Month(
            name=names[month],
            working=sum(kind in (DayKind.WORKING, DayKind.MOVED_WORKING) for kind in kinds.values()),
            off=tuple((day, found.holidays[day]) for day, kind in kinds.items() if kind is DayKind.HOLIDAY),
            moved=tuple(day for day, kind in kinds.items() if kind is DayKind.MOVED_WORKING),
        )


async def show_form(request: web.Request) -> web.Response:
    """Ask for the days that change."""
    return _form(request, Form())


async def prepare(request: web.Request) -> web.Response:
    """Show what the change makes of the calendar, or return the file that is to be signed."""
    visit, form = visit_of(request), await read_form(request, FIELDS)
    wanted, form = _wanted(request.match_info["state"], form, visit)
    if form.faults or wanted is None:
        return _form(request, form)
    try:
        prepared = prepare_calendar_change(visit.exchange, visit.party, wanted)
    except CalendarChangeError:
        _ = texts.load(visit.lang).gettext
        return _form(request, form.fault("date-1", _("Name each day once: after today, and within the calendar.")))
    if (await request.post()).get("action") != "file":
        return _form(request, form, prepared)
    body = json.dumps(prepared.file, ensure_ascii=False, indent=2) + "\n"
    name = f"calendar-{prepared.file['state']}-{prepared.file['version']}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=body, content_type="application/json", headers=headers)


def _form(request: web.Request, form: Form, prepared: Prepared | None = None) -> web.Response:
    return render(
        request,
        "calendars/change.html",
        status=422 if form.faults else 200,
        calendar=_find(request),
        form=form,
        rows=range(1, ROWS + 1),
        prepared=prepared,
        file_name=None if prepared is None else f"calendar-{prepared.file['state']}-{prepared.file['version']}.json",
    )


def _wanted(state: str, form: Form, visit: Visit) -> tuple[WantedDays | None, Form]:
    """Return what was typed, or the form with what is wrong."""
    _ = texts.load(visit.lang).gettext
    if not form["source"]:
        form = form.fault("source", _("Say where the change was published."))
    until, form = _day(form, "until", visit)
    days = []
    for number in range(1, ROWS + 1):
        if not any(form[f"{name}-{number}"] for name in ("date", "ru", "en")):
            continue
        day, form = _day(form, f"date-{number}", visit)
        works, ru, en = form[f"works-{number}"] == "yes", form[f"ru-{number}"], form[f"en-{number}"]
        if day is None:
            form = form.fault(f"date-{number}", _("Name the day."))
        elif not works and not (ru and en):
            form = form.fault(f"ru-{number}" if not ru else f"en-{number}", _("Say in both languages why it is off."))
        else:
            days.append(ChangedDay(date=day, works=works, ru="" if works else ru, en="" if works else en))
    if not days and until is None:
        form = form.fault("date-1", _("Name at least one day, or a later end of the calendar."))
    return None if form.faults else WantedDays(state=state, source=form["source"], until=until, days=days), form


def _day(form: Form, name: str, visit: Visit) -> tuple[date | None, Form]:
    if not form[name]:
        return None, form
    try:
        return date.fromisoformat(form[name]), form
    except ValueError:
        return None, form.fault(name, texts.load(visit.lang).gettext("There is no such day."))


ROUTES = (
    Route(method="GET", path="/calendars", handler=show_all, action="calendars-read"),
    Route(method="GET", path="/calendars/{state}", handler=show_one, action="calendars-read", sample=_SAMPLE),
    Route(method="GET", path="/calendars/{state}/change", handler=show_form, action="calendar-prepare", sample=_SAMPLE),
    Route(method="POST", path="/calendars/{state}/change", handler=prepare, action="calendar-prepare", sample=_SAMPLE),
)
