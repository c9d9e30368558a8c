"""The caller's own requests about data, and its corrections: references and participants, no persons."""

from aiohttp import web

from hub.core.errors import ParameterError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, at_most, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.data_protection.read_data_requests import read_data_requests

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
_LIMIT = at_most(1000, default=100)
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
        after=read_number(request, AFTER) - 1,
        limit=read_number(request, _LIMIT),
        waiting=waiting == "true",
    )
    return json_answer({"requests": found})


ROUTES = (
    Route(
        method="GET",
        path="/v1/data-requests",
        handler=list_own,
        name="listDataRequests",
        ru="Ваши обращения субъектов данных, запросы об использовании и исправления: кто ещё не ответил",
        en="Your requests of data subjects, requests for reports on use, and corrections: who has not answered yet",
        caller=Caller.PARTICIPANT,
        parameters=(AFTER, _LIMIT, _WAITING),
        answers={
            200: (
                "application/json",
                {"type": "object", "properties": {"requests": {"type": "array", "items": _ITEM}}},
            )
        },
        problems=(400, 401, 403, 503),
    ),
)
