"""The audit log as its readers see it: checkpoint, tiles and entries (C2SP tlog-tiles), proofs, witnessing.

Released leaves only. Hashes and proofs are for every participant; the leaves of everybody say who writes to whom, and
are for the secretariat.
"""

from aiohttp import web

from hub.core import tile
from hub.core.errors import MediaTypeError, MissingError
from hub.core.receipt import encode_hash
from hub.core.witness import MAX_NOTE
from hub.web.access import participant_of
from hub.web.parameters import number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import BODIES, PROCESS
from hub.workflows.log.read_log import (
    read_checkpoint,
    read_log_consistency,
    read_log_entries,
    read_log_inclusion,
    read_log_tile,
)
from hub.workflows.log.witness_collecting import read_witnessing, take_cosignatures

MAX_SIZE = 2**53 - 1
INDEX = number("index", low=0, high=MAX_SIZE, ru="Номер записи", en="The leaf's index")
SIZE = number("size", low=1, high=MAX_SIZE, ru="Размер журнала", en="The log's size")
FIRST = number("first", low=1, high=MAX_SIZE, ru="Прежний размер", en="The earlier size")
SECOND = number("second", low=1, high=MAX_SIZE, ru="Новый размер", en="The later size")
BYTES = "application/octet-stream"
NOTE = "text/plain"


async def checkpoint(request: web.Request) -> web.Response:
    """Return the newest released checkpoint."""
    participant_of(request)
    note = await read_checkpoint(request.app[PROCESS].exchange)
    return web.Response(body=note, content_type="text/plain", charset="utf-8", headers={"Cache-Control": "no-store"})


async def read_tile(request: web.Request) -> web.Response:
    """Return the hashes of one tile."""
    participant_of(request)
    wanted = tile.parse_path(request.match_info["path"])
    raw = await read_log_tile(request.app[PROCESS].exchange, wanted)
    if raw is None:
        raise MissingError
    return web.Response(body=raw, content_type=BYTES, headers={"Cache-Control": _cache(wanted)})


async def read_entries(request: web.Request) -> web.Response:
    """Return the leaves under one tile of level 0, each after its length in two bytes."""
    reader = participant_of(request)
    wanted = tile.parse_path(f"0/{request.match_info['path']}")
    raw = await read_log_entries(request.app[PROCESS].exchange, wanted, reader)
    if raw is None:
        raise MissingError
    return web.Response(body=raw, content_type=BYTES, headers={"Cache-Control": _cache(wanted)})


def _cache(wanted: tile.Tile) -> str:
    return "private, max-age=31536000, immutable" if wanted.width == tile.WIDTH else "private, no-store"


async def inclusion(request: web.Request) -> web.Response:
    """Return the proof that a leaf is in the log of a size."""
    participant_of(request)
    index, size = read_number(request, INDEX), read_number(request, SIZE)
    proof = await read_log_inclusion(request.app[PROCESS].exchange, index, size)
    return web.json_response({"proof": [encode_hash(hashed) for hashed in proof]})


async def consistency(request: web.Request) -> web.Response:
    """Return the proof that the log of one size continues that of another."""
    participant_of(request)
    first, second = read_number(request, FIRST), read_number(request, SECOND)
    proof = await read_log_consistency(request.app[PROCESS].exchange, first, second)
    return web.json_response({"proof": [encode_hash(hashed) for hashed in proof]})


async def witnessing(request: web.Request) -> web.Response:
    """Return the checkpoint to cosign, and what witnesses have cosigned."""
    participant_of(request)
    found = await read_witnessing(request.app[PROCESS].exchange)
    return web.json_response(found, headers={"Cache-Control": "no-store"})


async def cosign(request: web.Request) -> web.Response:
    """Take a checkpoint with a witness's cosignature."""
    participant_of(request)
    if request.content_type != NOTE or "Content-Encoding" in request.headers:
        raise MediaTypeError
    said = await take_cosignatures(request.app[PROCESS].exchange, await request.app[BODIES].read(request, MAX_NOTE))
    return web.json_response({"size": said.checkpoint.size, "by": list(said.by), "witnessed": said.enough})


_PROOF = {
    "type": "object",
    "required": ["proof"],
    "properties": {"proof": {"type": "array", "items": {"type": "string"}}},
}
_NOTE_OR_NONE = {"type": ["string", "null"]}
_WITNESSING = {
    "type": "object",
    "required": ["named", "witnessed", "cosigned"],
    "properties": {
        "named": _NOTE_OR_NONE,
        "witnessed": _NOTE_OR_NONE,
        "cosigned": {"type": "array", "items": {"type": "string"}},
    },
}
_COSIGNED = {
    "type": "object",
    "required": ["size", "by", "witnessed"],
    "properties": {
        "size": {"type": "integer", "minimum": 0},
        "by": {"type": "array", "items": {"type": "string"}},
        "witnessed": {"type": "boolean"},
    },
}
_PLACE = Parameter(name="path", where="path", schema={"type": "string"}, ru="Место", en="Place")


ROUTES = (
    Route(
        method="GET",
        path="/log/checkpoint",
        handler=checkpoint,
        name="readCheckpoint",
        ru="Последняя опубликованная контрольная точка журнала",
        en="The newest released checkpoint of the log",
        caller=Caller.PARTICIPANT,
        answers={200: ("text/plain", {"type": "string"})},
        problems=(401, 403),
    ),
    Route(
        method="GET",
        path="/log/tile/{path:[0-9x/.p]{1,80}}",
        handler=read_tile,
        name="readTile",
        ru="Плитка журнала",
        en="A tile of the log",
        caller=Caller.PARTICIPANT,
        parameters=(_PLACE,),
        answers={200: (BYTES, {"type": "string"})},
        problems=(400, 401, 403, 404),
    ),
    Route(
        method="GET",
        path="/log/tile/entries/{path:[0-9x/.p]{1,80}}",
        handler=read_entries,
        name="readEntries",
        ru="Записи под плиткой журнала (секретариат)",
        en="The entries under a tile of the log (secretariat)",
        caller=Caller.PARTICIPANT,
        parameters=(_PLACE,),
        answers={200: (BYTES, {"type": "string"})},
        problems=(400, 401, 403, 404),
    ),
    Route(
        method="GET",
        path="/log/proof/inclusion",
        handler=inclusion,
        name="proveInclusion",
        ru="Доказательство включения",
        en="An inclusion proof",
        caller=Caller.PARTICIPANT,
        parameters=(INDEX, SIZE),
        answers={200: ("application/json", _PROOF)},
        problems=(400, 401, 403),
    ),
    Route(
        method="GET",
        path="/log/proof/consistency",
        handler=consistency,
        name="proveConsistency",
        ru="Доказательство непрерывности",
        en="A consistency proof",
        caller=Caller.PARTICIPANT,
        parameters=(FIRST, SECOND),
        answers={200: ("application/json", _PROOF)},
        problems=(400, 401, 403),
    ),
    Route(
        method="GET",
        path="/log/witnessing",
        handler=witnessing,
        name="readWitnessing",
        ru="Контрольная точка для свидетелей и собранные подписи",
        en="The checkpoint to cosign, and the cosignatures collected",
        caller=Caller.PARTICIPANT,
        answers={200: ("application/json", _WITNESSING)},
        problems=(401, 403),
    ),
    Route(
        method="POST",
        path="/log/cosignatures",
        handler=cosign,
        name="cosign",
        ru="Передать подпись свидетеля под контрольной точкой",
        en="Bring a witness's cosignature of a checkpoint",
        caller=Caller.PARTICIPANT,
        body={NOTE: {"type": "string"}},
        answers={200: ("application/json", _COSIGNED)},
        problems=(400, 401, 403, 409, 413, 415, 503),
    ),
)
