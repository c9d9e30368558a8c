"""Screening: persons against the entry bans that the caller may see, and a citizen's own enquiry."""

from dataclasses import asdict
from typing import Any

from aiohttp import web

from hub.api import screening_answers
from hub.core.enquiry.errors import JsonBodyError, ScreeningElsewhereError
from hub.web import problems
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, read_number
from hub.web.route import Caller, Route
from hub.web.state import BODIES, PROCESS, SCREENING
from hub.workflows.data_protection.read_accesses import read_accesses
from hub.workflows.screening.answer_citizen import answer_citizen
from hub.workflows.screening.screen import Screening, screen
from keys import strict_json
from schemas import screening_rules

JSON = "application/json"
LIMIT = 512 * 1024  # bytes: a hundred persons with all that may be said of them


async def screen_persons(request: web.Request) -> web.Response:
    """Screen one to a hundred persons."""
    participant, screening, document = await _read(request)
    answer = await screen(screening, participant, document)
    catalogue = screening.exchange.catalogue
    return _json(screening_answers.of_authority(answer, catalogue, problems.language_of(request)))


async def advise_citizen(request: web.Request) -> web.Response:
    """Answer a citizen of the caller's state."""
    participant, screening, document = await _read(request)
    advice = await answer_citizen(screening, participant, document)
    return _json(screening_answers.of_citizen(advice, screening.exchange.catalogue, problems.language_of(request)))


async def list_accesses(request: web.Request) -> web.Response:
    """Return a page of the caller's own accesses."""
    participant = participant_of(request)
    exchange = request.app[PROCESS].exchange
    page = await read_accesses(exchange, participant=participant, after=read_number(request, AFTER))
    return _json(asdict(page))


async def _read(request: web.Request) -> tuple[str, Screening, Any]:
    """Return who asks, what answers, and the question.

    Raises:
        ScreeningElsewhereError: this process does not screen.
        UnauthenticatedError: nobody knows who asks.
        JsonBodyError, TooLargeError, StrictJsonError: the body is not what it should be.
    """
    participant = participant_of(request)
    screening = request.app[SCREENING]
    if screening is None:
        raise ScreeningElsewhereError
    if request.content_type != JSON or "Content-Encoding" in request.headers:
        raise JsonBodyError
    body = await request.app[BODIES].read(request, LIMIT)
    return participant, screening, strict_json.loads(body, limit=LIMIT)


def _json(value: Any) -> web.Response:
    return json_answer(value, headers={"Cache-Control": "no-store"})


_TEXT = {"type": "string"}
_OBJECTS = {"type": "array", "items": {"type": "object"}}
_VERDICT = {"type": "string", "enum": ["ban", "doubt", "unknown", "no-ban"]}
_FRAME = {
    "at": _TEXT,
    "log_size": {"type": "integer", "minimum": 0},
    "access": {"type": "integer", "minimum": 0},
    "purpose": _TEXT,
    "lists": _OBJECTS,
}
_PERSON = {
    "type": "object",
    "required": ["verdict", "issuers", "bans", "hit_report", "findings"],
    "properties": {
        "verdict": _VERDICT,
        "issuers": _OBJECTS,
        "bans": _OBJECTS,
        "hit_report": {"type": "string", "enum": ["expected", "none"]},
        "findings": _OBJECTS,
    },
}
_ANSWER = {
    "type": "object",
    "required": [*_FRAME, "persons"],
    "properties": {**_FRAME, "persons": {"type": "array", "items": _PERSON}},
}
_ADVICE = {
    "type": "object",
    "required": [*_FRAME, "verdict", "bans", "findings", "enquiries"],
    "properties": {
        **_FRAME,
        "verdict": _VERDICT,
        "hit_report": {"const": "none"},
        "bans": _OBJECTS,
        "findings": _OBJECTS,
        "enquiries": _OBJECTS,
    },
}
_ACCESSES = {
    "type": "object",
    "required": ["after", "next", "accesses"],
    "properties": {
        "after": {"type": "integer", "minimum": 0},
        "next": {"type": "integer", "minimum": 0},
        "accesses": _OBJECTS,
    },
}
_PROBLEMS = (400, 401, 403, 404, 408, 413, 415, 422, 429, 503)

ROUTES = (
    Route(
        method="POST",
        path="/v1/entry-bans/screen",
        handler=screen_persons,
        name="screenPersons",
        ru="Проверить от одного до ста лиц по запретам на въезд, доступным запрашивающему; обращение журналируется",
        en="Screen one to a hundred persons against the entry bans that the caller may see; the access is logged",
        caller=Caller.PARTICIPANT,
        body={JSON: dict(screening_rules.schema(screening_rules.REQUEST))},
        answers={200: (JSON, _ANSWER)},
        problems=_PROBLEMS,
    ),
    Route(
        method="POST",
        path="/v1/entry-bans/citizen",
        handler=advise_citizen,
        name="adviseCitizen",
        ru="Ответить гражданину своего государства, закрыт ли ему въезд; обращение журналируется, никто не извещается",
        en="Tell a citizen of the caller's state whether he is banned; the access is logged, no issuer is told",
        caller=Caller.PARTICIPANT,
        body={JSON: dict(screening_rules.schema(screening_rules.CITIZEN))},
        answers={200: (JSON, _ADVICE)},
        problems=_PROBLEMS,
    ),
    Route(
        method="GET",
        path="/v1/accesses",
        handler=list_accesses,
        name="listAccesses",
        ru="Свои обращения к данным о лицах: цель, дело, ответы, показанные сообщения",
        en="The caller's own accesses to data on persons: purpose, case, answers, messages shown",
        caller=Caller.PARTICIPANT,
        parameters=(AFTER,),
        answers={200: (JSON, _ACCESSES)},
        problems=(400, 401, 403, 503),
    ),
)
