"""The door for statements about keys, and their public register."""

from aiohttp import web

from hub.core import receipt as receipts
from hub.core.errors import MediaTypeError, ParameterError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, at_most, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import BODIES, PROCESS
from hub.workflows.trust.log_statement import log_statement
from hub.workflows.trust.read_statements import KINDS, MOST, read_statements
from keys.statement import LIMIT

JOSE = "application/jose"
MAX_ABOUT = 128

COUNT = at_most(MOST, default=MOST)
KIND = Parameter(
    name="kind",
    where="query",
    schema={"type": "string", "enum": list(KINDS), "default": KINDS[0]},
    ru="Вид заявления",
    en="Kind of statement",
)
ABOUT = Parameter(
    name="about",
    where="query",
    schema={"type": "string", "maxLength": MAX_ABOUT},
    ru="Отпечаток ключа или SHA-256 содержимого или документа, о котором заявление",
    en="Thumbprint of the key, or SHA-256 of the payload or document, that it speaks of",
)


async def take(request: web.Request) -> web.Response:
    """Take one statement: a delegation, an approval or a suspension."""
    if request.content_type != JOSE or "Content-Encoding" in request.headers:
        raise MediaTypeError
    process = request.app[PROCESS]
    body = (await request.app[BODIES].read(request, LIMIT + len(b"\r\n"))).strip(b"\r\n")
    receipt = await log_statement(process.exchange, process.committer, body)
    return json_answer({"receipt": receipts.to_json(receipt)}, 202)


async def read(request: web.Request) -> web.Response:
    """Return a page of the register."""
    participant_of(request)
    kind, about = request.query.get("kind", KINDS[0]), request.query.get("about")
    if kind not in KINDS:
        raise ParameterError(parameter="kind")
    if about is not None and not 0 < len(about) <= MAX_ABOUT:
        raise ParameterError(parameter="about")
    page = await read_statements(
        request.app[PROCESS].exchange,
        kind=kind,
        about=about,
        after=read_number(request, AFTER),
        limit=read_number(request, COUNT),
    )
    return json_answer(page.to_json())


_TEXT = {"type": "string"}
_RECEIVED = {"type": "object", "required": ["receipt"], "properties": {"receipt": {"type": "object"}}}
_STATEMENT = {
    "type": "object",
    "required": ["index", "statement", "leaf", "proof"],
    "properties": {
        "index": {"type": "integer", "minimum": 0},
        "statement": _TEXT,
        "leaf": _TEXT,
        "proof": {"type": "array", "items": _TEXT},
    },
}
_PAGE = {
    "type": "object",
    "required": ["kind", "after", "next", "checkpoint", "statements"],
    "properties": {
        "kind": _TEXT,
        "after": {"type": "integer", "minimum": 0},
        "next": {"type": "integer", "minimum": 0},
        "checkpoint": _TEXT,
        "statements": {"type": "array", "items": _STATEMENT},
    },
}

ROUTES = (
    Route(
        method="POST",
        path="/v1/statements",
        handler=take,
        name="submitStatement",
        ru="Передать заявление: делегирование, одобрение, приостановку, согласие с версией соглашения",
        en="Submit a statement: a delegation, an approval, a suspension, a consent to a version of an agreement",
        caller=Caller.STATEMENT,
        body={JOSE: _TEXT},
        answers={202: ("application/json", _RECEIVED)},
        problems=(400, 401, 403, 409, 413, 415, 429, 503),
    ),
    Route(
        method="GET",
        path="/v1/statements",
        handler=read,
        name="listStatements",
        ru="Реестр делегирований, одобрений и согласий, с доказательствами включения в журнал",
        en="The register of delegations, approvals and consents, with their proofs of inclusion in the log",
        caller=Caller.PARTICIPANT,
        parameters=(KIND, ABOUT, AFTER, COUNT),
        answers={200: ("application/json", _PAGE)},
        problems=(400, 401, 403),
    ),
)
