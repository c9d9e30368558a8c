"""What the exchange is made of: trust list, participants, agreements, schemas, code lists."""

from typing import Any

from aiohttp import web

from hub.core import instant
from hub.core.errors import MissingError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError
from schemas.codes import CodeEntry, CodeList, UnknownCodeListError

TEXT = {"type": "string"}


async def trust_list(request: web.Request) -> web.Response:
    """Return the signed notes, with every root from the first on, and the suspensions that they have not decided.

    All of them prove themselves, so anyone may read them.
    """
    judgement = request.app[PROCESS].exchange.judgement
    newest = {kind: body.decode("utf-8") for kind, body in sorted(judgement.documents.items())}
    return json_answer(
        {
            **newest,
            "roots": [root.decode("utf-8") for root in judgement.roots],
            "suspensions": [each.token.decode("ascii") for each in judgement.standing],
            "suspended_at": [instant.format(each.since) for each in judgement.standing],
        }
    )


async def participants(request: web.Request) -> web.Response:
    """Return who takes part: id, state, role, and the dated names of the code list."""
    participant_of(request)
    exchange = request.app[PROCESS].exchange
    names = exchange.catalogue.code_list("participants")
    return json_answer(
        {
            "participants": [
                {
                    "id": name,
                    "state": participant.state,
                    "role": participant.role,
                    "titles": _titles(names, name),
                }
                for name, participant in sorted(exchange.judgement.trust.participants.items())
            ]
        }
    )


def _titles(names: CodeList, participant: str) -> dict[str, str]:
    """Return the participant's names; one that the code list does not know yet goes by its id."""
    entry = names.index.get(participant)
    return {lang: entry.label(lang) if entry else participant for lang in ("ru", "en")}


async def agreements(request: web.Request) -> web.Response:
    """Return the newest version of every agreement with its digest, and of its clauses those that name the caller.

    `judging` is the version that judges today, `missing` what an executive protocol does not supply yet.
    """
    participant = participant_of(request)
    exchange = request.app[PROCESS].exchange
    register, today = exchange.judgement.register, exchange.clock.now().date()
    return json_answer(
        {
            "agreements": [
                {
                    "id": agreement.id,
                    "version": agreement.version,
                    "status": agreement.status,
                    "parties": sorted(agreement.parties),
                    "valid_from": agreement.valid_from,
                    "valid_until": agreement.valid_until,
                    "judging": judging.version if (judging := register.judging(agreement.id, today)) else None,
                    "missing": agreement.missing_on(today),
                    "deadline_profile": agreement.profile_on(today),
                    "digest": agreement.digest,
                    "allows": [
                        {
                            "types": sorted(clause.types),
                            "purposes": sorted(clause.purposes),
                            "senders": sorted(clause.senders),
                            "recipients": sorted(clause.recipients),
                        }
                        for clause in agreement.allows
                        if participant in clause.senders | clause.recipients
                    ],
                }
                for agreement in register.values()
            ]
        }
    )


async def schema(request: web.Request) -> web.Response:
    """Return the schema of a record type, standing alone."""
    catalogue = request.app[PROCESS].exchange.catalogue
    try:
        bundle = catalogue.bundle(request.match_info["type"], request.match_info["version"])
    except (UnknownRecordTypeError, UnknownVersionError):
        raise MissingError from None
    return json_answer(bundle, content_type="application/schema+json")


async def codes(request: web.Request) -> web.Response:
    """Return a code list with labels in both languages."""
    try:
        found = request.app[PROCESS].exchange.catalogue.code_list(request.match_info["list"])
    except UnknownCodeListError:
        raise MissingError from None
    return json_answer({"list": request.match_info["list"], "entries": [_entry(entry) for entry in found.entries]})


def _entry(entry: CodeEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "labels": {"ru": entry.ru, "en": entry.en},
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
    }


_OBJECT = {"type": "object"}
_JSON = {200: ("application/json", _OBJECT)}

ROUTES = (
    Route(
        method="GET",
        path="/v1/trust-list",
        handler=trust_list,
        name="readTrustList",
        ru="Список доверия: три подписанных документа",
        en="The trust list: three signed documents",
        caller=Caller.ANYONE,
        answers=_JSON,
    ),
    Route(
        method="GET",
        path="/v1/participants",
        handler=participants,
        name="listParticipants",
        ru="Участники обмена",
        en="The participants of the exchange",
        caller=Caller.PARTICIPANT,
        answers=_JSON,
        problems=(401, 403),
    ),
    Route(
        method="GET",
        path="/v1/agreements",
        handler=agreements,
        name="listAgreements",
        ru="Реестр соглашений: что разрешено вам и по какому основанию",
        en="The register of agreements: what you may exchange, and on which basis",
        caller=Caller.PARTICIPANT,
        answers=_JSON,
        problems=(401, 403),
    ),
    Route(
        method="GET",
        path="/v1/schemas/{type}/{version}",
        handler=schema,
        name="readSchema",
        ru="Схема вида записи",
        en="The schema of a record type",
        caller=Caller.ANYONE,
        parameters=(
            Parameter(name="type", where="path", schema=TEXT, ru="Вид записи", en="Record type"),
            Parameter(name="version", where="path", schema=TEXT, ru="Версия", en="Version"),
        ),
        answers={200: ("application/schema+json", _OBJECT)},
        problems=(404,),
    ),
    Route(
        method="GET",
        path="/v1/codes/{list}",
        handler=codes,
        name="readCodeList",
        ru="Справочник с названиями на двух языках",
        en="A code list with labels in both languages",
        caller=Caller.ANYONE,
        parameters=(Parameter(name="list", where="path", schema=TEXT, ru="Справочник", en="Code list"),),
        answers=_JSON,
        problems=(404,),
    ),
)
