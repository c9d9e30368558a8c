"""Any record that a participant may send: which there are, and a form for each, made from its schema.

What is typed becomes a draft, and is signed on the draft's page. Nothing of it stands in an address or a log: parts are
added and removed by posting the form, and come back with everything that was typed.
"""

import functools
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from hub.console import choices, record_form
from hub.console.accessed import log_record
from hub.console.case_steps import CHANGEABLE
from hub.console.forms import Form
from hub.console.record_boxes import box_of, completions
from hub.console.record_changes import is_composed
from hub.console.record_form import LESS, MORE, ROOT, TO, WAY, WHOLE
from hub.console.record_routing import QUESTION_GONE, Sheet, addressed, fields_of, routed, titled, way_named
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core import sealed_part
from hub.core.composing import begin
from hub.core.composing.change import tidy
from hub.core.composing.gather import gather
from hub.core.composing.part import Part, shape
from hub.core.composing.spread import spread
from hub.core.council import body
from hub.core.errors import DraftTakenError, Fault, HubError, MissingError
from hub.workflows.composing import begin_record as beginning
from hub.workflows.composing.begin_record import Begun
from hub.workflows.composing.find_ways import Way, choose, find_ways, list_sendable
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.drafts.read_drafts import Draft, list_drafts, read_draft
from schemas.catalogue import Catalogue

PATH = "/records/new/{type}"
# What gateways state, or only the hub; and what a room of its own asks for, with what has to be looked at first.
BY_MACHINES = frozenset({"receipt", "hub-notice", "ban-list-state", "attachment"})
ROOMS = {
    **dict.fromkeys(("readmission-reply", "readmission-information-request", "readmission-extension"), "/readmission"),
    **dict.fromkeys(("transfer-notice", "transfer-response", "handover-act"), "/readmission"),
    "situation-summary": "/situation/new",
    "situation-report": "/reports",
    "search-update": "/missing",
}


async def show_all(request: web.Request) -> web.Response:
    """Show which records the visitor's participant may send."""
    visit = visit_of(request)
    found = [each for each in list_sendable(visit.exchange, visit.party) if each.kind.name not in BY_MACHINES]
    ordered = sorted(found, key=lambda each: each.kind.titles[visit.lang].casefold())
    return render(request, "records/list.html", found=ordered, rooms=ROOMS)


async def show_form(request: web.Request) -> web.Response:
    """Show a blank form, or one filled in from what the record follows, answers, or was as a draft."""
    visit, asked = visit_of(request), {name: request.query.get(name, "") for name in record_form.CONTROLS}
    sheet = _sheet(request)
    if sheet.kind.name in ROOMS:
        return go_to(ROOMS[sheet.kind.name])
    if asked["draft"]:
        return await _page(request, sheet, await _draft(request, sheet, asked["draft"]))
    begun = await _begun(visit, sheet, Form(values=asked))
    if (source := begun.source) is not None:
        await log_record(request, "record-write", source, sheet.kind, question="record", message=source.id)
    values = spread(sheet.part, begun.record, ZoneInfo(visit.zone))
    opened = begin.opened(sheet.part) if source is None else {}
    only = sheet.ways[0].recipients if len(sheet.ways) == 1 and len(sheet.ways[0].recipients) == 1 else ()
    controls = {name: asked[name] for name in ("after", "item", "answer", "about", "of")}
    way = way_named(sheet, begun) if len(choose(visit.exchange, sheet.ways, begun.to)) > 1 else ""
    form = Form(values={**controls, TO: " ".join(begun.to or only), WAY: way})
    left = source is not None and bool(asked["after"]) and sealed_part.MEMBER in source.record
    return await _page(request, sheet, record_form.with_values(form, {**opened, **values}), left=left)


async def post_form(request: web.Request) -> web.Response:
    """Add or remove a part, or check what was typed and keep it as a draft."""
    visit, sheet = visit_of(request), _sheet(request)
    if sheet.kind.name in ROOMS:
        return go_to(ROOMS[sheet.kind.name])
    form = await record_form.read_posted(request, sheet.part)
    if form["do"].startswith((MORE, LESS)):
        changed, focus = record_form.change(sheet.part, form)
        return await _page(request, sheet, changed, focus=focus)
    form = record_form.with_values(form, tidy(sheet.part, record_form.to_values(form)))
    gathered = gather(sheet.part, record_form.to_values(form), ZoneInfo(visit.zone))
    form = record_form.tell_unread(form, sheet.part, gathered, visit.lang)
    form, reply_to = await _answered(visit, sheet, form)
    form, way = routed(visit, sheet, form, gathered.record.get(body.MEMBER))
    record = addressed(sheet, gathered.record, form[TO].split())
    if form.faults or way is None:
        return await _page(request, sheet, _with_others(visit, sheet, form, record))
    if (instead := _instead(form)) is not None:
        await _own_draft(visit, sheet, instead[0])
    wanted = _wanted(sheet, form, record, way, reply_to)
    try:
        draft = await prepare_record(visit.exchange, visit.person, wanted, instead=instead)
    except DraftTakenError as error:
        taken = form["draft"] or await _taken(visit, wanted)
        return await _page(request, sheet, form, error=error, taken=taken)
    except HubError as error:
        return await _page(request, sheet, record_form.tell(form, sheet.part, error, visit.lang))
    return go_to(f"/drafts/{draft}")


def _with_others(visit: Visit, sheet: Sheet, form: Form, record: Mapping[str, Any]) -> Form:
    """Return the form with what else is wrong in the record, so that all is told at once."""
    found = visit.exchange.catalogue.validate(sheet.kind.name, sheet.kind.version, record)
    faults = [Fault(pointer=f"/{ROOT}{each.pointer}", code=each.code, ru=each.ru, en=each.en) for each in found]
    return record_form.tell_all(form, sheet.part, faults, visit.lang)


def _sheet(request: web.Request) -> Sheet:
    """Return the form that the path names.

    Raises:
        MissingError: there is no such type, or the participant may not send it, or no person does.
    """
    visit, name = visit_of(request), request.match_info["type"]
    catalogue = visit.exchange.catalogue
    kinds = [each for each in catalogue.record_types() if each.name == name and name not in BY_MACHINES]
    ways = find_ways(visit.exchange, visit.party, kinds[-1]) if kinds else []
    if not ways:
        raise MissingError
    return Sheet(kind=kinds[-1], part=_fields(catalogue, kinds[-1].name, kinds[-1].version), ways=ways)


@functools.lru_cache(maxsize=256)
def _fields(catalogue: Catalogue, name: str, version: str) -> Part:
    return fields_of(catalogue.record_type(name, version), shape(catalogue.members(name, version)))


_BEGUN = {"answer": beginning.answer_record, "about": beginning.begin_about, "of": beginning.begin_in_case}


async def _begun(visit: Visit, sheet: Sheet, form: Form) -> Begun:
    """Return what the record begins with, by the places of the log that the form names."""
    asked = (visit.exchange, visit.party, sheet.kind, sheet.part)
    for name, begin_so in _BEGUN.items():
        if form[name]:
            return await begin_so(*asked, index=_place(form[name]))
    if form["after"]:
        return await beginning.follow_record(*asked, index=_place(form["after"]), item=form["item"] or None)
    return beginning.begin_record(*asked)


async def _answered(visit: Visit, sheet: Sheet, form: Form) -> tuple[Form, str | None]:
    """Return the id of the message that the record answers; what is there no more is told, and takes nothing away."""
    if not form["answer"]:
        return form, None
    try:
        begun = await _begun(visit, sheet, Form(values={"answer": form["answer"]}))
    except MissingError:
        return form.fault(WHOLE, choices.say(QUESTION_GONE, visit.lang)), None
    return form, begun.reply_to


def _place(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise MissingError
    return int(text)


async def _draft(request: web.Request, sheet: Sheet, name: str) -> Form:
    """Return what was typed for a draft.

    Raises:
        MissingError: it was not typed into this form, or may be changed no more.
    """
    draft = await _own_draft(visit_of(request), sheet, name)
    typed = {} if draft.content is None else draft.content.values
    if draft.status not in CHANGEABLE or not is_composed(typed):
        raise MissingError
    if draft.envelope is not None:
        await log_record(request, "draft-read", draft.envelope, sheet.kind, question="draft", draft=draft.kept.id)
    return Form(values={**typed, "draft": draft.kept.id, "revision": str(draft.kept.revision)})


async def _own_draft(visit: Visit, sheet: Sheet, name: str) -> Draft:
    """Return a draft of this type.

    Raises:
        MissingError: the participant has none of this name.
    """
    draft = await read_draft(visit.exchange, name)
    require(visit, "draft-read", owner=draft.kept.participant)
    if draft.kept.type != sheet.kind.name:
        raise MissingError
    return draft


def _wanted(sheet: Sheet, form: Form, record: Any, way: Way, reply_to: str | None) -> Wanted:
    subject = None if sheet.kind.subject_member is None else record.get(sheet.kind.subject_member)
    kept = {name: text for name, text in form.values.items() if name not in ("draft", "revision", "do")}
    return Wanted(
        type=sheet.kind.name,
        record=record,
        to=form[TO].split(),
        purpose=way.purpose,
        agreement=way.agreement,
        subject=subject if isinstance(subject, str) else None,
        reply_to=reply_to,
        version=sheet.kind.version,
        values=kept,
    )


def _instead(form: Form) -> tuple[str, int] | None:
    if not form["draft"]:
        return None
    return form["draft"], _place(form["revision"])


async def _taken(visit: Visit, wanted: Wanted) -> str:
    """Return the open draft of the same record; "" where it is over meanwhile."""
    open_drafts = await list_drafts(visit.exchange, participant=visit.party)
    subjects = {wanted.subject, f"{wanted.type}:{wanted.subject}"}  # documents of the Council bear their type, too
    same = (each for each in open_drafts if each.type == wanted.type and each.case and each.case.subject in subjects)
    return next((each.id for each in same), "")


async def _page(
    request: web.Request,
    sheet: Sheet,
    form: Form,
    *,
    focus: str = "",
    error: HubError | None = None,
    taken: str = "",
    left: bool = False,
) -> web.Response:
    visit, box = visit_of(request), box_of(sheet.part, form, visit_of(request).lang)
    sent, asked = await beginning.list_sources(visit.exchange, visit.party, sheet.kind)
    reachable = sorted({name for way in sheet.ways for name in way.recipients})
    return render(
        request,
        "records/form.html",
        status=409 if error is not None else 422 if form.faults else 200,
        kind=sheet.kind,
        form=record_form.in_words(form, sheet.part, visit.lang),
        box=box,
        completions=completions(box),
        focus=focus,
        error=error,
        taken=taken,
        left=left,
        sent=sent,
        asked=asked,
        ways=await titled(visit, sheet.ways),
        recipients=reachable,
        groups=sorted({name for way in sheet.ways for name in way.groups}),
    )


_SAMPLE = {"type": "readmission-request"}
ROUTES = (
    Route(method="GET", path="/records", handler=show_all, action="record-list"),
    Route(method="GET", path=PATH, handler=show_form, action="record-write", sample=_SAMPLE),
    Route(method="POST", path=PATH, handler=post_form, action="record-write", sample=_SAMPLE),
)
