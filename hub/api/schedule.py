"""The schedule of syncs, as it stands now."""

from aiohttp import web

from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Route
from hub.web.state import PROCESS
from hub.workflows.health.read_health import sees_all
from hub.workflows.syncs.read_schedule import read_schedule, to_json


async def read(request: web.Request) -> web.Response:
    """Return the syncs that the caller may see, with their last and next runs."""
    exchange, caller = request.app[PROCESS].exchange, participant_of(request)
    found = await read_schedule(exchange, reader=None if sees_all(exchange, caller) else caller)
    return json_answer(to_json(found, exchange.clock.now()))


_TEXT = {"type": "string"}
_SYNC = {
    "type": "object",
    "required": ["sync", "state", "version", "sender", "recipients", "type", "rhythm", "next", "runs"],
    "properties": {
        "sync": _TEXT,
        "state": {"type": "string", "enum": ["in_force", "stopped", "proposed"]},
        "version": {"type": "integer", "minimum": 1},
        "sender": _TEXT,
        "recipients": {"type": "array", "items": _TEXT},
        "type": _TEXT,
        "rhythm": {"type": "object"},
        "next": {"type": ["object", "null"]},
        "runs": {"type": "array", "items": {"type": "object"}},
    },
}
_SCHEDULE = {
    "type": "object",
    "required": ["at", "syncs"],
    "properties": {"at": _TEXT, "syncs": {"type": "array", "items": _SYNC}},
}

ROUTES = (
    Route(
        method="GET",
        path="/v1/schedule",
        handler=read,
        name="readSchedule",
        ru="Расписание синхронизаций: кто, что, кому и к какому сроку отправляет, последние и следующий запуски",
        en="The schedule of syncs: who sends what to whom by when, the last runs and the next one",
        caller=Caller.PARTICIPANT,
        answers={200: ("application/json", _SCHEDULE)},
        problems=(401, 403, 503),
    ),
)
