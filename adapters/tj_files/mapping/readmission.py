"""Rows of readmission tables <-> the records `readmission-request` and `readmission-reply`."""

import re
from collections.abc import Mapping
from typing import Any

from adapters._files.tables import Column, RowReader, Table
from adapters._parts import countries, dates
from adapters.tj_files.mapping import packing, person, words

REQUEST = "readmission-request"
REPLY = "readmission-reply"
VERSION = "1.0"

REQUESTS = Table(
    kind=REQUEST,
    marks=("case_id", "procedure"),
    columns=(
        Column(key="case_id", heading="Номер дела", required=True),
        Column(key="procedure", heading="Процедура", required=True),
        Column(key="requesting", heading="Запрашивающий орган"),
        Column(key="requested", heading="Запрашиваемый орган", required=True),
        Column(key="subject_class", heading="Категория лица", required=True),
        *person.COLUMNS,
        Column(key="evidence", heading="Доказательства"),
        Column(key="interview", heading="Нужно собеседование", required=True),
        Column(key="languages", heading="Языки"),
        Column(key="knowledge_on", heading="Дата выявления"),
        Column(key="route", heading="Маршрут"),
        Column(key="crossing_point", heading="Пункт пропуска"),
        Column(key="entered_on", heading="Дата въезда"),
        Column(key="stops", heading="Промежуточные государства"),
        Column(key="permit", heading="Виза или разрешение"),
        Column(key="last_address", heading="Последний адрес"),
        Column(key="care_needed", heading="Нужен уход"),
        Column(key="security_measures", heading="Нужны меры безопасности"),
        Column(key="ground_law", heading="Закон"),
        Column(key="ground_article", heading="Статья"),
        Column(key="ground_part", heading="Пункт"),
        Column(key="ground_number", heading="Номер решения"),
        Column(key="ground_on", heading="Дата решения"),
        Column(key="requested_on", heading="Дата запроса", required=True),
    ),
)
REPLIES = Table(
    kind=REPLY,
    marks=("case_id", "decision"),
    columns=(
        Column(key="case_id", heading="Номер дела", required=True),
        Column(key="decision", heading="Решение", required=True),
        Column(key="reasons", heading="Причины отказа"),
        Column(key="decided_on", heading="Дата решения", required=True),
        Column(key="authority", heading="Кто принял решение", required=True),
        Column(key="identity", heading="Личность установлена"),
        Column(key="travel_status", heading="Проездной документ"),
        Column(key="travel_document", heading="Реквизиты проездного документа"),
        Column(key="valid_until", heading="Согласие действует до"),
    ),
)
REQUEST_PLACES: Mapping[str, str] = {
    "/case_id": "case_id",
    "/procedure": "procedure",
    "/requesting_authority": "requesting",
    "/requested_authority": "requested",
    "/subject_class": "subject_class",
    "/evidence": "evidence",
    "/interview_requested": "interview",
    "/languages": "languages",
    "/knowledge_on": "knowledge_on",
    "/route/crossing_point": "crossing_point",
    "/route/entered_on": "entered_on",
    "/route/stops": "stops",
    "/route/permit": "permit",
    "/route": "route",
    "/last_address": "last_address",
    "/legal_ground": "ground_law",
    "/requested_on": "requested_on",
}
REPLY_PLACES: Mapping[str, str] = {
    "/case_id": "case_id",
    "/decision": "decision",
    "/reasons": "reasons",
    "/decided_on": "decided_on",
    "/authority": "authority",
    "/identity_established": "identity",
    "/travel_document/status": "travel_status",
    "/travel_document": "travel_document",
    "/valid_until": "valid_until",
}


def parse_request(row: RowReader, participant: str) -> dict[str, Any]:
    """Return the request of a row; without «Запрашивающий орган» it is `participant`'s own."""
    record = {
        "case_id": row.need("case_id"),
        "procedure": row.must_read("procedure", words.PROCEDURES.parse, "ordinary"),
        "requesting_authority": row.text("requesting") or participant,
        "requested_authority": row.need("requested"),
        "subject_class": row.must_read("subject_class", words.SUBJECT_CLASSES.parse, "own_national"),
        "person": person.parse(row),
        "evidence": row.read("evidence", _unpack_evidence) or [],
        "interview_requested": bool(row.read_raw("interview", words.parse_flag)),
        "languages": row.read("languages", _parse_list),
        "knowledge_on": row.read("knowledge_on", dates.parse_day),
        "route": _parse_route(row),
        "last_address": row.text("last_address"),
        "circumstances": _known({key: row.read_raw(key, words.parse_flag) for key in _CIRCUMSTANCES}) or None,
        "legal_ground": _parse_ground(row),
        "requested_on": row.must_read("requested_on", dates.parse_day, ""),
    }
    return _known(record)


_CIRCUMSTANCES = ("care_needed", "security_measures")


def format_request(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a request by column key."""
    route, circumstances, ground = (record.get(name, {}) for name in ("route", "circumstances", "legal_ground"))
    basis = ground.get("basis", {})
    return {
        "case_id": record["case_id"],
        "procedure": words.PROCEDURES.format(record["procedure"]),
        "requesting": record["requesting_authority"],
        "requested": record["requested_authority"],
        "subject_class": words.SUBJECT_CLASSES.format(record["subject_class"]),
        **person.format(record["person"]),
        "evidence": packing.pack([_pack_evidence(item) for item in record["evidence"]]),
        "interview": words.format_flag(record["interview_requested"]),
        "languages": " | ".join(record.get("languages", ())),
        "knowledge_on": _day(record.get("knowledge_on")),
        "route": route.get("description", ""),
        "crossing_point": route.get("crossing_point", ""),
        "entered_on": _day(route.get("entered_on")),
        "stops": " | ".join(countries.format_name(stop) for stop in route.get("stops", ())),
        "permit": _pack_permit(route.get("permit")),
        "last_address": record.get("last_address", ""),
        **{key: words.format_flag(circumstances.get(key)) for key in _CIRCUMSTANCES},
        "ground_law": basis.get("law", ""),
        "ground_article": basis.get("article", ""),
        "ground_part": basis.get("part", ""),
        "ground_number": ground.get("decision_number", ""),
        "ground_on": _day(ground.get("decided_on")),
        "requested_on": _day(record["requested_on"]),
    }


def parse_reply(row: RowReader, participant: str) -> dict[str, Any]:
    """Return the reply of a row, decided by an authority of `participant`."""
    decision = row.must_read("decision", words.DECISIONS.parse, "refused")
    reasons = row.read("reasons", _unpack_reasons)
    status = row.read("travel_status", words.TRAVEL_STATUSES.parse)
    record = {
        "case_id": row.need("case_id"),
        "decision": decision,
        "reasons": reasons,
        "decided_on": row.must_read("decided_on", dates.parse_day, ""),
        "authority": {"name": row.need("authority"), "participant": participant},
        "identity_established": row.read_raw("identity", words.parse_flag),
        "travel_document": None if status is None else _travel_document(status, row),
        "valid_until": row.read("valid_until", dates.parse_day),
    }
    return _known(record)


def format_reply(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a reply by column key."""
    travel = record.get("travel_document", {})
    document = travel.get("document")
    reasons = [[reason["code"], _text(reason.get("text"))] for reason in record.get("reasons", ())]
    return {
        "case_id": record["case_id"],
        "decision": words.DECISIONS.format(record["decision"]),
        "reasons": packing.pack(reasons),
        "decided_on": _day(record["decided_on"]),
        "authority": record["authority"]["name"],
        "identity": words.format_flag(record.get("identity_established")),
        "travel_status": words.TRAVEL_STATUSES.format(travel["status"]) if travel else "",
        "travel_document": "" if document is None else packing.pack([person.pack_document(document)]),
        "valid_until": _day(record.get("valid_until")),
    }


def _unpack_evidence(text: str) -> list[dict[str, Any]]:
    evidence = []
    for fields in packing.unpack(text):
        tier, item, reference, note, _ = packing.exactly(fields, 5)
        thing = {
            "tier": tier.upper(),
            "item": words.EVIDENCE_ITEMS.parse(item),
            "document_ref": reference or None,
            "note": note or None,
            "forged": words.parse_flag(fields[4]) if fields[4] else None,
        }
        evidence.append(_known(thing))
    return evidence


def _pack_evidence(evidence: Mapping[str, Any]) -> list[str]:
    return [
        evidence["tier"],
        words.EVIDENCE_ITEMS.format(evidence["item"]),
        evidence.get("document_ref", ""),
        evidence.get("note", ""),
        words.format_flag(evidence.get("forged")),
    ]


def _parse_route(row: RowReader) -> dict[str, Any] | None:
    route = {
        "description": row.text("route"),
        "crossing_point": row.text("crossing_point"),
        "entered_on": row.read("entered_on", dates.parse_day),
        "stops": row.read("stops", lambda text: [countries.parse_state(part) for part in _parse_list(text)]),
        "permit": row.read("permit", _unpack_permit),
    }
    return _known(route) or None


def _unpack_permit(text: str) -> dict[str, Any]:
    kind, number, state, until = packing.exactly(packing.unpack(text)[0], 4)
    permit = {
        "kind": words.PERMIT_KINDS.parse(kind),
        "number": number or None,
        "state": countries.parse_state(state),
        "valid_until": dates.parse_day(until) if until else None,
    }
    return _known(permit)


def _pack_permit(permit: Mapping[str, Any] | None) -> str:
    if permit is None:
        return ""
    state = countries.format_name(permit["state"])
    fields = [
        words.PERMIT_KINDS.format(permit["kind"]),
        permit.get("number", ""),
        state,
        _day(permit.get("valid_until")),
    ]
    return packing.pack([fields])


def _parse_ground(row: RowReader) -> dict[str, Any] | None:
    law = row.text("ground_law")
    if law is None:
        return None
    basis = {"law": law, "article": row.need("ground_article"), "part": row.text("ground_part")}
    ground = {
        "basis": _known(basis),
        "decision_number": row.text("ground_number"),
        "decided_on": row.read("ground_on", dates.parse_day),
    }
    return _known(ground)


def _unpack_reasons(text: str) -> list[dict[str, Any]]:
    reasons = []
    for fields in packing.unpack(text):
        code, words_of_reason = packing.exactly([*fields, ""][:2] if len(fields) == 1 else fields, 2)
        reasons.append(_known({"code": code.upper(), "text": {"ru": words_of_reason} if words_of_reason else None}))
    return reasons


def _travel_document(status: str, row: RowReader) -> dict[str, Any]:
    documents = row.read("travel_document", person.unpack_documents)
    return {"status": status, "document": documents[0]} if documents else {"status": status}


def _parse_list(text: str) -> list[str]:
    return [part for part in re.split(r"\s*[|;]\s*", text) if part]


def _text(text: Mapping[str, str] | None) -> str:
    return "" if text is None else text.get("ru") or text.get("en", "")


def _day(iso: str | None) -> str:
    return "" if iso is None else dates.format_day(iso)


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
