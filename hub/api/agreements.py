"""One agreement with every version: the documents, their places in the log, and their parties' consents."""

from aiohttp import web

from hub.core.errors import MissingError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.agreements.read_agreement import read_agreement


async def show(request: web.Request) -> web.Response:
    """Return an agreement to its parties and to the secretariat; to others it does not exist."""
    reader = participant_of(request)
    shown = await read_agreement(request.app[PROCESS].exchange, request.match_info["id"], reader=reader)
    if shown is None:
        raise MissingError
    return json_answer(shown)


_TEXT = {"type": "string"}
_INDEX = {"type": "integer", "minimum": 0}
_CONSENT = {
    "type": "object",
    "required": ["state", "participant", "index", "at"],
    "properties": {"state": _TEXT, "participant": _TEXT, "index": _INDEX, "at": _TEXT},
}
_VERSION = {
    "type": "object",
    "required": ["version", "status", "missing", "consents", "sha256", "document", "index", "leaf", "proof"],
    "properties": {
        "version": {"type": "integer", "minimum": 1},
        "status": _TEXT,
        "missing": {"type": "array", "items": _TEXT},
        "consents": {"type": "array", "items": _CONSENT},
        "sha256": _TEXT,
        "document": _TEXT,
        "index": _INDEX,
        "leaf": _TEXT,
        "proof": {"type": "array", "items": _TEXT},
    },
}
_AGREEMENT = {
    "type": "object",
    "required": ["id", "judging", "in_force", "checkpoint", "versions"],
    "properties": {
        "id": _TEXT,
        "judging": {"type": ["integer", "null"]},
        "in_force": {"type": "boolean"},
        "checkpoint": _TEXT,
        "versions": {"type": "array", "items": _VERSION},
    },
}

ROUTES = (
    Route(
        method="GET",
        path="/v1/agreements/{id}",
        handler=show,
        name="readAgreement",
        ru="Соглашение: все версии с доказательствами места в журнале, согласия сторон, чего ещё не даёт протокол",
        en="An agreement: every version with its place in the log, the consents, and what its protocol does not supply",
        caller=Caller.PARTICIPANT,
        parameters=(Parameter(name="id", where="path", schema=_TEXT, ru="Код соглашения", en="Id of the agreement"),),
        answers={200: ("application/json", _AGREEMENT)},
        problems=(401, 403, 404),
    ),
)
