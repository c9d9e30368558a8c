"""Submitting, and reading one message with its evidence."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from hub.core import receipt as receipts
from hub.core.errors import Fault, MalformedError, MediaTypeError, TooManyLinesError
from hub.web import problems
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Parameter, Route
from hub.web.state import BODIES, PROCESS
from hub.workflows.log.bundle_evidence import bundle_evidence
from hub.workflows.log.read_message import read_message
from hub.workflows.process.open_exchange import Process
from hub.workflows.submission.submit import Answer, Refusal, submit_all

JOSE = "application/jose"
LINES = "application/jose-lines"


async def submit(request: web.Request) -> web.Response:
    """Take one envelope, or one per line."""
    if request.content_type not in (JOSE, LINES) or "Content-Encoding" in request.headers:
        raise MediaTypeError
    process, settings = request.app[PROCESS], request.app[PROCESS].settings
    single = request.content_type == JOSE
    body = await request.app[BODIES].read(request, settings.envelope_limit if single else settings.lines_limit)
    language = problems.language_of(request)
    if single:
        (result,) = await submit_all(process.exchange, process.committer, [body.strip(b"\r\n")])
        _count(process, "single", [result])
        if not isinstance(result, Answer):
            raise result
        return json_answer(_answer(result, language), 202)
    tokens = body.rstrip(b"\r\n").replace(b"\r\n", b"\n").split(b"\n")
    if tokens == [b""]:
        raise MalformedError
    if len(tokens) > settings.lines_count:
        raise TooManyLinesError(limit=settings.lines_count)
    results = await submit_all(process.exchange, process.committer, tokens)
    _count(process, "lines", results)
    return json_answer({"results": [_result(result, language) for result in results]}, 202)


def _count(process: Process, form: str, results: Sequence[Answer | Refusal]) -> None:
    metrics = process.exchange.metrics
    metrics.submitted(form, len(results))
    for result in results:
        if not isinstance(result, Answer):
            metrics.refused(result.code)


def _result(result: Answer | Refusal, language: str) -> dict[str, Any]:
    if isinstance(result, Answer):
        return _answer(result, language)
    return {"problem": problems.to_json(result, language)}


def _answer(answer: Answer, language: str) -> dict[str, Any]:
    return {
        "receipt": receipts.to_json(answer.receipt),
        "warnings": [_warning(fault, language) for fault in answer.warnings],
        "omitted": list(answer.omitted),
    }


def _warning(fault: Fault, language: str) -> dict[str, Any]:
    shown = problems.faults_to_json(fault, language)
    return {**shown, "pointer": f"/record{fault.pointer}"}


async def read(request: web.Request) -> web.Response:
    """Return a message that the caller sent or received, with its receipt."""
    participant = participant_of(request)
    envelope, receipt = await read_message(
        request.app[PROCESS].exchange,
        participant=participant,
        message_id=_id(request),
        sender=request.query.get("from"),
    )
    return json_answer({"envelope": envelope.decode("ascii"), "receipt": receipts.to_json(receipt)})


async def read_evidence(request: web.Request) -> web.Response:
    """Return the evidence bundle of a message that the caller sent or received."""
    participant = participant_of(request)
    bundle = await bundle_evidence(
        request.app[PROCESS].exchange,
        participant=participant,
        message_id=_id(request),
        sender=request.query.get("from"),
    )
    return json_answer(bundle)


def _id(request: web.Request) -> str:
    return request.match_info["id"]


ID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TEXT = {"type": "string"}
_RECEIPT = {
    "type": "object",
    "required": ["leaf", "index", "proof", "checkpoint"],
    "properties": {
        "leaf": _TEXT,
        "index": {"type": "integer", "minimum": 0},
        "proof": {"type": "array", "items": _TEXT},
        "checkpoint": _TEXT,
    },
}
_WARNINGS = {"type": "array", "items": {"type": "object"}}
_ANSWER = {
    "type": "object",
    "required": ["receipt", "warnings", "omitted"],
    "properties": {"receipt": _RECEIPT, "warnings": _WARNINGS, "omitted": {"type": "array", "items": _TEXT}},
}
_MESSAGE_PARAMETERS = (
    Parameter(
        name="id", where="path", schema={"type": "string", "format": "uuid"}, ru="Идентификатор", en="Message id"
    ),
    Parameter(
        name="from",
        where="query",
        schema=_TEXT,
        ru="Отправитель, если идентификатор есть у двух",
        en="The sender, where two used the id",
    ),
)

ROUTES = (
    Route(
        method="POST",
        path="/v1/messages",
        handler=submit,
        name="submitMessages",
        ru="Отправить один конверт (application/jose) или по одному в строке (application/jose-lines)",
        en="Submit one envelope (application/jose) or one per line (application/jose-lines)",
        caller=Caller.ENVELOPE,
        body={JOSE: _TEXT, LINES: _TEXT},
        answers={202: ("application/json", {"anyOf": [_ANSWER, {"type": "object", "required": ["results"]}]})},
        problems=(400, 401, 403, 408, 409, 413, 415, 422, 429, 503),
    ),
    Route(
        method="GET",
        path=f"/v1/messages/{{id:{ID_PATTERN}}}",
        handler=read,
        name="readMessage",
        ru="Сообщение, которое вы отправили или получили, с квитанцией",
        en="A message that you sent or received, with its receipt",
        caller=Caller.PARTICIPANT,
        parameters=_MESSAGE_PARAMETERS,
        answers={200: ("application/json", {"type": "object", "properties": {"envelope": _TEXT, "receipt": _RECEIPT}})},
        problems=(401, 403, 404, 410, 503),
    ),
    Route(
        method="GET",
        path=f"/v1/messages/{{id:{ID_PATTERN}}}/evidence",
        handler=read_evidence,
        name="readEvidence",
        ru="Пакет доказательств для проверки без узла",
        en="The evidence bundle, to be checked without the hub",
        caller=Caller.PARTICIPANT,
        parameters=_MESSAGE_PARAMETERS,
        answers={200: ("application/json", {"type": "object"})},
        problems=(401, 403, 404, 410, 503),
    ),
)
