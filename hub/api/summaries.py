"""Situation summaries, the consolidated report of a period, its files, and reminders of what is missing."""

import asyncio
import datetime
from typing import Any

from aiohttp import web

from hub.core.errors import MalformedError, MediaTypeError, MissingError, ParameterError
from hub.core.statistics.report import COUNCIL, PUBLIC
from hub.report import files
from hub.report.render import render
from hub.report.sheet import Frozen
from hub.web import problems
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, at_most, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import BODIES, PROCESS
from hub.workflows.reports.consolidate_summaries import consolidate_summaries, parse_period, read_frozen
from hub.workflows.reports.read_summaries import read_summaries
from hub.workflows.reports.remind_states import ask_reminders
from keys import strict_json

BODY_LIMIT = 16 * 1024
MOST_REMINDED = 60
JSON = "application/json"

LIMIT = at_most(100, default=50)
PERIOD_TEXT = {"type": "string", "maxLength": 10}
PERIOD_QUERY = Parameter(
    name="period", where="query", schema=PERIOD_TEXT, ru="Период, например 2020-H1", en="A period, for example 2020-H1"
)
PERIOD = Parameter(
    name="period",
    where="path",
    schema=PERIOD_TEXT,
    ru="Период: 2020-M07, 2020-Q3, 2020-H1, 2020-9M, 2020-C11, 2020 или день",
    en="A period: 2020-M07, 2020-Q3, 2020-H1, 2020-9M, 2020-C11, 2020, or a day",
)
AREA = Parameter(
    name="area", where="query", schema={"type": "string", "maxLength": 2}, ru="Государство", en="A state (alpha-2)"
)
AUDIENCE = Parameter(
    name="audience",
    where="query",
    schema={"type": "string", "enum": [COUNCIL, PUBLIC], "default": COUNCIL},
    ru="Для Совета или для публикации: тогда без обзоров, отправители которых на неё не согласны",
    en="For the Council, or for publication: then without summaries whose senders do not agree to it",
)
STATE = Parameter(
    name="state",
    where="query",
    schema={"type": "string", "enum": ["current", "frozen"], "default": "current"},
    ru="По обзорам на сейчас или последний зафиксированный",
    en="From the summaries as they are now, or the last one that was frozen",
)
FORMAT = Parameter(
    name="format",
    where="path",
    schema={"type": "string", "enum": list(files.FORMATS)},
    ru="Вид файла",
    en="File format",
)


def _choice(request: web.Request, parameter: Parameter) -> str:
    value = request.query.get(parameter.name, parameter.schema["default"])
    if value not in parameter.schema["enum"]:
        raise ParameterError(parameter=parameter.name)
    return str(value)


async def list_summaries(request: web.Request) -> web.Response:
    """Return a page of the summaries that the caller sent or received."""
    reader = participant_of(request)
    period, area = request.query.get(PERIOD_QUERY.name), request.query.get(AREA.name)
    if period is not None:
        parse_period(period)
    if area is not None and not (len(area) == 2 and area.isascii() and area.isupper()):
        raise ParameterError(parameter=AREA.name)
    page = await read_summaries(
        request.app[PROCESS].exchange,
        reader=reader,
        after=read_number(request, AFTER),
        period=period,
        area=area,
        limit=read_number(request, LIMIT),
    )
    return json_answer(page)


async def read_report(request: web.Request) -> web.Response:
    """Return the consolidated report of a period: as it is now, or as it was last frozen, with its message."""
    return json_answer(await _report(request, participant_of(request)))


async def _report(request: web.Request, reader: str) -> dict[str, Any]:
    exchange, period = request.app[PROCESS].exchange, request.match_info["period"]
    audience = _choice(request, AUDIENCE)
    if _choice(request, STATE) == "frozen":
        return await read_frozen(exchange, reader=reader, period=period, audience=audience)
    report = await consolidate_summaries(exchange, reader=reader, period=period, audience=audience)
    return {"message": None, "report": report}


async def read_file(request: web.Request) -> web.Response:
    """Return the report as a file, in the caller's language."""
    reader, name = participant_of(request), request.match_info["format"]
    if name not in files.FORMATS:
        raise MissingError
    found = await _report(request, reader)
    language = problems.language_of(request)
    frozen = None if found["message"] is None else Frozen.from_json(found["message"])
    body = await asyncio.to_thread(render, name, found["report"], language, frozen)
    shown = files.name_of(found["report"], name, language)
    return web.Response(
        body=body,
        content_type=files.FORMATS[name],
        headers={"Content-Disposition": f'attachment; filename="{shown}"', "Content-Language": language},
    )


async def remind(request: web.Request) -> web.Response:
    """Have the hub remind those whose summary is missing, or those named; only the secretariat may."""
    asked_by = participant_of(request)
    if request.content_type != JSON or "Content-Encoding" in request.headers:
        raise MediaTypeError
    asked = strict_json.loads(await request.app[BODIES].read(request, BODY_LIMIT))
    participants, due_on = _read_asked(asked)
    reminded = await ask_reminders(
        request.app[PROCESS].exchange,
        asked_by=asked_by,
        period=request.match_info["period"],
        participants=participants,
        due_on=due_on,
    )
    return json_answer({"reminded": reminded})


def _read_asked(asked: object) -> tuple[list[str], datetime.date | None]:
    if not isinstance(asked, dict) or not asked.keys() <= {"participants", "due_on"}:
        raise MalformedError
    participants, due_on = asked.get("participants", []), asked.get("due_on")
    if not isinstance(participants, list) or len(participants) > MOST_REMINDED:
        raise ParameterError(parameter="participants")
    if not all(isinstance(name, str) for name in participants):
        raise ParameterError(parameter="participants")
    try:
        return participants, None if due_on is None else datetime.date.fromisoformat(due_on)
    except (TypeError, ValueError):
        raise ParameterError(parameter="due_on") from None


_OBJECT = {"type": "object"}
_REPORT = {"type": "object", "required": ["message", "report"]}
_PAGE = {"type": "object", "required": ["after", "next", "summaries"]}

ROUTES = (
    Route(
        method="GET",
        path="/v1/summaries",
        handler=list_summaries,
        name="listSummaries",
        ru="Обзоры миграционной ситуации, которые вы отправили или получили",
        en="Situation summaries that you sent or received",
        caller=Caller.PARTICIPANT,
        parameters=(AFTER, LIMIT, PERIOD_QUERY, AREA),
        answers={200: (JSON, _PAGE)},
        problems=(400, 401, 403, 503),
    ),
    Route(
        method="GET",
        path="/v1/reports/{period}",
        handler=read_report,
        name="readReport",
        ru="Сводный обзор за период по доступным вам обзорам или последний зафиксированный",
        en="The consolidated report of a period from the summaries you may read, or the last one that was frozen",
        caller=Caller.PARTICIPANT,
        parameters=(PERIOD, AUDIENCE, STATE),
        answers={200: (JSON, _REPORT)},
        problems=(400, 401, 403, 404, 503),
    ),
    Route(
        method="GET",
        path="/v1/reports/{period}/files/{format}",
        handler=read_file,
        name="readReportFile",
        ru="Сводный обзор файлом: xlsx, pdf, csv или json, на языке из Accept-Language",
        en="The consolidated report as a file: xlsx, pdf, csv or json, in the language of Accept-Language",
        caller=Caller.PARTICIPANT,
        parameters=(PERIOD, FORMAT, AUDIENCE, STATE),
        answers={200: ("application/octet-stream", {"type": "string", "format": "binary"})},
        problems=(400, 401, 403, 404, 503),
    ),
    Route(
        method="POST",
        path="/v1/reports/{period}/reminders",
        handler=remind,
        name="remindOfSummaries",
        ru="Напомнить участникам, чьих обзоров за период нет, или названным; только секретариат",
        en="Remind participants whose summaries of the period are missing, or those named; the secretariat only",
        caller=Caller.PARTICIPANT,
        parameters=(PERIOD,),
        body={
            JSON: {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "participants": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_REMINDED},
                    "due_on": {"type": "string", "format": "date"},
                },
            }
        },
        answers={200: (JSON, _OBJECT)},
        problems=(400, 401, 403, 408, 413, 415, 429, 503),
    ),
)
