"""`ReadmissionReply` <-> the record `readmission-reply`."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from adapters._parts import dates
from adapters._parts.faults import Findings
from adapters._parts.xml_document import Reader, flag, one_of
from adapters.ru_smev import names
from adapters.ru_smev.mapping import parts, person, words
from adapters.ru_smev.mapping.writing import make_document

TYPE = "readmission-reply"
VERSION = "1.0"


def parse(element: etree._Element, root: etree._Element) -> dict[str, Any]:
    """Return the record of one reply.

    Raises:
        MappingError: the reply cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    form = Reader(element, names.READMISSION, findings, root)
    record = {
        "case_id": form.need("CaseNumber"),
        "decision": form.must_read("Decision", one_of(words.DECISIONS), "refused"),
        "reasons": [parts.parse_reason(child) for child in form.children("Reason")] or None,
        "decided_on": form.must_read("DecidedOn", dates.parse_day, ""),
        "authority": parts.parse_authority(form.must_child("Authority")),
        "identity_established": form.read("IdentityEstablished", flag),
        "travel_document": _parse_travel_document(form.child("TravelDocument")),
        "valid_until": form.read("ValidUntil", dates.parse_day),
    }
    form.close()
    findings.settle()
    return parts.known(record)


def format(record: Mapping[str, Any]) -> etree._Element:  # noqa: A001 - the inverse of parse
    """Return the `ReadmissionReply` of a record."""
    form = make_document(names.READMISSION, "ReadmissionReply")
    form.text("CaseNumber", record["case_id"])
    form.text("Decision", words.DECISION_WORDS[record["decision"]])
    for reason in record.get("reasons", ()):
        parts.format_reason(form.child("Reason"), reason)
    form.text("DecidedOn", parts.day(record["decided_on"]))
    parts.format_authority(form.child("Authority"), record["authority"])
    form.flag("IdentityEstablished", record.get("identity_established"))
    if (travel := record.get("travel_document")) is not None:
        child = form.child("TravelDocument")
        child.text("Status", travel["status"])
        if "document" in travel:
            person.format_document(child.child("Document", names.PERSON), travel["document"])
    form.text("ValidUntil", parts.day(record.get("valid_until")))
    return form.element


def _parse_travel_document(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    document = child.child("Document", names.PERSON)
    travel = {
        "status": child.need("Status"),
        "document": None if document is None else person.parse_document(document),
    }
    child.close()
    return parts.known(travel)
