"""Missing persons: searches that were asked for and asked of us, a look for a person, what may be told of a search.

That an adult was found is told by his consent alone, and only to whom and what he allows. There is no way here to write
down that somebody was found and refuses: the site keeps that for itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from hub.console import asking, choices, comparing, record_words
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.enquiry.errors import QuestionError
from hub.core.errors import Fault, HubError, MissingError
from hub.core.missing.search import ALIVE, BY_OWNER, CLOSED, ENDS, MATCH, OPEN, PERSON, UPDATE
from hub.core.screening.score import Verdict
from hub.web.state import PROCESS
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.missing.check_asked import PLACE, check_asked
from hub.workflows.missing.read_searches import Alike, Opened, list_searches, log_shown, look_for, read_search

PAGE = 50
PATH = "/missing/{owner}/{case}"
LOOK: Mapping[str, int] = {"case_number": 60, **asking.PERSON}
TOLD: Mapping[str, int] = {
    **dict.fromkeys(("given_on", "form", "alive", "contact_allowed", "location_allowed"), 40),
    **dict.fromkeys(("reference", "contact", "location"), 500),
}
_SAMPLE = {"owner": "ru-guvm", "case": "RU-M-TEST-1"}


async def show_all(request: web.Request) -> web.Response:
    """Show searches and proposals, those that moved last first, and ask whom to look for."""
    return await _list(request, Form())


async def look(request: web.Request) -> web.Response:
    """Look for a person among the searches."""
    visit, form = visit_of(request), await read_form(request, LOOK)
    form = form.fault_all(
        asking.check_birth(form, visit.now.date()) | asking.check_filled(form, "case_number"), visit.lang
    )
    if form["mrz"] or (form["identifier"] and not form["scheme"]):
        form = form.fault("scheme", choices.say(_NO_SCHEME, visit.lang))
    if not form["case_number"].isprintable():
        form = form.fault("case_number", choices.say(choices.CASE, visit.lang))
    if form.faults:
        return await _list(request, form)
    person = asking.person_of(form)
    try:
        check_asked(visit.exchange, reader=visit.party, asked=person)
    except QuestionError as error:
        return await _list(request, form.fault_all(asking.by_field(error.faults, PLACE, {}), visit.lang))
    committer = request.app[PROCESS].committer
    found = await look_for(visit.exchange, committer, reader=visit.party, asked=person, case=form["case_number"])
    await note_alone(visit.exchange, deed_of(visit.person, "missing-look", str(found.access)))
    rows = [(each, each.scored.verdict is Verdict.HIT, _compare(visit, each, person)) for each in found.alike]
    return render(request, "missing/found.html", found=found, rows=rows, case_number=form["case_number"])


async def show_one(request: web.Request) -> web.Response:
    """Show a search without its person."""
    return await _page(request, await _read(request, "missing-read"), Form())


async def reveal(request: web.Request) -> web.Response:
    """Show the person, too, once that is in the log."""
    visit, form = visit_of(request), await read_form(request, {"case_number": 60})
    opened = await _read(request, "missing-reveal")
    if not form["case_number"] or not form["case_number"].isprintable():
        return await _page(request, opened, form.fault("case_number", choices.say(choices.CASE, visit.lang)))
    committer = request.app[PROCESS].committer
    leaf = await log_shown(visit.exchange, committer, opened, reader=visit.party, case=form["case_number"])
    await note_alone(visit.exchange, deed_of(visit.person, "missing-reveal", str(leaf)))
    return await _page(request, opened, form, leaf)


async def tell(request: web.Request) -> web.Response:
    """Prepare to tell, with the consent of the person found, what he allows."""
    visit, form = visit_of(request), await read_form(request, TOLD)
    opened = await _read(request, "missing-tell")
    owner, search = request.match_info["owner"], _search_of(opened)
    if search.envelope is None or owner == visit.party:
        raise MissingError
    scope = [name for name in ("alive", "contact", "location") if form[_FIELDS[name]]]
    if "alive" not in scope:
        form = form.fault("alive", choices.say(_NO_SCOPE, visit.lang))
    for name in ("given_on", "form", "reference"):
        if not form[name]:
            form = form.fault(name, choices.say(_NO_CONSENT, visit.lang))
    if form.faults:
        return await _page(request, opened, form)
    allowed = {name: form[name] for name in ("contact", "location") if name in scope and form[name]}
    consent = {name: form[name] for name in ("given_on", "form", "reference")}
    record = {
        **_update(visit, opened, ALIVE),
        "consent": {**consent, "scope": scope, "disclosed_to": [owner]},
        **({"told": allowed} if allowed else {}),
    }
    return await _prepare(request, opened, form, _wanted(search, record, [owner]))


async def end(request: web.Request) -> web.Response:
    """Prepare the end of one's own search: withdrawn by the applicant, or closed."""
    visit, form = visit_of(request), await read_form(request, {"outcome": 20})
    opened = await _read(request, "missing-tell")
    search = _search_of(opened)
    if search.envelope is None or form["outcome"] not in ENDS & BY_OWNER or request.match_info["owner"] != visit.party:
        raise MissingError
    record = _update(visit, opened, form["outcome"])
    return await _prepare(request, opened, form, _wanted(search, record, list(search.envelope.to)))


async def _prepare(request: web.Request, opened: Sequence[Opened], form: Form, wanted: Wanted) -> web.Response:
    visit = visit_of(request)
    try:
        draft = await prepare_record(visit.exchange, visit.person, wanted)
    except HubError as error:
        whole = "outcome" if form["outcome"] else "reference"
        for each in error.faults:
            field = next((name for name in TOLD if f"/{name}" in each.pointer), whole)
            form = form.fault(field, choices.say(each, visit.lang))
        return await _page(request, opened, form if form.faults else form.fault(whole, error.text(visit.lang)))
    return go_to(f"/drafts/{draft}")


def _update(visit: Visit, opened: Sequence[Opened], outcome: str) -> dict[str, Any]:
    search = _search_of(opened).row
    mine = [each.row.revision for each in opened if each.row.type == UPDATE and each.row.sender == visit.party]
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now)
    return {
        "case_id": search.subject,
        "owner": search.owner,
        "sequence": max(mine, default=0) + 1,
        "reported_on": today.isoformat(),
        "outcome": outcome,
    }


def _wanted(search: Opened, record: Mapping[str, Any], to: Sequence[str]) -> Wanted:
    envelope = search.envelope
    if envelope is None:
        raise MissingError
    return Wanted(
        type=UPDATE,
        record=record,
        to=to,
        purpose=envelope.purpose,
        agreement=envelope.agreement,
        subject=search.row.subject,
    )


def _search_of(opened: Sequence[Opened]) -> Opened:
    return next(each for each in opened if each.row.type == PERSON)


async def _read(request: web.Request, action: str) -> Sequence[Opened]:
    """Return the search, if it is the visitor's to see.

    Raises:
        MissingError: it is not, or there is none.
    """
    visit, owner, case = visit_of(request), request.match_info["owner"], request.match_info["case"]
    if "\0" in owner + case:
        raise MissingError
    opened = await read_search(visit.exchange, reader=visit.party, owner=owner, subject=case)
    require(visit, action, owner=owner, parties=[name for each in opened for name in each.row.readers])
    return opened


async def _page(request: web.Request, opened: Sequence[Opened], form: Form, leaf: int | None = None) -> web.Response:
    visit, search = visit_of(request), _search_of(opened)
    updates = [each for each in opened if each.row.type == UPDATE]
    envelope = search.envelope
    return render(
        request,
        "missing/one.html",
        status=422 if form.faults else 200,
        search=search,
        updates=updates,
        state=CLOSED if any(each.row.stage in ENDS for each in updates) else OPEN,
        is_own=search.row.owner == visit.party,
        form=form,
        leaf=leaf,
        lines=[] if leaf is None or envelope is None else record_words.describe(envelope, visit.lang, visit.zone),
        forms=choices.options("consent-forms", visit.lang),
    )


async def _list(request: web.Request, form: Form) -> web.Response:
    visit, before = visit_of(request), request.query.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = await list_searches(visit.exchange, reader=visit.party, record_type=PERSON, before=place, limit=PAGE + 1)
    matches = await list_searches(visit.exchange, reader=visit.party, record_type=MATCH, before=None, limit=PAGE)
    return render(
        request,
        "missing/list.html",
        status=422 if form.faults else 200,
        form=form,
        searches=rows[:PAGE],
        next=f"/missing?before={rows[PAGE - 1].index}" if len(rows) > PAGE else "",
        matches=matches,
        choices=choices.of_person(visit.lang),
    )


def _compare(visit: Visit, alike: Alike, asked: Mapping[str, Any]) -> list[comparing.Row]:
    envelope = alike.opened.envelope
    known = None if envelope is None else envelope.record["person"]
    return comparing.rows(alike.scored, asked, known, choices.label_in(visit.lang))


_FIELDS = {"alive": "alive", "contact": "contact_allowed", "location": "location_allowed"}
_NO_SCHEME = Fault(
    pointer="/identifier",
    code="scheme-needed",
    ru="Здесь ищут по имени, дате рождения, документу или персональному номеру с его видом. Укажите вид номера.",
    en="Here one searches by name, birth date, document, or a personal number with its kind. Choose the kind.",
)
_NO_SCOPE = Fault(
    pointer="/consent/scope",
    code="scope-needed",
    ru="Отметьте, что лицо разрешило сообщить, хотя бы что оно живо. Если не разрешило ничего, не отправляйте ничего.",
    en="Mark what the person allows to be told, that he lives at least. If nothing was allowed, send nothing.",
)
_NO_CONSENT = Fault(
    pointer="/consent",
    code="consent-needed",
    ru="Без согласия найденного лица сообщать нельзя. Укажите день, форму и номер согласия.",
    en="Without the consent of the person found nothing may be told. Enter its day, form and number.",
)

ROUTES = (
    Route(method="GET", path="/missing", handler=show_all, action="missing-look"),
    Route(method="POST", path="/missing", handler=look, action="missing-look"),
    Route(method="GET", path=PATH, handler=show_one, action="missing-read", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/person", handler=reveal, action="missing-reveal", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/found", handler=tell, action="missing-tell", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/end", handler=end, action="missing-tell", sample=_SAMPLE),
)
