"""Rows of readmission tables <-> the records `readmission-request` and `readmission-reply`."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from adapters._files import coded, packing, words
from adapters._files.forms.form import Form, asking, known
from adapters._files.forms.person import PersonForm
from adapters._files.tables import RowReader, Table
from adapters._parts import countries, dates

REQUEST = "readmission-request"
REPLY = "readmission-reply"
VERSION = "1.0"

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


def make_request(table: Table, person: PersonForm) -> Form:
    """Return the form of one state's readmission requests."""
    ways = {"parse": partial(_parse_request, person), "format": partial(_format_request, person)}
    return asking(table, **ways, places=REQUEST_PLACES, subject="case_id")


def make_reply(table: Table, person: PersonForm) -> Form:
    """Return the form of one state's replies to readmission requests."""
    return Form(
        table=table,
        parse=partial(_parse_reply, person),
        format=partial(_format_reply, person),
        places=REPLY_PLACES,
        subject="case_id",
        answers=REQUEST,
    )


def _parse_request(person: PersonForm, row: RowReader, participant: str) -> dict[str, Any]:
    """Return the request of a row; without «Запрашивающий орган» it is `participant`'s own."""
    record = {
        "case_id": row.need("case_id"),
        "procedure": row.must_read("procedure", words.PROCEDURES.parse, "ordinary"),
        "requesting_authority": row.text("requesting") or participant,
        "requested_authority": row.need("requested"),
        "subject_class": row.must_read("subject_class", words.SUBJECT_CLASSES.parse, "own_national"),
        "person": person.parse(row),
        "evidence": row.read("evidence", unpack_evidence) or [],
        "interview_requested": bool(row.read_raw("interview", coded.parse_flag)),
        "languages": row.read("languages", parse_list),
        "knowledge_on": row.read("knowledge_on", dates.parse_day),
        "route": _parse_route(row),
        "last_address": row.text("last_address"),
        "circumstances": known({key: row.read_raw(key, coded.parse_flag) for key in _CIRCUMSTANCES}) or None,
        "legal_ground": _parse_ground(row),
        "requested_on": row.must_read("requested_on", dates.parse_day, ""),
    }
    return known(record)


_CIRCUMSTANCES = ("care_needed", "security_measures")


def _format_request(person: PersonForm, record: Mapping[str, Any]) -> dict[str, str]:
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
        "evidence": packing.pack([pack_evidence(item) for item in record["evidence"]]),
        "interview": coded.format_flag(record["interview_requested"]),
        "languages": " | ".join(record.get("languages", ())),
        "knowledge_on": _day(record.get("knowledge_on")),
        "route": route.get("description", ""),
        "crossing_point": route.get("crossing_point", ""),
        "entered_on": _day(route.get("entered_on")),
        "stops": " | ".join(countries.format_name(stop) for stop in route.get("stops", ())),
        "permit": _pack_permit(route.get("permit")),
        "last_address": record.get("last_address", ""),
        **{key: coded.format_flag(circumstances.get(key)) for key in _CIRCUMSTANCES},
        "ground_law": basis.get("law", ""),
        "ground_article": basis.get("article", ""),
        "ground_part": basis.get("part", ""),
        "ground_number": ground.get("decision_number", ""),
        "ground_on": _day(ground.get("decided_on")),
        "requested_on": _day(record["requested_on"]),
    }


def _parse_reply(person: PersonForm, row: RowReader, participant: str) -> dict[str, Any]:
    """Return the reply of a row, decided by an authority of `participant`."""
    decision = row.must_read("decision", words.DECISIONS.parse, "refused")
    reasons = row.read("reasons", unpack_reasons)
    status = row.read("travel_status", words.TRAVEL_STATUSES.parse)
    record = {
        "case_id": row.need("case_id"),
        "decision": decision,
        "reasons": reasons,
        "decided_on": row.must_read("decided_on", dates.parse_day, ""),
        "authority": {"name": row.need("authority"), "participant": participant},
        "identity_established": row.read_raw("identity", coded.parse_flag),
        "travel_document": None if status is None else _travel_document(person, status, row),
        "valid_until": row.read("valid_until", dates.parse_day),
    }
    return known(record)


def _format_reply(person: PersonForm, record: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a reply by column key."""
    travel = record.get("travel_document", {})
    document = travel.get("document")
    return {
        "case_id": record["case_id"],
        "decision": words.DECISIONS.format(record["decision"]),
        "reasons": pack_reasons(record),
        "decided_on": _day(record["decided_on"]),
        "authority": record["authority"]["name"],
        "identity": coded.format_flag(record.get("identity_established")),
        "travel_status": words.TRAVEL_STATUSES.format(travel["status"]) if travel else "",
        "travel_document": "" if document is None else packing.pack([person.pack_document(document)]),
        "valid_until": _day(record.get("valid_until")),
    }


def unpack_evidence(text: str) -> list[dict[str, Any]]:
    """Return the evidence of one cell.

    Raises:
        FormError: a field is missing or not understood.
    """
    evidence = []
    for fields in packing.unpack(text):
        tier, item, reference, note, _ = packing.exactly(fields, 5)
        thing = {
            "tier": tier.upper(),
            "item": words.EVIDENCE_ITEMS.parse(item),
            "document_ref": reference or None,
            "note": note or None,
            "forged": coded.parse_flag(fields[4]) if fields[4] else None,
        }
        evidence.append(known(thing))
    return evidence


def pack_evidence(evidence: Mapping[str, Any]) -> list[str]:
    """Return the fields of one piece of evidence in one cell."""
    return [
        evidence["tier"],
        words.EVIDENCE_ITEMS.format(evidence["item"]),
        evidence.get("document_ref", ""),
        evidence.get("note", ""),
        coded.format_flag(evidence.get("forged")),
    ]


def _parse_route(row: RowReader) -> dict[str, Any] | None:
    route = {
        "description": row.text("route"),
        "crossing_point": row.text("crossing_point"),
        "entered_on": row.read("entered_on", dates.parse_day),
        "stops": row.read("stops", lambda text: [countries.parse_state(part) for part in parse_list(text)]),
        "permit": row.read("permit", _unpack_permit),
    }
    return known(route) or None


def _unpack_permit(text: str) -> dict[str, Any]:
    kind, number, state, until = packing.exactly(packing.unpack(text)[0], 4)
    permit = {
        "kind": words.PERMIT_KINDS.parse(kind),
        "number": number or None,
        "state": countries.parse_state(state),
        "valid_until": dates.parse_day(until) if until else None,
    }
    return known(permit)


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
        "basis": known(basis),
        "decision_number": row.text("ground_number"),
        "decided_on": row.read("ground_on", dates.parse_day),
    }
    return known(ground)


def unpack_reasons(text: str) -> list[dict[str, Any]]:
    """Return the reasons of one cell.

    Raises:
        FormError: a reason has more than a code and words.
    """
    reasons = []
    for fields in packing.unpack(text):
        code, words_of_reason = packing.exactly([*fields, ""][:2] if len(fields) == 1 else fields, 2)
        reasons.append(known({"code": code.upper(), "text": {"ru": words_of_reason} if words_of_reason else None}))
    return reasons


def pack_reasons(record: Mapping[str, Any]) -> str:
    """Return the cell of the reasons of a record."""
    return packing.pack([[reason["code"], _text(reason.get("text"))] for reason in record.get("reasons", ())])


def _travel_document(person: PersonForm, status: str, row: RowReader) -> dict[str, Any]:
    documents = row.read("travel_document", person.unpack_documents)
    return {"status": status, "document": documents[0]} if documents else {"status": status}


def parse_list(text: str) -> list[str]:
    """Return the things of a cell that are words alone."""
    return [part for part in re.split(r"\s*[|;]\s*", text) if part]


def _text(text: Mapping[str, str] | None) -> str:
    return "" if text is None else text.get("ru") or text.get("en", "")


def _day(iso: str | None) -> str:
    return "" if iso is None else dates.format_day(iso)
