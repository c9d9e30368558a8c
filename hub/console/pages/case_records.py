"""The steps of a case that people take in the console: decision, questions, extension, transfer, handover act.

Each page makes the record of its step and keeps it as a draft; it is approved and signed on the draft's own page.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from hub.console import case_steps
from hub.console.case_address import PATH, address
from hub.console.case_steps import CODE, DAY, UNIT, WORDS, Step, Typed
from hub.console.decision import DECISION
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.core import instant
from hub.core.readmission import kinds
from hub.workflows.cases.open_case import OpenCase
from hub.workflows.drafts.read_drafts import list_drafts

NAME, MOMENT = 200, 20
_SAMPLE = {"owner": "kz-mvd", "case": "KZ-SIGN-0001"}


def _questions(typed: Typed) -> Mapping[str, Any]:
    by = {"answer_by": typed.form["answer_by"]} if typed.form["answer_by"] else {}
    return {**typed.frame("asked_on"), "questions": typed.reasons("question", "second"), **by}


def _extension(typed: Typed) -> Mapping[str, Any]:
    return {**typed.frame("asked_on"), "until": typed.form["until"], "reasons": typed.reasons("reason")}


def _plan(typed: Typed) -> dict[str, Any]:
    form = typed.form
    details = {"details": form["details"]} if form["details"] else {}
    place = {"crossing_point": form["crossing_point"], "transport": form["transport"]}
    return {"planned_at": typed.moment("planned_at"), **place, **details}


def _notice(typed: Typed) -> Mapping[str, Any]:
    return {**typed.frame("notified_on"), "plan": _plan(typed)}


def _answer(typed: Typed) -> Mapping[str, Any]:
    form, record = typed.form, typed.frame("answered_on")
    record |= {"answer": form["answer"], "reasons": typed.reasons("reason")}
    if form["answer"] == "counter_proposal":
        record["proposal"] = _plan(typed)
    if form["answer"] != "confirmed":
        return record
    officer = {"name": form["receiver"], "position": form["receiver_position"]}
    return {**record, **({"receivers": [officer]} if form["receiver"] else {})}


def _act(typed: Typed) -> Mapping[str, Any]:
    form, case, record = typed.form, typed.case, typed.frame("signed_on")
    remarks = {"remarks": words} if (words := typed.text("remarks")) else {}
    if countersigns(case):
        return {**record, "countersigns": {"id": case.case.rows[-1].head.last, "sha256": case.state.act}, **remarks}
    act = {
        "number": form["number"],
        "handed_over_at": typed.moment("handed_over_at"),
        "crossing_point": form["crossing_point"],
        "handed_by": {"name": form["handed_by"], "position": form["handed_position"]},
        "received_by": {"name": form["received_by"], "position": form["received_position"]},
        "person": {} if case.request is None else case.request[1].record["person"],
        **{name: things for name in ("documents", "property") if (things := _things(form[name]))},
    }
    return {**record, "act": act, **remarks}


def _things(text: str) -> list[dict[str, Any]]:
    return [{"description": line.strip()} for line in text.splitlines() if line.strip()]


def countersigns(case: OpenCase) -> bool:
    """Tell whether the other side has signed the act already, so that ours is the second signature under it."""
    return case.state.by is not None and case.state.by is not case.side


INFORMATION = Step(
    name="request-information",
    type=kinds.INFORMATION_REQUEST,
    template="signing/request-information.html",
    fields={
        "question": CODE,
        "second": CODE,
        "answer_by": DAY,
        "unit": UNIT,
        "question_ru": WORDS,
        "question_en": WORDS,
        "second_ru": WORDS,
        "second_en": WORDS,
    },
    record=_questions,
    places=(
        *(("/record/questions/0/text/en", "question_en"), ("/record/questions/0/text", "question_ru")),
        *(("/record/questions/1/text/en", "second_en"), ("/record/questions/1/text", "second_ru")),
        *(("/record/questions/1", "second"), ("/record/questions", "question")),
        *(("/record/answer_by", "answer_by"), ("/record/authority", "unit")),
    ),
    codes={"question": "information-subjects", "second": "information-subjects"},
)
EXTENSION = Step(
    name="extension",
    type=kinds.EXTENSION,
    template="signing/extension.html",
    fields={"until": DAY, "reason": CODE, "reason_ru": WORDS, "reason_en": WORDS, "unit": UNIT},
    record=_extension,
    places=(
        *(("/record/reasons/0/text/en", "reason_en"), ("/record/reasons/0/text", "reason_ru")),
        *(("/record/reasons", "reason"), ("/record/until", "until"), ("/record/authority", "unit")),
    ),
    codes={"reason": "extension-reasons"},
)
_PLAN_PLACES = (
    *(("planned_at", "planned_at"), ("crossing_point", "crossing_point")),
    *(("transport", "transport"), ("details", "details"), ("", "planned_at")),
)
_PLAN_FIELDS = {"planned_at": MOMENT, "crossing_point": NAME, "transport": CODE, "details": NAME, "unit": UNIT}
NOTICE = Step(
    name="transfer",
    type=kinds.TRANSFER_NOTICE,
    template="signing/transfer.html",
    fields=_PLAN_FIELDS,
    record=_notice,
    places=(*((f"/record/plan/{end}", name) for end, name in _PLAN_PLACES), ("/record/authority", "unit")),
    codes={"transport": "transport-modes"},
)
ANSWER = Step(
    name="transfer",
    type=kinds.TRANSFER_RESPONSE,
    template="signing/transfer-answer.html",
    fields={
        **_PLAN_FIELDS,
        "answer": CODE,
        "reason": CODE,
        "reason_ru": WORDS,
        "reason_en": WORDS,
        "receiver": NAME,
        "receiver_position": NAME,
    },
    record=_answer,
    places=(
        *((f"/record/proposal/{end}", name) for end, name in _PLAN_PLACES),
        *(("/record/reasons/0/text/en", "reason_en"), ("/record/reasons/0/text", "reason_ru")),
        *(("/record/reasons", "reason"), ("/record/receivers/0/position", "receiver_position")),
        *(("/record/receivers", "receiver"), ("/record/answer", "answer"), ("/record/authority", "unit")),
    ),
    reply_to=lambda case: case.state.asked,
    codes={"answer": "transfer-answers", "reason": "transfer-obstacles", "transport": "transport-modes"},
)
HANDOVER = Step(
    name="handover",
    type=kinds.HANDOVER_ACT,
    template="signing/handover.html",
    fields={
        "number": 60,
        "handed_over_at": MOMENT,
        "crossing_point": NAME,
        "handed_by": NAME,
        "handed_position": NAME,
        "received_by": NAME,
        "received_position": NAME,
        "documents": WORDS,
        "property": WORDS,
        "remarks_ru": WORDS,
        "remarks_en": WORDS,
        "unit": UNIT,
    },
    record=_act,
    places=(
        *(("/record/act/handed_by/position", "handed_position"), ("/record/act/handed_by", "handed_by")),
        *(("/record/act/received_by/position", "received_position"), ("/record/act/received_by", "received_by")),
        *((f"/record/act/{name}", name) for name in ("number", "handed_over_at", "crossing_point")),
        *((f"/record/act/{name}", name) for name in ("documents", "property")),
        *(("/record/remarks/en", "remarks_en"), ("/record/remarks", "remarks_ru"), ("/record/authority", "unit")),
    ),
)
STEPS: Mapping[str, Step] = {each.type: each for each in (DECISION, INFORMATION, EXTENSION, NOTICE, ANSWER, HANDOVER)}


def _shows(step: Step) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(request: web.Request) -> web.Response:
        return await case_steps.show(request, step)

    return show


def _keeps(step: Step) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def keep(request: web.Request) -> web.Response:
        return await case_steps.keep(request, step)

    return keep


def _transfer(case: OpenCase) -> Step:
    """Return what this side does next about the transfer: it answers where it is asked, else it plans."""
    return ANSWER if kinds.TRANSFER_RESPONSE in case.allowed else NOTICE


async def show_transfer(request: web.Request) -> web.Response:
    """Show the notice of a transfer, or the answer to one."""
    case = await case_steps.read(request, visit_of(request))
    return await case_steps.show(request, _transfer(case), planned=_planned(case))


def _planned(case: OpenCase) -> Mapping[str, Any] | None:
    """Return the plan that is on the table."""
    last = case.last(kinds.TRANSFER_NOTICE, kinds.TRANSFER_RESPONSE)
    plan = None if last is None else last[1].record.get("plan", last[1].record.get("proposal"))
    return None if plan is None else {"details": "", **plan, "planned_at": instant.parse(plan["planned_at"])}


async def keep_transfer(request: web.Request) -> web.Response:
    """Keep either."""
    case = await case_steps.read(request, visit_of(request))
    return await case_steps.keep(request, _transfer(case), planned=_planned(case))


async def find_approval(request: web.Request) -> web.Response:
    """Go to the draft of the case that waits for a signature, or to the decision where there is none."""
    visit = visit_of(request)
    case = await case_steps.read(request, visit)
    found = await list_drafts(visit.exchange, participant=visit.party, key=case.key)
    waiting = next((each for each in found if each.status == "approved"), found[0] if found else None)
    if waiting is None:
        return go_to(address(case.key.owner, case.key.subject, "decision"))
    return go_to(f"/drafts/{waiting.id}")


def _routes(step: Step, case: str) -> tuple[Route, Route]:
    path, sample = f"{PATH}/{step.name}", {**_SAMPLE, "case": case}
    return (
        Route(method="GET", path=path, handler=_shows(step), action="draft-write", sample=sample),
        Route(method="POST", path=path, handler=_keeps(step), action="draft-write", sample=sample),
    )


_TRANSFER = {**_SAMPLE, "case": "KZ-SIGN-0002"}
ROUTES = (
    *_routes(DECISION, "KZ-SIGN-0001"),
    *_routes(INFORMATION, "KZ-SIGN-0001"),
    *_routes(EXTENSION, "KZ-SIGN-0001"),
    *_routes(HANDOVER, "KZ-SIGN-0003"),
    Route(method="GET", path=f"{PATH}/transfer", handler=show_transfer, action="draft-write", sample=_TRANSFER),
    Route(method="POST", path=f"{PATH}/transfer", handler=keep_transfer, action="draft-write", sample=_TRANSFER),
    Route(
        method="GET", path=f"{PATH}/approve", handler=find_approval, action="draft-write", sample=_SAMPLE, swept=False
    ),
)
