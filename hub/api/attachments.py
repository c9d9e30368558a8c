"""Attachments: uploaded before the message that refers to them, read by its parties. The hub has ciphertext only."""

import re

from aiohttp import web

from hub.core.errors import MediaTypeError, MissingError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Parameter, Route
from hub.web.state import BODIES, PROCESS
from hub.workflows.delivery.keep_attachment import find_attachment, keep_attachment, read_attachment

OCTETS = "application/octet-stream"
_DIGEST = re.compile(r"[0-9a-f]{64}")
SHA256 = Parameter(
    name="sha256",
    where="path",
    schema={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    ru="SHA-256 шифртекста, шестнадцатеричный, строчными",
    en="SHA-256 of the ciphertext, lower-case hexadecimal",
    required=True,
)


async def upload(request: web.Request) -> web.Response:
    """Take the ciphertext of an attachment."""
    participant = participant_of(request)
    if request.content_type != OCTETS or "Content-Encoding" in request.headers:
        raise MediaTypeError
    process, digest = request.app[PROCESS], _digest(request)
    pieces = request.app[BODIES].pieces(request, process.settings.attachment_limit)
    quota = process.settings.attachment_quota
    size = await keep_attachment(process.exchange, participant, digest, pieces, quota=quota)
    return json_answer({"sha256": digest, "size": size}, 201)


async def download(request: web.Request) -> web.StreamResponse:
    """Give out the ciphertext of an attachment, a piece at a time."""
    participant, exchange = participant_of(request), request.app[PROCESS].exchange
    found = await find_attachment(exchange, _digest(request), participant)
    response = web.StreamResponse(headers={"Content-Type": OCTETS, "Content-Length": str(found.size)})
    await response.prepare(request)
    async for piece in read_attachment(exchange, found):
        await response.write(piece)
    await response.write_eof()
    return response


def _digest(request: web.Request) -> str:
    digest = request.match_info["sha256"]
    if not _DIGEST.fullmatch(digest):
        raise MissingError
    return digest


ROUTES = (
    Route(
        method="PUT",
        path="/v1/attachments/{sha256}",
        handler=upload,
        name="uploadAttachment",
        ru="Загрузить шифртекст вложения до отправки записи, которая на него ссылается",
        en="Upload the ciphertext of an attachment, before the record that refers to it is sent",
        caller=Caller.PARTICIPANT,
        parameters=(SHA256,),
        body={OCTETS: {"type": "string", "format": "binary"}},
        answers={201: ("application/json", {"type": "object", "required": ["sha256", "size"]})},
        problems=(400, 401, 403, 404, 408, 413, 415, 422, 429),
    ),
    Route(
        method="GET",
        path="/v1/attachments/{sha256}",
        handler=download,
        name="readAttachment",
        ru="Получить шифртекст вложения своей записи",
        en="Read the ciphertext of an attachment of your own record",
        caller=Caller.PARTICIPANT,
        parameters=(SHA256,),
        answers={200: (OCTETS, {"type": "string", "format": "binary"})},
        problems=(401, 403, 404),
    ),
)
