"""The calendars of working days by which terms are counted, as they stand now."""

from typing import Any

from aiohttp import web

from hub.core.deadline.calendar import WorkingCalendar
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Route
from hub.web.state import PROCESS


async def find(request: web.Request) -> web.Response:
    """Return every state's calendar."""
    participant_of(request)
    found = request.app[PROCESS].exchange.judgement.calendars
    value = {"calendars": [_show(calendar) for _, calendar in sorted(found.items())]}
    return json_answer(value)


def _show(calendar: WorkingCalendar) -> dict[str, Any]:
    """Return a calendar in the form of `schemas/calendars/calendar.schema.json`."""
    return {
        "state": calendar.state,
        "version": calendar.version,
        "source": calendar.source,
        "first": calendar.first,
        "last": calendar.last,
        "weekend": sorted(calendar.weekend),
        "worked": sorted(calendar.worked),
        "holidays": [
            {"date": day, "ru": name.ru, "en": name.en, **({"estimated": True} if name.estimated else {})}
            for day, name in sorted(calendar.holidays.items())
        ],
    }


_OBJECT = {"type": "object", "required": ["calendars"], "properties": {"calendars": {"type": "array"}}}

ROUTES = (
    Route(
        method="GET",
        path="/v1/calendars",
        handler=find,
        name="listCalendars",
        ru="Календари рабочих дней всех государств: версия, источник, праздники, перенесённые дни",
        en="The calendars of working days of all states: version, source, holidays, moved days",
        caller=Caller.PARTICIPANT,
        answers={200: ("application/json", _OBJECT)},
        problems=(401, 403),
    ),
)
