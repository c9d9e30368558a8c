"""Cases of readmission, received and sent: filtered, sorted by the time that is left, given to people, taken as a file.

Names are masked. Whoever wants to see them says so, and it is logged, and noted for each case, before they are shown.
"""

from dataclasses import asdict
from urllib.parse import urlencode

from aiohttp import web

from hub.console import case_files, case_words, texts
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.core.readmission import legal
from hub.web.state import PROCESS
from hub.workflows.desk.assign_case import assign, list_colleagues
from hub.workflows.desk.list_desk import BOXES, SHOWS, Filter, export_desk, list_desk, log_reveal
from hub.workflows.desk.save_filter import drop_filter, list_filters, save_filter

LONGEST = {"box": 3, "show": 12, "stage": 40, "other": 40, "number": 100, "sort": 5, "after": 60}
MOST = 100  # cases given to somebody at once
FILTERS = 20


async def show(request: web.Request) -> web.Response:
    """Show a page of a list."""
    return await _page(request, _chosen(request.query))


async def reveal(request: web.Request) -> web.Response:
    """Show the same page with names, after it was logged."""
    return await _page(request, await _posted(request), is_revealed=True)


async def give(request: web.Request) -> web.Response:
    """Say who works on the cases that were ticked."""
    visit, chosen = visit_of(request), await _posted(request)
    form = await read_form(request, {"account": 36})
    keys = [_key(str(each)) for each in (await request.post()).getall("case", [])[:MOST]]
    if not keys or not form["account"]:
        _ = texts.load(visit.lang).gettext
        wrong = ("cases", _("Tick the cases.")) if form["account"] else ("account", _("Choose who is to work on them."))
        return await _page(request, chosen, form=form.fault(*wrong))
    await assign(visit.exchange, visit.person, visit.party, keys, None if form["account"] == "-" else form["account"])
    return go_to(_address(chosen))


async def export(request: web.Request) -> web.Response:
    """Give the list as a file; it is noted who took it."""
    visit, chosen = visit_of(request), await _posted(request)
    found = await export_desk(visit.exchange, visit.person, visit.party, chosen)
    form = await read_form(request, {"format": 4})
    return case_files.answer(found, form["format"], visit)


async def keep_filter(request: web.Request) -> web.Response:
    """Keep the filter under a name."""
    visit, chosen = visit_of(request), await _posted(request)
    form = await read_form(request, {"name": 60})
    kept, _ = await list_filters(visit.exchange, visit.person), texts.load(visit.lang).gettext
    if not form["name"] or not form["name"].isprintable():
        return await _page(request, chosen, form=form.fault("name", _("Give the filter a name.")))
    if len(kept) >= FILTERS and form["name"] not in dict(kept):
        return await _page(request, chosen, form=form.fault("name", _("You have 20 filters. Remove one first.")))
    await save_filter(visit.exchange, visit.person, form["name"], _query(chosen))
    return go_to(_address(chosen))


async def remove_filter(request: web.Request) -> web.Response:
    """Forget a filter."""
    visit, chosen = visit_of(request), await _posted(request)
    form = await read_form(request, {"filter": 60})
    await drop_filter(visit.exchange, visit.person, form["filter"])
    return go_to(_address(chosen))


async def _page(
    request: web.Request, chosen: Filter, *, is_revealed: bool = False, form: Form | None = None
) -> web.Response:
    visit = visit_of(request)
    trust = visit.exchange.judgement.trust
    found = await list_desk(visit.exchange, visit.person, visit.party, chosen, lang=visit.lang)
    if is_revealed:
        await log_reveal(visit.exchange, request.app[PROCESS].committer, visit.person, visit.party, found.rows)
    return render(
        request,
        "cases/list.html",
        status=422 if form is not None and form.faults else 200,
        **case_words.for_templates(visit.lang),
        place_of=lambda each: case_words.place(each, visit.lang, trust.state_of(each)),
        chosen=chosen,
        query=_query(chosen),
        found=found,
        next=_address(chosen, after=found.after) if found.after else "",
        is_revealed=is_revealed,
        form=form or Form(),
        colleagues=await list_colleagues(visit.exchange, visit.party),
        filters=await list_filters(visit.exchange, visit.person),
        boxes=list(BOXES),
        shows=SHOWS,
        stages=[(code, case_words.stage(code, visit.lang)) for code in case_words.STAGES],
        others=sorted(set(trust.participants) - {visit.party}),
    )


def _chosen(given: object) -> Filter:
    """Return what was chosen; what is longer than any choice of ours is none."""
    values = {name: str(given.get(name, "")).strip() for name in LONGEST}  # type: ignore[attr-defined]
    if any(len(value) > LONGEST[name] for name, value in values.items()):
        raise MissingError
    return Filter(**{name: value for name, value in values.items() if value})


async def _posted(request: web.Request) -> Filter:
    return _chosen(await request.post())


def _query(chosen: Filter) -> str:
    """Return what was chosen as a query, without the page and without what is chosen anyway."""
    plain = asdict(Filter())
    return urlencode({name: each for name, each in asdict(chosen).items() if each != plain[name] and name != "after"})


def _address(chosen: Filter, *, after: str = "") -> str:
    parts = [part for part in (_query(chosen), urlencode({"after": after}) if after else "") if part]
    return "/readmission" + ("?" + "&".join(parts) if parts else "")


def _key(text: str) -> HeadKey:
    kind, owner, subject = (*text.split("/", 2), "", "")[:3]
    if kind not in legal.KINDS:
        raise MissingError
    return HeadKey(kind, owner, subject)


ROUTES = (
    Route(method="GET", path="/readmission", handler=show, action="case-list", query="show=open"),
    Route(method="POST", path="/readmission/reveal", handler=reveal, action="case-reveal"),
    Route(method="POST", path="/readmission/assign", handler=give, action="case-assign"),
    Route(method="POST", path="/readmission/export", handler=export, action="case-export"),
    Route(method="POST", path="/readmission/filters", handler=keep_filter, action="case-list"),
    Route(method="POST", path="/readmission/filters/remove", handler=remove_filter, action="case-list"),
)
