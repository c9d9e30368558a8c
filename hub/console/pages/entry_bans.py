"""Entry bans: search by number and by name with purpose and case number, what was found side by side; the list; a ban.

Each question is a leaf of the log before anything is shown, and a line of the console's audit that names the leaf.
"""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hub.console import asking, choices, comparing
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.enquiry import shown
from hub.core.enquiry.errors import NotOwnCitizenError, QuestionError, ScreeningElsewhereError
from hub.core.enquiry.verdict import Judged
from hub.web.state import SCREENING
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.screening.screen import Answer, Screening, screen
from hub.workflows.screening.show_advice import labels

FIELDS = {"purpose": 40, "case_number": 400, "thorough": 4, **asking.PERSON}
OTHERS = {"/purpose": "purpose", "/case_number": "case_number"}
PERSON = "/persons/0"


async def show_form(request: web.Request) -> web.Response:
    """Ask whom to look for."""
    return _form(request, Form())


async def search(request: web.Request) -> web.Response:
    """Look for a person, and show what was found."""
    visit, typed = visit_of(request), await read_form(request, FIELDS)
    if wrong := asking.check_birth(typed, visit.now.date()) | asking.check_filled(typed, "purpose", "case_number"):
        return _form(request, typed.fault_all(wrong, visit.lang))
    question = _question(typed)
    try:
        answer = await screen(screening_of(request), visit.party, question)
    except QuestionError as error:
        return _form(request, typed.fault_all(asking.by_field(error.faults, PERSON, OTHERS), visit.lang))
    except NotOwnCitizenError as error:
        return _form(request, typed.fault("citizenship", error.text(visit.lang)))
    return await show_found(request, answer, question)


async def show_found(
    request: web.Request, answer: Answer, question: Mapping[str, Any], *, case: tuple[str, str] | None = None
) -> web.Response:
    """Note who asked, and show what was found about the person of a question; `case`: its number and page."""
    visit = visit_of(request)
    await note_alone(visit.exchange, deed_of(visit.person, "entry-bans-search", str(answer.access)))
    judged, odd = answer.persons[0]
    return render(
        request,
        "entry-bans/found.html",
        answer=answer,
        person=question["persons"][0],
        case_number=question["case_number"],
        case=case,
        verdict=judged.verdict.value,
        of_issuer={issuer: each.value for issuer, each in judged.of_issuer.items()},
        bans=_bans(visit, answer, judged, question["persons"][0]),
        hit_report=shown.hit_report(judged, allowed=answer.purpose.hit_report),
        odd=odd,
    )


def screening_of(request: web.Request) -> Screening:
    """Return what searches in this process.

    Raises:
        ScreeningElsewhereError: nothing does.
    """
    screening = request.app[SCREENING]
    if screening is None:
        raise ScreeningElsewhereError
    return screening


def _question(typed: Form) -> dict[str, Any]:
    return {
        "purpose": typed["purpose"],
        "case_number": typed["case_number"],
        "persons": [asking.person_of(typed)],
        **({"thorough": True} if typed["thorough"] else {}),
    }


def _form(request: web.Request, form: Form) -> web.Response:
    lang = visit_of(request).lang
    return render(
        request,
        "entry-bans/search.html",
        status=422 if form.faults else 200,
        form=form,
        purposes=choices.options("screening-purposes", lang),
        choices=choices.of_person(lang),
    )


def _bans(visit: Visit, answer: Answer, judged: Judged, asked: Any) -> list[dict[str, Any]]:
    """Return what was found, most alike first, each with its comparison; of a doubt about a citizen little is shown."""
    home, label = answer.purpose.own_citizens_only, choices.label_in(visit.lang)
    ordered = sorted(judged.found, key=lambda each: (-each.scored.score, each.index))
    said = shown.of_judged(judged, labels(visit.exchange.catalogue), home=home)["bans"]
    return [
        {
            "said": one,
            "is_hit": each.is_hit,
            "score": round(100 * each.scored.score),
            "rows": comparing.rows(
                each.scored, asked, each.record["subject"] if each.is_hit or not home else None, label
            ),
            "ban_id": one.get("ban_id"),
            "issuer": each.issuer,
        }
        for each, one in zip(ordered, said, strict=True)
    ]


ROUTES = (
    Route(method="GET", path="/entry-bans", handler=show_form, action="entry-bans-search"),
    Route(method="POST", path="/entry-bans", handler=search, action="entry-bans-search"),
)
