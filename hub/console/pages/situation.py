"""Situation summaries of the visitor's participant: what was sent, a new one by form or by spreadsheet, one as sent.

Problems stand in their row and column with what to do; what asks for an explanation is shown before it is signed. The
record becomes a draft, and is signed on the draft's page.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from aiohttp import web

from hub.console import choices, summary_rows, typed_codes
from hub.console import summary_form_faults as faults
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.routing import Route, go_to
from hub.console.summary_faults import LISTS
from hub.console.summary_rows import ALL, COLUMNS, COMPARED, MORE, SHARED, STATED, Figures, Texts
from hub.console.table_file import MOST_ROWS, TableFileError, read_table
from hub.console.visit import Visit, visit_of
from hub.core.errors import DraftTakenError, Fault, HubError, MissingError, UnprocessableError
from hub.core.statistics import period as periods
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.reports.judge_summary import TYPE, judge_summary, next_revision
from hub.workflows.reports.read_summaries import list_sent, read_summary

PAGE, ROWS, ADDED = 50, 8, 8
HEAD: Mapping[str, int] = {
    **dict.fromkeys(("period", "to", "action"), 12),
    **dict.fromkeys(("consent", "as_is", "rows"), 4),
    **dict.fromkeys(("narrative_ru", "narrative_en"), 20_000),
}
AGREEMENT, PURPOSE = "cis-2007", "council-statistics"
RECIPIENTS = {"secretariat": ("cis-ec",), "council": ("@council", "cis-ec")}
_MEMBERS = {"/period": "period", "/narrative/ru": "narrative_ru", "/narrative/en": "narrative_en"}


async def show_all(request: web.Request) -> web.Response:
    """Show what was sent, the last ones first."""
    visit, before = visit_of(request), request.query.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = await list_sent(visit.exchange, sender=visit.party, before=place, limit=PAGE + 1)
    following = f"/situation?before={found[PAGE - 1].index}" if len(found) > PAGE else ""
    return render(request, "situation/list.html", found=found[:PAGE], next=following)


async def show_one(request: web.Request) -> web.Response:
    """Show one summary as it was sent."""
    visit, place = visit_of(request), request.match_info["index"]
    if not place.isascii() or not place.isdigit() or len(place) > 18:
        raise MissingError
    kept, envelope = await read_summary(visit.exchange, reader=visit.party, index=int(place))
    return render(
        request,
        "situation/one.html",
        kept=kept,
        envelope=envelope,
        rows=[(each, _part_of(each["dims"], visit.lang)) for each in envelope.record["observations"]],
        statements=[
            (each, _part_of(each.get("dims", {}), visit.lang)) for each in envelope.record.get("rank_or_trend", ())
        ],
    )


async def show_form(request: web.Request) -> web.Response:
    """Ask for the figures."""
    return _form(request, Form(values={"rows": str(ROWS), "to": "secretariat", "consent": "1"}))


async def prepare(request: web.Request) -> web.Response:
    """Judge the figures; keep them as a draft where nothing is wrong, and nothing odd is unexplained."""
    visit, form = visit_of(request), await _read(request)
    if (changed := _pressed(form)) is not None:
        return _form(request, changed)
    figures = summary_rows.read_rows(_rows(form), form["period"])
    form = _with_problems(form, figures, visit.lang)
    if periods.parse(form["period"]) is None:
        form = form.fault_all({"period": faults.NO_PERIOD}, visit.lang)
    if not (figures.observations or figures.statements):
        form = form.fault_all({"indicator-0": faults.NO_FIGURES}, visit.lang)
    if form.faults:
        return _form(request, form)
    record = await _record(visit, form, figures)
    wrong, odd = judge_summary(visit.exchange, record)
    form = form.fault_all(_by_place(wrong, figures), visit.lang)
    found = _by_place(odd, figures) | _of_period(visit, form["period"])
    if form.faults or (found and not form["as_is"]):
        return _form(request, form, found)
    try:
        draft = await prepare_record(visit.exchange, visit.person, _wanted(record, form))
    except HubError as error:
        return _form(request, form.fault_all(_by_place(error.faults, figures), visit.lang), error=error)
    return go_to(f"/drafts/{draft}")


async def take_file(request: web.Request) -> web.Response:
    """Take the rows of a spreadsheet instead of those typed, with what is wrong in each place; the rest is kept."""
    visit, form, sent = visit_of(request), await _read(request), (await request.post()).get("table")
    if not isinstance(sent, web.FileField):
        return _form(request, form.fault_all({"table": faults.NO_FILE}, visit.lang))
    try:
        rows, unknown = summary_rows.of_table(read_table(sent.file.read()))
    except UnprocessableError as error:
        return _form(request, form.fault("table", error.text(visit.lang)))
    if not any("indicator" in texts for _, texts in rows):
        return _form(request, form.fault("table", TableFileError().text(visit.lang)))
    values = {f"{name}-{at}": text for at, (_, texts) in enumerate(rows) for name, text in texts.items()}
    kept = {name: form[name] for name in HEAD}
    form = Form(values={**kept, **values, "rows": str(max(len(rows), ROWS))})
    numbers = [number for number, _ in rows]
    return _form(
        request,
        _with_problems(form, summary_rows.read_rows([texts for _, texts in rows], ""), visit.lang, numbers),
        unknown=unknown,
        taken=len(rows),
    )


async def download_template(request: web.Request) -> web.Response:
    """Return an empty spreadsheet with the headings that are understood."""
    lang = visit_of(request).lang
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True, "bg_color": "#DCE6F1"})
    for at, words in enumerate(summary_rows.HEADINGS.values()):
        sheet.write_string(0, at, words[lang == "en"].capitalize(), bold)
    sheet.set_column(0, len(ALL) - 1, 24)
    sheet.freeze_panes(1, 1)
    workbook.close()
    name = "attachment; filename=situation-summary.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return web.Response(body=file.getvalue(), content_type=kind, headers={"Content-Disposition": name})


async def _read(request: web.Request) -> Form:
    head = await read_form(request, HEAD)
    names = {f"{name}-{at}": longest for at in range(_count(head)) for name, longest in summary_rows.LONGEST.items()}
    names |= {f"open-{at}": 1 for at in range(_count(head))}
    rows = await read_form(request, names)
    return Form(values={**head.values, **rows.values})


def _pressed(form: Form) -> Form | None:
    """Return the form after "more rows" or "more about this row" was pressed; None: it is to be judged."""
    act, at = form["action"].partition("-")[::2]
    if act == "more":
        return Form(values={**form.values, "rows": str(min(_count(form) + ADDED, MOST_ROWS))})
    if act == "open" and at.isdecimal():
        return Form(values={**form.values, f"open-{at}": "1", "opened": at})
    return None


def _count(form: Form) -> int:
    typed = form["rows"]
    return min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdigit() else ROWS


def _rows(form: Form) -> list[Texts]:
    return [{name: form[f"{name}-{at}"] for name in ALL} for at in range(_count(form))]


def _with_problems(form: Form, figures: Figures, lang: str, numbers: Sequence[int] = ()) -> Form:
    """Return the form with each problem in its place; `numbers` are those of the rows in the file they came from."""
    for each in figures.problems:
        text = each.fault.en if lang == "en" else each.fault.ru
        form = form.fault(f"{each.column}-{each.row}", f"{_where(each.row, each.column, lang, numbers)}: {text}")
    return form


def _where(row: int, column: str, lang: str, numbers: Sequence[int]) -> str:
    heading, number = summary_rows.HEADINGS[column][lang == "en"], numbers[row] if numbers else row + 1
    if lang == "en":
        return f"row {number}{' of the file' if numbers else ''}, {heading}"
    return f"строка {number}{' файла' if numbers else ''}, {heading}"


def _of_period(visit: Visit, text: str) -> dict[str, Fault]:
    """Return what asks for an explanation of the period itself: a year with two digits changed is soon typed."""
    period = periods.parse(text)
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now)
    return {} if period is None or period.end < today else {"period": faults.NOT_OVER}


def _by_place(faults: Iterable[Fault], figures: Figures) -> dict[str, Fault]:
    found: dict[str, Fault] = {}
    for each in faults:
        place = summary_rows.place_of(each.pointer, figures)
        pointer = each.pointer.removeprefix("/record")
        member = next((field for start, field in _MEMBERS.items() if pointer.startswith(start)), "period")
        found.setdefault(member if place is None else f"{place[1]}-{place[0]}", each)
    return found


async def _record(visit: Visit, form: Form, figures: Figures) -> dict[str, Any]:
    period = periods.parse(form["period"])
    narrative = {lang: form[f"narrative_{lang}"] for lang in ("ru", "en") if form[f"narrative_{lang}"]}
    revision = await next_revision(visit.exchange, sender=visit.party, period=form["period"])
    return {
        "period": {} if period is None else period.to_json(),
        "area": visit.exchange.judgement.trust.state_of(visit.party),
        "publication_consent": bool(form["consent"]),
        "observations": list(figures.observations),
        **({"narrative": narrative} if narrative else {}),
        **({"rank_or_trend": list(figures.statements)} if figures.statements else {}),
        "revision": revision,
    }


def _wanted(record: Mapping[str, Any], form: Form) -> Wanted:
    return Wanted(
        type=TYPE,
        record=record,
        to=RECIPIENTS.get(form["to"], RECIPIENTS["secretariat"]),
        purpose=PURPOSE,
        agreement=AGREEMENT,
    )


def _form(
    request: web.Request,
    form: Form,
    odd: Mapping[str, Fault] | None = None,
    *,
    error: HubError | None = None,
    unknown: Sequence[str] = (),
    taken: int = 0,
) -> web.Response:
    lang = visit_of(request).lang
    return render(
        request,
        "situation/form.html",
        status=409 if isinstance(error, DraftTakenError) else 422 if form.faults or odd or error else 200,
        form=form,
        count=_count(form),
        marked=_marked(form, odd or {}),
        odd=odd or {},
        error=error,
        unknown=unknown,
        taken=taken,
        columns=COLUMNS,
        headings={name: words[lang == "en"] for name, words in summary_rows.HEADINGS.items()},
        indicators=choices.options("indicators", lang),
        lists={name: choices.options(codes, lang) for name, codes in LISTS.items()},
        chosen={"qualifier": "exact", "status": "final"},
        groups=(("share", SHARED), ("comparison", COMPARED), ("period", ("own_period",)), ("statement", STATED)),
        opened={at for at in range(_count(form)) if form[f"open-{at}"] or any(form[f"{name}-{at}"] for name in MORE)},
        dimensions=[titles[lang] for _, titles, _ in typed_codes.dimensions()],
    )


def _marked(form: Form, odd: Mapping[str, Fault]) -> list[list[str]]:
    """Return for each row the columns that something is said about."""
    said = {*form.faults, *odd}
    return [[name for name in ALL if f"{name}-{at}" in said] for at in range(_count(form))]


def _part_of(dims: Mapping[str, str], lang: str) -> str:
    label = choices.label_in(lang)
    titles = {name: (said[lang], lists) for name, said, lists in typed_codes.dimensions()}
    said = [
        f"{titles[name][0]}: {next((text for each in titles[name][1] if (text := label(each, code)) != code), code)}"
        for name, code in dims.items()
    ]
    return "; ".join(said)


_INDEX = {"index": "0"}

ROUTES = (
    Route(method="GET", path="/situation", handler=show_all, action="situation-read"),
    Route(method="GET", path="/situation/new", handler=show_form, action="situation-write"),
    Route(method="POST", path="/situation/new", handler=prepare, action="situation-write"),
    Route(method="POST", path="/situation/upload", handler=take_file, action="situation-write"),
    Route(
        method="GET",
        path="/situation/template.xlsx",
        handler=download_template,
        action="situation-write",
        swept=False,
    ),
    Route(
        method="GET",
        path="/situation/{index}",
        handler=show_one,
        action="situation-read",
        sample=_INDEX,
        swept=False,
    ),
)
