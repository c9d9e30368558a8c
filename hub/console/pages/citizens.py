"""A citizen asks his own authority whether he is banned: consent, identity, the plain answer, printed for him.

Nobody else learns that he asked. Where it stays doubtful whose ban it is, the enquiry to its issuer is prepared here,
to be signed like every record.
"""

from typing import Any

from aiohttp import web

from hub.console import asking, choices
from hub.console.forms import Form, read_form
from hub.console.pages.entry_bans import screening_of
from hub.console.rendering import render
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.enquiry import sheet
from hub.core.enquiry.applicant import applicant_of
from hub.core.enquiry.errors import IdentityError, NotOwnCitizenError, QuestionError
from hub.core.enquiry.question import read_person
from hub.core.enquiry.sheet import Sheet
from hub.core.enquiry.words import LANGUAGES
from hub.core.entry_ban.reports import ENQUIRY
from hub.core.errors import MalformedError
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.screening.answer_citizen import Advice, answer_citizen
from hub.workflows.screening.show_advice import labels, show_advice
from keys import strict_json
from schemas import screening_rules

FIELDS = {
    "case_number": 400,
    "consent_form": 40,
    "consent_on": 20,
    "consent_reference": 400,
    "reader": 10,
    **asking.PERSON,
}
OTHERS = {
    "/case_number": "case_number",
    "/consent/form": "consent_form",
    "/consent/given_on": "consent_on",
    "/consent": "consent_reference",
}
PERSON = "/person"
_ENQUIRY = ("agreement", "purpose", "record", "subject", "to", "version")
LONGEST = 100_000  # characters of an enquiry


async def show_form(request: web.Request) -> web.Response:
    """Ask who asks."""
    visit = visit_of(request)
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now)
    return _form(request, Form(values={"consent_on": today.isoformat(), "reader": "ru"}))


async def answer(request: web.Request) -> web.Response:
    """Answer him, ready to be printed."""
    visit, form = visit_of(request), await read_form(request, FIELDS)
    if wrong := asking.check_birth(form, visit.now.date()) | asking.check_filled(
        form, "case_number", "consent_form", "consent_on"
    ):
        return _form(request, form.fault_all(wrong, visit.lang))
    question = _question(form)
    try:
        advice = await answer_citizen(screening_of(request), visit.party, question)
    except (QuestionError, IdentityError) as error:
        return _form(request, form.fault_all(asking.by_field(error.faults, PERSON, OTHERS), visit.lang))
    except NotOwnCitizenError as error:
        return _form(request, form.fault("citizenship", error.text(visit.lang)))
    await note_alone(visit.exchange, deed_of(visit.person, "citizen-answer", str(advice.access)))
    said = show_advice(advice, visit.exchange.catalogue)
    return render(
        request,
        "citizens/answer.html",
        advice=advice,
        verdict=advice.judged.verdict.value,
        sheets=_sheets(visit, advice, said, question, form["reader"]),
        enquiries=[(each, strict_json.dumps(_kept(each)).decode()) for each in said["enquiries"]],
        odd=advice.odd,
    )


async def prepare(request: web.Request) -> web.Response:
    """Keep an enquiry as a draft that waits for its signature.

    Raises:
        MalformedError: it is not one that a page of ours holds.
        HubError: it would be refused.
    """
    visit, form = visit_of(request), await read_form(request, {"enquiry": LONGEST})
    told: Any = strict_json.loads(form["enquiry"].encode())
    if not isinstance(told, dict) or told.keys() != set(_ENQUIRY):
        raise MalformedError
    draft = await prepare_record(visit.exchange, visit.person, Wanted(type=ENQUIRY, **told))
    return go_to(f"/drafts/{draft}")


def _kept(enquiry: Any) -> dict[str, Any]:
    return {name: enquiry[name] for name in _ENQUIRY}


def _question(form: Form) -> dict[str, Any]:
    consent = {"form": form["consent_form"], "given_on": form["consent_on"]}
    if form["consent_reference"]:
        consent["reference"] = form["consent_reference"]
    return {"case_number": form["case_number"], "consent": consent, "person": asking.person_of(form)}


def _sheets(visit: Visit, advice: Advice, said: Any, question: Any, reader: str) -> tuple[Sheet, ...]:
    """Return the answer as it is printed: in Russian, and for who reads another language."""
    letters = screening_rules.russian_letters()
    person = read_person(question["person"], PERSON, state="", today=advice.at.date(), letters=letters).person
    applicant = applicant_of(question, person, visit.party, labels(visit.exchange.catalogue))
    return sheet.sheets(said, applicant, reader)


def _form(request: web.Request, form: Form) -> web.Response:
    lang = visit_of(request).lang
    known = dict(choices.options("languages", lang))
    return render(
        request,
        "citizens/ask.html",
        status=422 if form.faults else 200,
        form=form,
        forms=choices.options("enquiry-consent-forms", lang),
        readers=[(code, known[code]) for code in LANGUAGES],
        choices=choices.of_person(lang),
    )


ROUTES = (
    Route(method="GET", path="/citizens", handler=show_form, action="citizen-answer"),
    Route(method="POST", path="/citizens", handler=answer, action="citizen-answer"),
    Route(method="POST", path="/citizens/enquiry", handler=prepare, action="citizen-answer"),
)
