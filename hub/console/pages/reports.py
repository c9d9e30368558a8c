"""Who has reported, and the consolidated report: made from what the visitor's participant sent or received.

/reports                    states beside the periods of a year: what is there, what is missing, what was frozen
/reports/{period}           one report: completeness, charts, tables; as it is now, or as it was frozen
/reports/{period}/files/…   the same as a file
/reports/{period}/freeze    what will be frozen; the record is then signed like any other (hub.console.pages.drafts)
"""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from hub.console import report_file
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route, go_to
from hub.console.texts import load
from hub.console.visit import Visit, visit_of
from hub.core.errors import HubError, MissingError, ParameterError
from hub.core.statistics import situation_report, words
from hub.core.statistics.report import COUNCIL, PUBLIC
from hub.report import tables
from hub.report.charts import bars_of
from hub.report.drawing import draw_all
from hub.report.labels import Labels
from hub.report.sheet import Frozen
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.drafts.read_drafts import DraftSummary, list_drafts
from hub.workflows.reports.consolidate_summaries import consolidate_summaries, parse_period, read_frozen
from hub.workflows.reports.read_reporting import authorities_of, read_reporting
from hub.workflows.reports.remind_states import ask_reminders
from schemas import catalogue

FIRST_YEAR, LAST_YEAR = 1991, 2199
STATES = ("current", "frozen")
OPEN = ("totals", "flags", "mirror")  # tables that matter most; the others unfold
_SAMPLE = {"period": "2020-H1"}


async def show_year(request: web.Request) -> web.Response:
    """Show who has reported on a year; a period that was typed is gone to."""
    return await _year(request, Form(values={"period": request.query.get("period", "").strip()[:10]}))


async def _year(request: web.Request, form: Form) -> web.Response:
    visit = visit_of(request)
    _ = load(visit.lang).gettext
    if form["period"]:
        try:
            return go_to(f"/reports/{parse_period(form['period']).value}")
        except ParameterError:
            form = form.fault("period", _("There is no such period. Write it like 2026-H1 or 2026-Q3."))
    found = await read_reporting(visit.exchange, reader=visit.party, year=_year_of(request, visit))
    names = {each.value: words.period(each, visit.lang) for each in found.periods}
    return render(
        request,
        "reports/year.html",
        status=422 if form.faults else 200,
        found=found,
        names=names,
        today=visit.now.date(),
        form=form,
    )


def _year_of(request: web.Request, visit: Visit) -> int:
    given = request.query.get("year", str(visit.now.year))
    if not (given.isascii() and given.isdigit() and FIRST_YEAR <= int(given) <= LAST_YEAR):
        raise MissingError
    return int(given)


async def show(request: web.Request) -> web.Response:
    """Show the report of a period."""
    return await _show(request, Form())


async def _show(request: web.Request, form: Form, reminded: list[str] | None = None) -> web.Response:
    visit, shown = visit_of(request), await _read(request)
    labels = Labels(catalogue=catalogue.load(), language=visit.lang)
    made, charts = await asyncio.to_thread(lambda: (tables.make(shown.report, labels), bars_of(shown.report, labels)))
    missing = [each["area"] for each in shown.report["completeness"] if each["status"] == "missing"]
    return render(
        request,
        "reports/one.html",
        status=422 if form.faults else 200,
        shown=shown,
        report=shown.report,
        title=words.period(parse_period(shown.period), visit.lang),
        tables=[each for each in made if each.name not in {"completeness", "sources"}],
        opened=OPEN,
        sources=[each for each in made if each.name == "sources"],
        charts=draw_all(charts),
        missing=missing,
        authorities=authorities_of(visit.exchange, missing),
        can_freeze=may(visit, "report-freeze"),
        can_remind=may(visit, "report-remind"),
        formats=report_file.FORMATS,
        form=form,
        reminded=reminded,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report, and what was asked for; `frozen` names its message."""

    period: str
    audience: str
    state: str
    report: dict[str, Any]
    frozen: Frozen | None

    @property
    def query(self) -> str:
        """Return what was asked for, as addresses hold it."""
        return f"audience={self.audience}&state={self.state}"


async def _read(request: web.Request) -> Shown:
    """Return the report that is asked for: the frozen one where there is none as yet is no page."""
    visit, value = visit_of(request), _period_of(request)
    audience, state = request.query.get("audience", COUNCIL), request.query.get("state", "current")
    if audience not in (COUNCIL, PUBLIC) or state not in STATES:
        raise MissingError
    asked = {"reader": visit.party, "period": value, "audience": audience}
    if state == "frozen":
        found = await read_frozen(visit.exchange, **asked)
        report, frozen = found["report"], Frozen.from_json(found["message"])
    else:
        report, frozen = await consolidate_summaries(visit.exchange, **asked), None
    return Shown(period=value, audience=audience, state=state, report=report, frozen=frozen)


def _period_of(request: web.Request) -> str:
    try:
        return parse_period(request.match_info["period"]).value
    except ParameterError:
        raise MissingError from None


async def download(request: web.Request) -> web.Response:
    """Return the report as a file in the visitor's language."""
    name, shown = request.match_info["format"], await _read(request)
    if name not in report_file.FORMATS:
        raise MissingError
    return await report_file.answer(visit_of(request), name, shown.report, shown.frozen)


async def remind(request: web.Request) -> web.Response:
    """Have the hub remind those that were ticked."""
    visit, value = visit_of(request), _period_of(request)
    _ = load(visit.lang).gettext
    form = await read_form(request, {"due": 10})
    chosen = [each for each in (await request.post()).getall("participant", []) if isinstance(each, str)]
    if not chosen:
        form = form.fault("participant", _("Choose at least one authority."))
    try:
        due_on = date.fromisoformat(form["due"]) if form["due"] else None
    except ValueError:
        due_on, form = None, form.fault("due", _("There is no such day."))
    if due_on is not None and due_on < visit.now.date():
        form = form.fault("due", _("This day is over. Name a later one."))
    if form.faults:
        return await _show(request, form)
    names = await ask_reminders(visit.exchange, asked_by=visit.party, period=value, participants=chosen, due_on=due_on)
    return await _show(request, Form(), names)


async def review(request: web.Request) -> web.Response:
    """Show what is going to be frozen."""
    return await _review(request)


async def _review(request: web.Request, error: HubError | None = None) -> web.Response:
    visit, shown = visit_of(request), await _read(request)
    areas: dict[str, list[str]] = {status: [] for status in ("received", "derived", "withheld", "missing")}
    for each in shown.report["completeness"]:
        areas[each["status"]].append(each["area"])
    return render(
        request,
        "reports/freeze.html",
        status=200 if error is None else 422,
        shown=shown,
        title=words.period(parse_period(shown.period), visit.lang),
        areas=areas,
        unexplained=[each for each in shown.report["flags"] if "explanation" not in each],
        drafts=await _open_drafts(visit, shown.period),
        error=error,
    )


async def _open_drafts(visit: Visit, period: str) -> list[DraftSummary]:
    """Return the drafts of the period's report that wait for a signature: there is one at a time."""
    found = await list_drafts(visit.exchange, participant=visit.party)
    return [each for each in found if each.type == situation_report.TYPE and each.case and each.case.subject == period]


async def freeze(request: web.Request) -> web.Response:
    """Prepare the report as a record to be signed, and go to its page."""
    visit, shown = visit_of(request), await _read(request)
    wanted = Wanted(
        type=situation_report.TYPE,
        version=situation_report.VERSION,
        record=shown.report,
        to=("@council",),
        purpose=situation_report.PURPOSE,
        agreement=situation_report.AGREEMENT,
        subject=situation_report.subject(shown.period),
    )
    try:
        draft = await prepare_record(visit.exchange, visit.person, wanted)
    except HubError as error:
        return await _review(request, error)
    return go_to(f"/drafts/{draft}")


ROUTES = (
    Route(method="GET", path="/reports", handler=show_year, action="reports-read", query="year=2020"),
    Route(method="GET", path="/reports/{period}", handler=show, action="reports-read", sample=_SAMPLE),
    Route(
        method="GET",
        path="/reports/{period}/files/{format}",
        handler=download,
        action="reports-read",
        sample={**_SAMPLE, "format": "json"},
        swept=False,
    ),
    Route(method="POST", path="/reports/{period}/remind", handler=remind, action="report-remind", sample=_SAMPLE),
    Route(method="GET", path="/reports/{period}/freeze", handler=review, action="report-freeze", sample=_SAMPLE),
    Route(method="POST", path="/reports/{period}/freeze", handler=freeze, action="report-freeze", sample=_SAMPLE),
)
