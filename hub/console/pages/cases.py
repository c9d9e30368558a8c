"""The page of a case: person, evidence, the clock and how it is counted, timeline with receipts; colleagues' additions.

    /readmission/{owner}/{case}                            the case
    /readmission/{owner}/{case}/evidence/{index}/{item}    one item of evidence: that it was opened is kept
    /readmission/{owner}/{case}/records/{index}            one record: its words, its proofs, verified anew
    /readmission/{owner}/{case}/print                      the same on the authority's letterhead

A case of another participant's looks exactly like one that does not exist. Every page is an access to data on a person:
it is one leaf of the log, and a deed of the audit, before anything is shown.
"""

from datetime import date

from aiohttp import web

from hub.console import case_others, case_words, texts
from hub.console.case_address import PATH, address
from hub.console.forms import Form, read_form
from hub.console.pages.entry_bans import screening_of, show_found
from hub.console.record_words import describe
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route, go_to, local_path
from hub.console.visit import Visit, visit_of
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.core.readmission import legal
from hub.core.readmission.movers import CASE_KIND
from hub.web.state import PROCESS
from hub.workflows.cases.log_case import log_case
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.cases.read_case_page import CaseView, asked_person, look_at_evidence, read_case_page
from hub.workflows.cases.read_files import list_files
from hub.workflows.cases.verify_record import verify_record
from hub.workflows.desk.assign_case import assign, list_colleagues, read_assignment
from hub.workflows.desk.note_case import read_comments, read_registration, register_case, write_comment
from hub.workflows.drafts.read_drafts import list_drafts
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.screening.screen import screen

COMMENT = 4000
# Pages of the next steps: record types that lead there, the last part of the address.
STEPS = (
    ("readmission-reply", "decision"),
    ("readmission-information-request", "request-information"),
    ("readmission-extension", "extension"),
    ("transfer-notice", "transfer"),
    ("transfer-response", "transfer"),
    ("handover-act", "handover"),
)


async def show(request: web.Request) -> web.Response:
    """Show the case."""
    return await _page(request, Form())


async def print_out(request: web.Request) -> web.Response:
    """Show the case as it is printed on the authority's letterhead."""
    visit = visit_of(request)
    view = await _view(request, visit)
    registration = await read_registration(visit.exchange, visit.party, view.key)
    return render(
        request,
        "cases/print.html",
        **case_words.for_templates(visit.lang),
        view=view,
        registration=registration,
        titles=titles(visit, view.open),
    )


async def look_for_bans(request: web.Request) -> web.Response:
    """Look for bans on the person of the case, by what the request says of him; the question is logged."""
    visit, key = visit_of(request), key_of(request)
    case = await _require(visit, key, "case-read")
    if case.request is None:
        raise MissingError
    asked = asked_person(case.request[1].record.get("person", {}))
    question = {"purpose": "readmission", "case_number": key.subject, "persons": [asked]}
    answer = await screen(screening_of(request), visit.party, question)
    return await show_found(request, answer, question, case=(key.subject, case_words.path(key)))


async def comment(request: web.Request) -> web.Response:
    """Keep a comment."""
    visit, key = visit_of(request), key_of(request)
    await _require(visit, key, "case-comment")
    form = await read_form(request, {"comment": COMMENT + 1000})
    _ = texts.load(visit.lang).gettext
    if not form["comment"]:
        return await _page(request, form.fault("comment", _("Write what colleagues should know.")))
    if len(form["comment"]) > COMMENT:
        return await _page(request, form.fault("comment", _("At most 4,000 characters. Shorten the comment.")))
    await write_comment(visit.exchange, visit.person, key, form["comment"])
    return go_to(f"{case_words.path(key)}#comments")


async def register(request: web.Request) -> web.Response:
    """Write down the number of the registry."""
    visit, key = visit_of(request), key_of(request)
    await _require(visit, key, "case-register")
    form = await read_form(request, {"number": 60, "on": 10})
    _ = texts.load(visit.lang).gettext
    if not form["number"] or not form["number"].isprintable():
        form = form.fault("number", _("Type the number as it stands in your registry."))
    try:
        on = date.fromisoformat(form["on"])
    except ValueError:
        form = form.fault("on", _("Type the day as 2026-11-30."))
    if form.faults:
        return await _page(request, form)
    await register_case(visit.exchange, visit.person, key, form["number"], on)
    return go_to(f"{case_words.path(key)}#registration")


async def give(request: web.Request) -> web.Response:
    """Say who works on the case."""
    visit, key = visit_of(request), key_of(request)
    await _require(visit, key, "case-assign")
    form = await read_form(request, {"account": 36})
    if form["account"]:
        await assign(
            visit.exchange, visit.person, visit.party, [key], None if form["account"] == "-" else form["account"]
        )
    return go_to(case_words.path(key))


async def show_evidence(request: web.Request) -> web.Response:
    """Show one item of evidence."""
    visit, key = visit_of(request), key_of(request)
    await _require(visit, key, "case-evidence")
    index, item = number_of(request, "index"), number_of(request, "item")
    case, found = await look_at_evidence(
        visit.exchange, _committer(request), visit.person, key=key, index=index, item=item
    )
    verified = await verify_record(visit.exchange, case, index)
    return render(
        request,
        "cases/evidence.html",
        **case_words.for_templates(visit.lang),
        case=case,
        found=found,
        files=[each for each in await list_files(visit.exchange, visit.person, case) if each.record == index],
        verified=verified,
        back=local_path(request.query.get("back"), case_words.path(key)),
    )


async def show_record(request: web.Request) -> web.Response:
    """Show one record of the case, verified anew."""
    visit, key = visit_of(request), key_of(request)
    case = await _require(visit, key, "case-verify")
    verified = await verify_record(visit.exchange, case, number_of(request, "index"))
    envelope = next((each for index, each in case.said if index == verified.row.index), None)
    place, shown = str(verified.row.index), [] if envelope is None else [verified.row.index]
    await log_case(
        visit.exchange, _committer(request), visit.person, case, action="case-verify", part=place, shown=shown
    )
    return render(
        request,
        "cases/record.html",
        **case_words.for_templates(visit.lang),
        case=case,
        verified=verified,
        envelope=envelope,
        record=case.case.records[verified.row.index],
        receipts=[each for each in case.case.receipts if each.index == verified.row.index],
        lines=[] if envelope is None else describe(envelope, visit.lang, visit.zone),
        titles=titles(visit, case),
    )


def key_of(request: web.Request) -> HeadKey:
    """Return the case that a request is about; of readmission unless the query says another kind.

    Raises:
        MissingError: there is no such kind, or no such case could be.
    """
    kind, subject = request.query.get("kind", CASE_KIND), request.match_info["case"]
    if kind not in legal.KINDS or not subject.isprintable():
        raise MissingError
    return HeadKey(kind, request.match_info["owner"], subject)


def number_of(request: web.Request, name: str) -> int:
    """Return a number of the path.

    Raises:
        MissingError: it is none.
    """
    text = request.match_info[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise MissingError
    return int(text)


def titles(visit: Visit, case: OpenCase) -> dict[str, str]:
    """Return what the record types of a case are called."""
    found = {}
    for row in case.case.rows:
        known = [each for each in visit.exchange.catalogue.record_types() if each.name == row.type]
        found[row.type] = known[0].titles[visit.lang] if known else row.type
    return found


async def _require(visit: Visit, key: HeadKey, action: str) -> OpenCase:
    found = await open_case(visit.exchange, party=visit.party, key=key)
    require(visit, action, owner=key.owner, parties=found.case.rows[-1].head.parties)
    return found


async def _view(request: web.Request, visit: Visit) -> CaseView:
    key = key_of(request)
    await _require(visit, key, "case-read")
    return await read_case_page(visit.exchange, _committer(request), visit.person, party=visit.party, key=key)


def _committer(request: web.Request) -> GroupCommitter:
    return request.app[PROCESS].committer


async def _page(request: web.Request, form: Form) -> web.Response:
    visit = visit_of(request)
    view, exchange = await _view(request, visit), visit.exchange
    key, allowed = view.key, view.open.allowed if view.key.kind == CASE_KIND else frozenset()
    return render(
        request,
        "cases/case.html",
        status=422 if form.faults else 200,
        **case_words.for_templates(visit.lang),
        view=view,
        form=form,
        files=await list_files(exchange, visit.person, view.open),
        titles=titles(visit, view.open),
        steps=[(kind, address(key.owner, key.subject, last)) for kind, last in STEPS if kind in allowed],
        others=case_others.ways_on(view.open, dict(STEPS)),
        drafts=await list_drafts(exchange, participant=visit.party, key=key),
        comments=await read_comments(exchange, visit.party, key),
        registration=await read_registration(exchange, visit.party, key),
        assignment=await read_assignment(exchange, visit.party, key),
        colleagues=await list_colleagues(exchange, visit.party),
    )


_SAMPLE = {"owner": "kz-mvd", "case": "KZ-TEST-0001"}
ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="case-read", sample=_SAMPLE),
    Route(method="GET", path=f"{PATH}/print", handler=print_out, action="case-read", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/bans", handler=look_for_bans, action="case-read", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/comments", handler=comment, action="case-comment", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/registration", handler=register, action="case-register", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/assign", handler=give, action="case-assign", sample=_SAMPLE),
    Route(
        method="GET",
        path=f"{PATH}/evidence/{{index}}/{{item}}",
        handler=show_evidence,
        action="case-evidence",
        sample={**_SAMPLE, "index": "0", "item": "0"},
        swept=False,
    ),
    Route(
        method="GET",
        path=f"{PATH}/records/{{index}}",
        handler=show_record,
        action="case-verify",
        sample={**_SAMPLE, "index": "0"},
        swept=False,
    ),
)
