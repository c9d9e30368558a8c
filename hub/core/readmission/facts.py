"""The facts of a case's records that its clocks and lists need: codes and legal dates, no data on a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.core import protection
from hub.core.readmission import kinds
from hub.core.record_objects import objects

_MEMBERS = (
    *("requested_authority", "procedure", "subject_class", "knowledge_on", "requested_on", "interview_requested"),
    *("decision", "decided_on", "valid_until", "until", "answer", "basis", "result", "arrived_on", "outcome"),
)


def read(kind: str, record: Mapping[str, Any], on: date, *, majority: int) -> dict[str, Any]:
    """Return the facts of a record: members as they stand there, reasons as codes, and the days of what is planned.

    `planned_on` and `handed_over_on` are the days (UTC) of the moments that a plan and a handover act state; `obstacle`
    is why a transfer was not carried out; `minor` that somebody in the record is, or may be, under age on the day `on`,
    by the years of `majority`.
    """
    facts = {name: record[name] for name in _MEMBERS if name in record}
    for name in ("reasons", "defects", "questions", "grounds"):
        if name in record:
            facts[name] = [each["code"] for each in record[name]]
    plan = record.get({kinds.TRANSIT_REQUEST: "entry", kinds.TRANSFER_RESPONSE: "proposal"}.get(kind, "plan"))
    if plan is not None:
        facts["planned_on"] = plan["planned_at"][:10]
    if record.get("answer") == "not_carried_out":
        facts["obstacle"] = facts["reasons"][0]
    if "act" in record:
        facts["handed_over_on"] = record["act"]["handed_over_at"][:10]
    if protection.concerns_minor(objects(record), on, majority):
        facts["minor"] = True
    return facts
