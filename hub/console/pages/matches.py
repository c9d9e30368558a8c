"""Proposals of matches between a missing person and remains: each feature, each contradiction, the decision.

A person decides, never the score: what is confirmed rests on fingerprints, dental record or DNA that agree, and every
contradiction is explained in both languages. The decision becomes a draft and is signed by two persons.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from hub.console import choices
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.errors import ConflictError, Fault, HubError, MissingError
from hub.core.missing.search import MATCH, PRIMARY, STAGES
from hub.web.state import PROCESS
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.missing.read_searches import Opened, log_shown, read_match

PATH = "/missing/matches/{owner}/{proposal}"
WORDS = 4000
HEAD: Mapping[str, int] = {"stage": 20, "reasons_ru": WORDS, "reasons_en": WORDS}
_SAMPLE = {"owner": "ru-guvm", "proposal": "RU-MP-TEST-1"}


async def show(request: web.Request) -> web.Response:
    """Show a proposal as it stands."""
    opened = await _read(request, "match-read")
    return _page(request, opened, Form(values=_said(_newest(opened))))


async def decide(request: web.Request) -> web.Response:
    """Prepare the next stage: take it for verification, confirm or exclude it."""
    visit, opened = visit_of(request), await _read(request, "match-decide")
    record = _newest(opened)
    form = await _typed(request, record)
    form = _check(form, record, visit.lang)
    if form.faults:
        return _page(request, opened, form)
    try:
        draft = await prepare_record(visit.exchange, visit.person, _wanted(visit, opened, form))
    except HubError as error:
        form = form.fault_all(_by_field(error.faults), visit.lang)
        return _page(request, opened, form if form.faults else form.fault("stage", error.text(visit.lang)), error)
    return go_to(f"/drafts/{draft}")


async def _typed(request: web.Request, record: Mapping[str, Any]) -> Form:
    names = {f"{name}-{at}": WORDS for at in range(len(record["contradictions"])) for name in ("ru", "en")}
    kinds = {f"basis-{kind}": 4 for kind in sorted(PRIMARY)}
    return await read_form(request, {**HEAD, **names, **kinds})


def _check(form: Form, record: Mapping[str, Any], lang: str) -> Form:
    if form["stage"] not in STAGES[record["stage"]] - {"proposed"}:
        form = form.fault("stage", choices.say(_NO_STAGE, lang))
    if form["stage"] == "confirmed":
        if not any(form[f"basis-{kind}"] for kind in PRIMARY):
            form = form.fault(f"basis-{min(PRIMARY)}", choices.say(_NO_BASIS, lang))
        for at in range(len(record["contradictions"])):
            for tongue in ("ru", "en"):
                if not form[f"{tongue}-{at}"]:
                    form = form.fault(f"{tongue}-{at}", choices.say(_NO_WORDS, lang))
    if form["stage"] == "excluded" and not (form["reasons_ru"] and form["reasons_en"]):
        empty = "reasons_ru" if not form["reasons_ru"] else "reasons_en"
        form = form.fault(empty, choices.say(_NO_REASONS, lang))
    return form


def _wanted(visit: Visit, opened: Sequence[Opened], form: Form) -> Wanted:
    newest, record = opened[0], _newest(opened)
    envelope = newest.envelope
    if envelope is None:
        raise MissingError
    changed = {
        **{name: each for name, each in record.items() if name != "decision"},
        "revision": newest.row.revision + 1,
        "stage": form["stage"],
        "contradictions": [_explained(each, form, at) for at, each in enumerate(record["contradictions"])],
        **_decision(visit, form),
    }
    return Wanted(
        type=MATCH,
        record=changed,
        to=sorted({name for each in opened for name in each.row.readers} - {visit.party}),
        purpose=envelope.purpose,
        agreement=envelope.agreement,
        subject=newest.row.subject,
    )


def _explained(each: Mapping[str, Any], form: Form, at: int) -> dict[str, Any]:
    words = {lang: form[f"{lang}-{at}"] for lang in ("ru", "en") if form[f"{lang}-{at}"]}
    kept = {name: value for name, value in each.items() if name != "explanation"}
    return {**kept, "explanation": words} if words else kept


def _decision(visit: Visit, form: Form) -> dict[str, Any]:
    if form["stage"] == "verification":
        return {}
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now)
    basis = [kind for kind in sorted(PRIMARY) if form[f"basis-{kind}"]] if form["stage"] == "confirmed" else []
    reasons = {lang: form[f"reasons_{lang}"] for lang in ("ru", "en") if form[f"reasons_{lang}"]}
    decision = {"decided_by": visit.party, "decided_on": today.isoformat()}
    return {
        "decision": {**decision, **({"basis": basis} if basis else {}), **({"reasons": reasons} if reasons else {})}
    }


def _by_field(faults: Sequence[Fault]) -> dict[str, Fault]:
    found: dict[str, Fault] = {}
    for each in faults:
        parts = each.pointer.removeprefix("/record").split("/")
        if parts[1:2] == ["contradictions"] and len(parts) > 2 and parts[2].isdigit():
            found.setdefault(f"ru-{parts[2]}", each)
        elif "basis" in parts:
            found.setdefault(f"basis-{min(PRIMARY)}", each)
        else:
            found.setdefault("reasons_ru" if "reasons" in parts else "stage", each)
    return found


async def _read(request: web.Request, action: str) -> Sequence[Opened]:
    """Return the stages of a proposal, the last one first, if it is the visitor's to see; that is in the log first.

    Raises:
        MissingError: it is not, there is none, or it cannot be read any more.
    """
    visit, owner, proposal = visit_of(request), request.match_info["owner"], request.match_info["proposal"]
    if "\0" in owner + proposal:
        raise MissingError
    opened = await read_match(visit.exchange, reader=visit.party, owner=owner, subject=proposal)
    require(visit, action, owner=owner, parties=[name for each in opened for name in each.row.readers])
    leaf = await log_shown(
        visit.exchange, request.app[PROCESS].committer, opened, reader=visit.party, case=opened[0].row.subject
    )
    await note_alone(visit.exchange, deed_of(visit.person, action, str(leaf)))
    return opened


def _newest(opened: Sequence[Opened]) -> Mapping[str, Any]:
    if opened[0].envelope is None:
        raise MissingError
    return opened[0].envelope.record


def _said(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the explanations that were given so far, as the form's values."""
    return {
        f"{lang}-{at}": text
        for at, each in enumerate(record["contradictions"])
        for lang, text in each.get("explanation", {}).items()
    }


def _page(request: web.Request, opened: Sequence[Opened], form: Form, error: HubError | None = None) -> web.Response:
    visit, record = visit_of(request), _newest(opened)
    agreeing = {each["name"] for each in record["features"] if each["agreement"] == "agrees"}
    return render(
        request,
        "missing/match.html",
        status=409 if isinstance(error, ConflictError) else 422 if form.faults else 200,
        opened=opened,
        record=record,
        form=form,
        score=round(100 * record["score"]),
        total=sum(each["weight"] for each in record["features"]) or 1,
        primary=sorted(agreeing & PRIMARY),
        kinds=dict(choices.options("primary-kinds", visit.lang)),
        stages=[each for each in choices.options("match-stages", visit.lang) if each[0] in _next(record)],
    )


def _next(record: Mapping[str, Any]) -> frozenset[str]:
    return STAGES[record["stage"]] - {"proposed"}


_NO_STAGE = Fault(pointer="/stage", code="stage-needed", ru="Выберите, что решено.", en="Choose what has been decided.")
_NO_BASIS = Fault(
    pointer="/decision/basis",
    code="basis-needed",
    ru="Подтверждение опирается на совпавшие отпечатки, зубную карту или ДНК. Отметьте, на что; внешность не опознаёт.",
    en="A confirmation rests on fingerprints, dental record or DNA that agree. Mark on which; looks never identify.",
)
_NO_WORDS = Fault(
    pointer="/contradictions",
    code="explanation-needed",
    ru="Поясните это противоречие по-русски и по-английски: почему оно не исключает совпадения.",
    en="Explain this contradiction in Russian and in English: why it does not exclude the match.",
)
_NO_REASONS = Fault(
    pointer="/decision/reasons",
    code="reasons-needed",
    ru="Напишите по-русски и по-английски, почему совпадение исключено.",
    en="Say in Russian and in English why the match is excluded.",
)

ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="match-read", sample=_SAMPLE),
    Route(method="POST", path=PATH, handler=decide, action="match-decide", sample=_SAMPLE),
)
