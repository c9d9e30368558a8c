"""One step of a case: what is typed, the record that it becomes, and the draft that it is kept as.

    Step(name="extension", type="readmission-extension", template="signing/extension.html",
         fields={"until": 10, ...}, record=make, places={"/record/until": "until"})

`show` gives the form, filled in from the open draft if there is one; `keep` makes the record, checks it, and goes to
the page where it is signed. Whoever comes second sees beside his own what the first has written, and may go on from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from hub.console.accessed import log_record
from hub.console.case_address import key_of
from hub.console.forms import Form, read_form
from hub.console.rendering import city_of, render
from hub.console.rights import require
from hub.console.routing import go_to
from hub.console.visit import Visit, visit_of
from hub.core.errors import DraftTakenError, Fault, HubError, MissingError
from hub.workflows.cases.find_blocks import find_blocks
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.drafts.read_drafts import Draft, list_drafts, read_draft
from schemas import catalogue

CHANGEABLE = frozenset({"prepared", "approved", "returned"})
PURPOSE = "readmission"
HIDDEN = {"draft": 36, "revision": 6, "act": 12, "shown": 3}
WORDS, UNIT, DAY, CODE = 4000, 300, 10, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a step's record is made from: the fields, the case, and the day and zone of the visitor's authority."""

    form: Form
    case: OpenCase
    today: str
    zone: str

    def frame(self, done_on: str) -> dict[str, Any]:
        """Return what all records of a case begin with; `done_on` names the member with the day."""
        entry = catalogue.load().code_list("participants").index[self.case.party]
        authority = {"name": entry.ru, "participant": self.case.party}
        unit = {"unit": self.form["unit"]} if self.form["unit"] else {}
        opened_by = {"requesting_authority": self.case.key.owner}
        return {"case_id": self.case.key.subject, **opened_by, done_on: self.today, "authority": {**authority, **unit}}

    def text(self, name: str) -> dict[str, str]:
        """Return a text in two languages, typed into `<name>_ru` and `<name>_en`."""
        return {lang: typed for lang in ("ru", "en") if (typed := self.form[f"{name}_{lang}"])}

    def reasons(self, *names: str) -> list[dict[str, Any]]:
        """Return the coded reasons chosen in these fields, each with its words."""
        return [
            {"code": self.form[name], **({"text": words} if (words := self.text(name)) else {})}
            for name in names
            if self.form[name]
        ]

    def moment(self, name: str) -> str:
        """Return an instant, typed as a local time of the visitor's city; what is none stays as it was typed."""
        try:
            local = datetime.fromisoformat(self.form[name]).replace(tzinfo=ZoneInfo(self.zone), microsecond=0)
            return local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError):  # the latter at the ends of the calendar
            return self.form[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: the last part of its address, its record type, its page, its fields, and where faults belong.

    `reply_to` says what the record answers; None where it answers nothing. `pressed` is the form after a button of its
    own was pressed, None where it is to be saved; `packed` is the form as the record is made from it; `values` is what
    the template shows besides.
    """

    name: str
    type: str
    template: str
    fields: Mapping[str, int]
    record: Callable[[Typed], Mapping[str, Any]]
    places: Sequence[tuple[str, str]]
    reply_to: Callable[[OpenCase], str | None] = lambda _: None
    codes: Mapping[str, str] = field(default_factory=dict)
    pressed: Callable[[Form], Form | None] = lambda _: None
    packed: Callable[[Form], Form] = lambda form: form
    values: Callable[[OpenCase, Form, Visit], Mapping[str, Any]] = lambda case, form, visit: {}  # noqa: ARG005


async def show(request: web.Request, step: Step, **values: Any) -> web.Response:
    """Show the form of a step."""
    visit = visit_of(request)
    case = await read(request, visit)
    draft = await _open_draft(visit, case, step)
    typed = {} if draft is None or draft.content is None else dict(draft.content.values)
    if draft is not None:
        typed |= {"draft": draft.kept.id, "revision": str(draft.kept.revision)}
    return await _page(request, step, case, Form(values=typed), draft=draft, **values)


async def keep(request: web.Request, step: Step, **values: Any) -> web.Response:
    """Keep what was typed as a draft, and go to the page where it is signed."""
    visit = visit_of(request)
    case = await read(request, visit)
    form = await read_form(request, {**step.fields, **HIDDEN})
    if (changed := step.pressed(form)) is not None:
        return await _page(request, step, case, changed, draft=None, **values)
    form = step.packed(form)
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now).isoformat()
    typed = Typed(form=form, case=case, today=today, zone=visit.zone)
    try:
        draft = await prepare_record(visit.exchange, visit.person, _wanted(step, typed), instead=_instead(form))
    except DraftTakenError as error:
        taken = await _open_draft(visit, case, step)
        return await _page(request, step, case, form, draft=taken, error=error, is_taken=True, **values)
    except HubError as error:
        return await _page(
            request, step, case, _with_faults(form, step, error, visit.lang), draft=None, error=error, **values
        )
    return go_to(f"/drafts/{draft}")


async def read(request: web.Request, visit: Visit) -> OpenCase:
    """Return the case that the request is about, which the visitor may prepare records for.

    Raises:
        MissingError: there is none that is his.
    """
    case = await open_case(visit.exchange, party=visit.party, key=key_of(request))
    require(visit, "draft-write", owner=case.key.owner, parties=case.case.rows[-1].head.parties)
    return case


async def _page(
    request: web.Request,
    step: Step,
    case: OpenCase,
    form: Form,
    *,
    draft: Draft | None,
    error: HubError | None = None,
    is_taken: bool = False,
    **values: Any,
) -> web.Response:
    visit = visit_of(request)
    if draft is not None and draft.envelope is not None and draft.record_type is not None:
        named = {"question": "draft", "draft": draft.kept.id}
        await log_record(request, "draft-read", draft.envelope, draft.record_type, **named)
    status = 200 if error is None else 409 if is_taken else 422
    return render(
        request,
        step.template,
        status=status,
        step=step,
        case=case,
        form=form,
        draft=draft,
        error=error,
        is_taken=is_taken,
        is_allowed=step.type in case.allowed,
        blocks=await find_blocks(visit.exchange, visit.person, case.key, step.type, case=case),
        city=city_of(visit.zone, visit.lang),
        options={name: options(codes, visit.lang) for name, codes in step.codes.items()},
        **step.values(case, form, visit),
        **values,
    )


async def _open_draft(visit: Visit, case: OpenCase, step: Step) -> Draft | None:
    """Return the participant's open draft of this step."""
    found = await list_drafts(visit.exchange, participant=visit.party, key=case.key)
    named = next((each.id for each in found if each.type == step.type), None)
    return None if named is None else await read_draft(visit.exchange, named)


def _wanted(step: Step, typed: Typed) -> Wanted:
    case = typed.case
    return Wanted(
        type=step.type,
        record=step.record(typed),
        to=[case.other],
        purpose=PURPOSE if case.request is None else case.request[1].purpose,
        agreement=case.case.rows[0].agreement,
        subject=case.key.subject,
        reply_to=step.reply_to(case),
        values={name: value for name, value in typed.form.values.items() if value and name not in HIDDEN},
    )


def _instead(form: Form) -> tuple[str, int] | None:
    if not form["draft"]:
        return None
    if not form["revision"].isdecimal():
        raise MissingError
    return form["draft"], int(form["revision"])


def _with_faults(form: Form, step: Step, error: HubError, lang: str) -> Form:
    """Return the form with each fault beside its field; what belongs to none is told above all."""
    for each in error.faults or [Fault(pointer="", code=error.code, ru=error.text("ru"), en=error.text("en"))]:
        name = next((name for start, name in step.places if each.pointer.startswith(start)), "whole")
        is_choice = step.fields.get(name) == CODE
        form = form.fault_all({name: _NOT_CHOSEN if is_choice and not form[name] else each}, lang)
    return form


_NOT_CHOSEN = Fault(
    pointer="/record",
    code="choice-needed",
    ru="Здесь ничего не выбрано. Выберите подходящее.",
    en="Nothing was chosen here. Choose what fits.",
)


def options(codes: str, lang: str) -> list[tuple[str, str]]:
    """Return the entries of a code list to choose from, nothing chosen first."""
    return [("", "—"), *((each.code, each.label(lang)) for each in catalogue.load().code_list(codes).entries)]
