"""The caller's own requests about data, and its corrections: references and participants, no persons."""

import msgspec
from aiohttp import web

from hub.core.errors import ParameterError
from hub.web.access import participant_of
from hub.web.parameters import number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.read_data_requests import read_data_requests

_NAMES = {"type": "array", "items": {"type": "string"}}
_ITEM = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["request", "usage-request", "correction"]},
        "subject": {"type": "string"},
        "id": {"type": "string"},
        "index": {"type": "integer"},
        "asked": _NAMES,
        "waits_for": _NAMES,
    },
}
_AFTER = number("after", low=0, high=2**53, default=0, ru="С этого места в журнале", en="From this place in the log on")
_LIMIT = number("limit", low=1, high=1000, default=100, ru="Не больше стольких", en="At most so many")
_WAITING = Parameter(
    name="waiting",
    where="query",
    schema={"type": "boolean", "default": False},
    ru="Только то, по чему кого-то ждут",
    en="Only what somebody is waited for",
)


async def list_own(request: web.Request) -> web.Response:
    """Return what the caller asked about data, or corrected, with who has not answered or confirmed."""
    owner, waiting = participant_of(request), request.query.get("waiting", "false")
    if waiting not in {"true", "false"}:
        raise ParameterError(parameter="waiting")
    found = await read_data_requests(
        request.app[PROCESS].exchange,
        owner=owner,
        after=read_number(request, _AFTER) - 1,
        limit=read_number(request, _LIMIT),
        waiting=waiting == "true",
    )
    return web.Response(body=msgspec.json.encode({"requests": found}), content_type="application/json", charset="utf-8")


ROUTES = (
    Route(
        method="GET",
        path="/v1/data-requests",
        handler=list_own,
        name="listDataRequests",
        ru="Ваши обращения субъектов данных, запросы об использовании и исправления: кто ещё не ответил",
        en="Your requests of data subjects, requests for reports on use, and corrections: who has not answered yet",
        caller=Caller.PARTICIPANT,
        parameters=(_AFTER, _LIMIT, _WAITING),
        answers={
            200: (
                "application/json",
                {"type": "object", "properties": {"requests": {"type": "array", "items": _ITEM}}},
            )
        },
        problems=(400, 401, 403, 503),
    ),
)
