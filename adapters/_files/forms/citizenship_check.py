"""Rows of citizenship checks <-> the records `citizenship-check-request` and `citizenship-check-reply`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from adapters._files import packing, words
from adapters._files.forms import readmission
from adapters._files.forms.form import Form, asking, known
from adapters._files.forms.person import PersonForm
from adapters._files.tables import RowReader, Table
from adapters._parts import dates

REQUEST = "citizenship-check-request"
REPLY = "citizenship-check-reply"

REQUEST_PLACES: Mapping[str, str] = {
    "/check_id": "check_id",
    "/requesting_authority": "requesting",
    "/requested_authority": "requested",
    "/requested_on": "requested_on",
    "/authority": "authority",
    "/reason": "check_reason",
    "/evidence": "evidence",
    "/languages": "languages",
    "/case_id": "case_id",
}
REPLY_PLACES: Mapping[str, str] = {
    "/check_id": "check_id",
    "/requesting_authority": "requesting",
    "/result": "result",
    "/decided_on": "decided_on",
    "/authority": "authority",
    "/reasons": "reasons",
}


def make_request(table: Table, person: PersonForm) -> Form:
    """Return the form of one state's requests to check citizenship."""
    ways = {"parse": partial(_parse_request, person), "format": partial(_format_request, person)}
    return asking(table, **ways, places=REQUEST_PLACES, subject="check_id")


def make_reply(table: Table, person: PersonForm) -> Form:
    """Return the form of one state's replies to such requests."""
    return Form(
        table=table,
        parse=partial(_parse_reply, person),
        format=partial(_format_reply, person),
        places=REPLY_PLACES,
        subject="check_id",
        person="person",
        answers=REQUEST,
    )


def _parse_request(person: PersonForm, row: RowReader, participant: str) -> dict[str, Any]:
    record = {
        "check_id": row.need("check_id"),
        "requesting_authority": row.text("requesting") or participant,
        "requested_authority": row.need("requested"),
        "requested_on": row.must_read("requested_on", dates.parse_day, ""),
        "authority": {"name": row.need("authority"), "participant": participant},
        "reason": row.must_read("check_reason", words.CHECK_REASONS.parse, "readmission"),
        "person": person.parse(row),
        "evidence": row.read("evidence", readmission.unpack_evidence),
        "languages": row.read("languages", readmission.parse_list),
        "case_id": row.text("case_id"),
    }
    return known(record)


def _format_request(person: PersonForm, record: Mapping[str, Any]) -> dict[str, str]:
    return {
        "check_id": record["check_id"],
        "requesting": record["requesting_authority"],
        "requested": record["requested_authority"],
        "requested_on": dates.format_day(record["requested_on"]),
        "authority": record["authority"]["name"],
        "check_reason": words.CHECK_REASONS.format(record["reason"]),
        **person.format(record["person"]),
        "evidence": packing.pack([readmission.pack_evidence(item) for item in record.get("evidence", ())]),
        "languages": " | ".join(record.get("languages", ())),
        "case_id": record.get("case_id", ""),
    }


def _parse_reply(person: PersonForm, row: RowReader, participant: str) -> dict[str, Any]:
    result = row.must_read("result", words.CHECK_RESULTS.parse, "inconclusive")
    record = {
        "check_id": row.need("check_id"),
        "requesting_authority": row.need("requesting"),
        "result": result,
        "decided_on": row.must_read("decided_on", dates.parse_day, ""),
        "authority": {"name": row.need("authority"), "participant": participant},
        "person": person.parse(row) if _tells_person(row, person) else None,
        "reasons": row.read("reasons", readmission.unpack_reasons),
    }
    return known(record)


def _tells_person(row: RowReader, person: PersonForm) -> bool:
    """Say whether a row tells under which name the registers know the person; without a name there is none."""
    return any(row.text(f"surname{spelling.suffix}") for spelling in person.spellings) or bool(row.text("sex"))


def _format_reply(person: PersonForm, record: Mapping[str, Any]) -> dict[str, str]:
    return {
        "check_id": record["check_id"],
        "requesting": record["requesting_authority"],
        "result": words.CHECK_RESULTS.format(record["result"]),
        "decided_on": dates.format_day(record["decided_on"]),
        "authority": record["authority"]["name"],
        **(person.format(record["person"]) if "person" in record else {}),
        "reasons": readmission.pack_reasons(record),
    }
