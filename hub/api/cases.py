"""A participant's own cases: how they stand, what may be done next, by whom, and until when."""

from collections.abc import Collection, Mapping
from typing import Any

from aiohttp import web

from hub.core import ids
from hub.core.errors import MissingError, ParameterError
from hub.core.mover import HeadKey
from hub.core.readmission import legal
from hub.core.readmission.movers import CASE_KIND
from hub.core.readmission.standing import Standing
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import at_most, number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.cases.read_cases import list_cases, read_case

BEFORE = number(
    "before",
    low=0,
    high=2**53 - 1,
    default=2**53 - 1,
    ru="Только дела, последняя запись которых стоит в журнале раньше этого места",
    en="Only cases whose last record stands before this place of the log",
)
LIMIT = at_most(500, default=100)
KIND = Parameter(
    name="kind",
    where="query",
    schema={"enum": list(legal.KINDS)},
    ru="Вид дела: реадмиссия, транзит, проверка гражданства",
    en="Kind of case: readmission, transit, citizenship check",
)
STATE = Parameter(
    name="state",
    where="query",
    schema={"enum": sorted(legal.STAGES)},
    ru="Только дела в этом состоянии",
    en="Only cases in this state",
)


async def find(request: web.Request) -> web.Response:
    """Return the caller's own cases, those that moved last first."""
    party = participant_of(request)
    kind, stage = _read_code(request, KIND.name, legal.KINDS), _read_code(request, STATE.name, legal.STAGES)
    before, limit = read_number(request, BEFORE), read_number(request, LIMIT)
    found = await list_cases(
        request.app[PROCESS].exchange,
        party=party,
        kinds=[kind] if kind else list(legal.KINDS),
        stages=[stage] if stage else [],
        before=before,
        limit=limit,
    )
    next_before = found[-1]["index"] if len(found) == limit else None
    return json_answer({"cases": found, "next_before": next_before})


async def read(request: web.Request) -> web.Response:
    """Return one of the caller's own cases."""
    party = participant_of(request)
    kind = _read_code(request, KIND.name, legal.KINDS) or CASE_KIND
    owner, subject = request.match_info["owner"], request.match_info["id"]
    if not ids.is_participant_id(owner) or not subject.isprintable():
        raise MissingError
    case = await read_case(request.app[PROCESS].exchange, party=party, key=HeadKey(kind, owner, subject))
    return json_answer(case.to_json())


def _read_code(request: web.Request, name: str, known: Collection[str]) -> str | None:
    value = request.query.get(name)
    if value is not None and value not in known:
        raise ParameterError(parameter=name)
    return value


_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}
_TEXTS = {"type": "array", "items": _TEXT}
_BOTH = {"type": "object", "required": ["ru", "en"], "properties": {"ru": _TEXT, "en": _TEXT}}


def _object(**members: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


_SUMMARY: Mapping[str, Mapping[str, Any]] = {
    "kind": {"enum": list(legal.KINDS)},
    "owner": _TEXT,
    "case_id": _TEXT,
    "parties": _TEXTS,
    "agreement": _or_null("string"),
    "state": _TEXT,
    "extended": {"type": "boolean"},
    "closed": {"type": "boolean"},
    "version": _NUMBER,
    "index": _NUMBER,
    "moved_at": _TEXT,
}
_EVENT = _object(
    index=_NUMBER,
    id=_TEXT,
    type=_TEXT,
    at=_TEXT,
    state=_TEXT,
    sha256=_or_null("string"),
    leaf=_or_null("string"),
    receipts=_list(_object(recipient=_TEXT, status=_TEXT, index=_NUMBER, at=_TEXT)),
    needs_explanation=_list(_object(pointer=_TEXT, code=_TEXT, ru=_TEXT, en=_TEXT)),
)
_CLOCK = _object(
    parameter=_TEXT,
    titles=_BOTH,
    article=_BOTH,
    verified={"type": "boolean"},
    state=_TEXT,
    acting=_TEXT,
    due_on=_or_null("string"),
    due_at=_or_null("string"),
    effect=_or_null("string"),
    explanation=_object(ru=_TEXTS, en=_TEXTS),
)
_CASE = _object(
    **_SUMMARY,
    standing={"enum": [*Standing, None]},
    allowed=_list(_object(type=_TEXT, by=_TEXTS)),
    evidence={"anyOf": [_object(effect=_TEXT, tier=_or_null("string"), ru=_TEXT, en=_TEXT), {"type": "null"}]},
    timeline=_list(_EVENT),
    clocks=_list(_CLOCK),
)

ROUTES = (
    Route(
        method="GET",
        path="/v1/cases",
        handler=find,
        name="listCases",
        ru="Ваши дела: состояние каждого; сначала те, по которым последняя запись новее",
        en="Your own cases and how each stands, those that moved last first",
        caller=Caller.PARTICIPANT,
        parameters=(KIND, STATE, BEFORE, LIMIT),
        answers={200: ("application/json", _object(cases=_list(_object(**_SUMMARY)), next_before=_or_null("integer")))},
        problems=(400, 401, 403),
    ),
    Route(
        method="GET",
        path="/v1/cases/{owner}/{id}",
        handler=read,
        name="readCase",
        ru="Одно ваше дело: состояние, допустимые действия сторон, записи с квитанциями, сроки с объяснением",
        en="One of your cases: its state, the moves each side may make, records with receipts, terms with explanations",
        caller=Caller.PARTICIPANT,
        parameters=(
            Parameter(name="owner", where="path", schema=_TEXT, ru="Запрашивающий орган", en="Requesting authority"),
            Parameter(name="id", where="path", schema=_TEXT, ru="Номер дела", en="Reference of the case"),
            KIND,
        ),
        answers={200: ("application/json", _CASE)},
        problems=(400, 401, 403, 404),
    ),
)
