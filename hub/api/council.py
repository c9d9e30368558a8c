"""The Council's doors: work plan, calendar, meetings, documents, notices on legislation, contacts.

Everybody reads what it sent or got. A bilateral body's records went to its parties, so nobody else finds them.
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from aiohttp import web

from hub.core import ids
from hub.core.council import calendar_file, document, publication
from hub.core.errors import MissingError, ParameterError
from hub.store.council import Wanted
from hub.web import language
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import at_most, number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.council import read_council
from hub.workflows.exchange import Exchange

TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
BODY = Parameter(name="body", where="query", schema=TEXT, ru="Орган (council-bodies)", en="Body (council-bodies)")
TYPE = Parameter(
    name="type", where="query", schema={"enum": list(document.TYPES)}, ru="Вид документа", en="Kind of document"
)
FUNCTION = Parameter(
    name="function", where="query", schema=TEXT, ru="Функция (contact-functions)", en="Function (contact-functions)"
)
PARTICIPANT = Parameter(name="participant", where="query", schema=TEXT, ru="Участник", en="Participant")
ON = Parameter(name="on", where="query", schema=DAY, ru="День; без него — сегодня", en="Day; absent: today")
YEAR = number("year", low=0, high=2100, default=0, ru="Год; 0 — любой", en="Year; 0: any")
BEFORE = number(
    "before",
    low=0,
    high=2**53 - 1,
    default=2**53 - 1,
    ru="Только записи раньше этого места журнала",
    en="Only records before this place of the log",
)
LIMIT = at_most(500, default=100)


async def plan(request: web.Request) -> web.Response:
    """Return the work plans with what was reported of each item."""
    reader, exchange = participant_of(request), request.app[PROCESS].exchange
    body, year = _read_code(request, BODY, _codes(exchange, "council-bodies")), read_number(request, YEAR)
    plans = await read_council.read_plans(exchange, reader, body=body, year=year or None)
    today = exchange.clock.now().date()
    return json_answer({"on": today.isoformat(), "plans": [each.to_json(today) for each in plans]})


async def calendar(request: web.Request) -> web.Response:
    """Return meetings and terms as a calendar."""
    reader, process = participant_of(request), request.app[PROCESS]
    lang = language.choose(request.headers.get("Accept-Language"), process.settings.language)
    events = await read_council.read_calendar(process.exchange, reader, lang)
    name = {"ru": "Совет и двусторонние органы", "en": "Council and bilateral bodies"}[lang]
    body = calendar_file.format_calendar(events, name=name)
    headers = {"Content-Disposition": 'attachment; filename="calendar.ics"', "Vary": "Accept-Language"}
    return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)


async def meetings(request: web.Request) -> web.Response:
    """Return the meetings, the newest record of each."""
    return await _list(request, (publication.MEETING,), read_council.STATUSES, "meetings")


async def notices(request: web.Request) -> web.Response:
    """Return the notices on legislation, the newest record of each."""
    return await _list(request, (publication.NOTICE,), read_council.NOTICES, "notices")


async def documents(request: web.Request) -> web.Response:
    """Return the documents of the Council and of bilateral bodies, the newest draft or adopted text of each."""
    kind = _read_code(request, TYPE, document.TYPES)
    return await _list(request, (kind,) if kind else document.TYPES, read_council.STAGES, "documents")


async def read_document(request: web.Request) -> web.Response:
    """Return one document with its drafts, comments, adoption and progress."""
    reader, exchange = participant_of(request), request.app[PROCESS].exchange
    kind, owner, subject = (request.match_info[name] for name in ("type", "owner", "id"))
    if kind not in document.TYPES or not ids.is_participant_id(owner) or not subject.isprintable():
        raise MissingError
    history = await read_council.read_document(exchange, reader, (kind, owner, subject))
    return json_answer(
        {"type": kind, "owner": owner, "document_id": subject, "history": [each.to_json() for each in history]}
    )


async def contacts(request: web.Request) -> web.Response:
    """Return who is to be reached on a day."""
    reader, exchange = participant_of(request), request.app[PROCESS].exchange
    on = _read_day(request, exchange.clock.now().date())
    found = await read_council.read_contacts(
        exchange,
        reader,
        on=on,
        function=_read_code(request, FUNCTION, _codes(exchange, "contact-functions")),
        participant=_read_code(request, PARTICIPANT, _codes(exchange, "participants")),
    )
    return json_answer({"on": on.isoformat(), "directories": found})


async def _list(request: web.Request, types: tuple[str, ...], stages: tuple[str, ...], name: str) -> web.Response:
    reader, exchange = participant_of(request), request.app[PROCESS].exchange
    body = _read_code(request, BODY, _codes(exchange, "council-bodies"))
    before, limit = read_number(request, BEFORE), read_number(request, LIMIT)
    wanted = Wanted(types=types, stages=stages, body=body, before=before, limit=limit)
    found = await read_council.read_list(exchange, reader, wanted)
    next_before = found[-1].kept.index if len(found) == limit else None
    return json_answer({name: [each.to_json() for each in found], "next_before": next_before})


def _codes(exchange: Exchange, name: str) -> Collection[str]:
    return exchange.catalogue.code_list(name).index.keys()


def _read_code(request: web.Request, parameter: Parameter, known: Collection[str]) -> str | None:
    value = request.query.get(parameter.name)
    if value is not None and value not in known:
        raise ParameterError(parameter=parameter.name)
    return value


def _read_day(request: web.Request, today: date) -> date:
    text = request.query.get(ON.name)
    if text is None:
        return today
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ParameterError(parameter=ON.name)


def _answer(*required: str) -> dict[int, tuple[str, dict[str, Any]]]:
    return {200: ("application/json", {"type": "object", "required": list(required)})}


def _route(path: str, handler: Any, name: str, texts: tuple[str, str], **more: Any) -> Route:
    """Return a route that participants read."""
    ru, en = texts
    problems = more.pop("problems", (400, 401, 403))
    return Route(
        method="GET",
        path=path,
        handler=handler,
        name=name,
        ru=ru,
        en=en,
        caller=Caller.PARTICIPANT,
        problems=problems,
        **more,
    )


ROUTES = (
    _route(
        "/v1/work-plan",
        plan,
        "readWorkPlan",
        (
            "Планы работы: пункты, ответственные, сроки, что сообщено о выполнении, что просрочено",
            "Work plans: items, who answers for them, terms, what was reported, what is overdue",
        ),
        parameters=(BODY, YEAR),
        answers=_answer("on", "plans"),
    ),
    _route(
        "/v1/calendar.ics",
        calendar,
        "readCalendar",
        ("Заседания и сроки в виде календаря", "Meetings and terms as a calendar"),
        answers={200: ("text/calendar", TEXT)},
        problems=(401, 403),
    ),
    _route(
        "/v1/meetings",
        meetings,
        "listMeetings",
        ("Заседания Совета и двусторонних органов", "Meetings of the Council and of bilateral bodies"),
        parameters=(BODY, BEFORE, LIMIT),
        answers=_answer("meetings", "next_before"),
    ),
    _route(
        "/v1/documents",
        documents,
        "listDocuments",
        ("Документы: последняя редакция каждого", "Documents: the newest text of each"),
        parameters=(TYPE, BODY, BEFORE, LIMIT),
        answers=_answer("documents", "next_before"),
    ),
    _route(
        "/v1/documents/{type}/{owner}/{id:.+}",
        read_document,
        "readDocument",
        ("Один документ: проекты, замечания, принятие", "One document: drafts, comments, adoption"),
        parameters=(
            Parameter(name="type", where="path", schema=TEXT, ru="Вид документа", en="Kind of document"),
            Parameter(name="owner", where="path", schema=TEXT, ru="Разработчик", en="Owner"),
            Parameter(name="id", where="path", schema=TEXT, ru="Документ", en="Document"),
        ),
        answers=_answer("type", "owner", "document_id", "history"),
        problems=(401, 403, 404),
    ),
    _route(
        "/v1/notices",
        notices,
        "listNotices",
        ("Извещения о законодательстве", "Notices on legislation"),
        parameters=(BEFORE, LIMIT),
        answers=_answer("notices", "next_before"),
    ),
    _route(
        "/v1/contacts",
        contacts,
        "listContacts",
        ("К кому обратиться в этот день", "Who is to be reached on a day"),
        parameters=(ON, FUNCTION, PARTICIPANT),
        answers=_answer("on", "directories"),
    ),
)
