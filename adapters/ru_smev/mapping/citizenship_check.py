"""`CitizenshipCheckRequest` and `CitizenshipCheckReply` <-> the records `citizenship-check-request` and `-reply`."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from adapters._parts import dates
from adapters._parts.faults import Findings
from adapters._parts.xml_document import Reader, one_of
from adapters.ru_smev import names
from adapters.ru_smev.mapping import parts, person, words
from adapters.ru_smev.mapping.readmission_request import format_evidence, parse_evidence
from adapters.ru_smev.mapping.writing import make_document

REQUEST, REPLY = "citizenship-check-request", "citizenship-check-reply"
VERSION = "1.0"


def parse_request(element: etree._Element, root: etree._Element, participant: str) -> dict[str, Any]:
    """Return the record of one request; without `RequestingAuthority` it is `participant`'s own.

    Raises:
        MappingError: the request cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    form = Reader(element, names.CITIZENSHIP, findings, root)
    record: dict[str, Any] = {
        "check_id": form.need("CheckNumber"),
        "requesting_authority": form.text("RequestingAuthority") or participant,
        "requested_authority": form.need("RequestedAuthority"),
        "requested_on": form.must_read("RequestedOn", dates.parse_day, ""),
        "authority": parts.parse_authority(form.must_child("Authority")),
        "reason": form.must_read("Reason", one_of(words.CHECK_REASONS), "readmission"),
    }
    subject = form.must_child("Person", names.PERSON)
    record["person"] = {} if subject is None else person.parse(subject)
    record["evidence"] = [parse_evidence(child) for child in form.children("Evidence")] or None
    record["languages"] = form.read_all("Language", str) or None
    record["case_id"] = form.text("CaseNumber")
    form.close()
    findings.settle()
    return parts.known(record)


def format_request(record: Mapping[str, Any]) -> etree._Element:
    """Return the `CitizenshipCheckRequest` of a record."""
    form = make_document(names.CITIZENSHIP, "CitizenshipCheckRequest")
    form.text("CheckNumber", record["check_id"])
    form.text("RequestingAuthority", record["requesting_authority"])
    form.text("RequestedAuthority", record["requested_authority"])
    form.text("RequestedOn", parts.day(record["requested_on"]))
    parts.format_authority(form.child("Authority"), record["authority"])
    form.text("Reason", words.CHECK_REASON_WORDS[record["reason"]])
    person.format(form.child("Person", names.PERSON), record["person"])
    for evidence in record.get("evidence", ()):
        format_evidence(form.child("Evidence"), evidence)
    for language in record.get("languages", ()):
        form.text("Language", language)
    form.text("CaseNumber", record.get("case_id"))
    return form.element


def parse_reply(element: etree._Element, root: etree._Element) -> dict[str, Any]:
    """Return the record of one reply.

    Raises:
        MappingError: the reply cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    form = Reader(element, names.CITIZENSHIP, findings, root)
    record: dict[str, Any] = {
        "check_id": form.need("CheckNumber"),
        "requesting_authority": form.need("RequestingAuthority"),
        "result": form.must_read("Result", one_of(words.CHECK_RESULTS), "inconclusive"),
        "decided_on": form.must_read("DecidedOn", dates.parse_day, ""),
        "authority": parts.parse_authority(form.must_child("Authority")),
    }
    subject = form.child("Person", names.PERSON)
    record["person"] = None if subject is None else person.parse(subject)
    record["reasons"] = [parts.parse_reason(child) for child in form.children("Reason")] or None
    form.close()
    findings.settle()
    return parts.known(record)


def format_reply(record: Mapping[str, Any]) -> etree._Element:
    """Return the `CitizenshipCheckReply` of a record."""
    form = make_document(names.CITIZENSHIP, "CitizenshipCheckReply")
    form.text("CheckNumber", record["check_id"])
    form.text("RequestingAuthority", record["requesting_authority"])
    form.text("Result", words.CHECK_RESULT_WORDS[record["result"]])
    form.text("DecidedOn", parts.day(record["decided_on"]))
    parts.format_authority(form.child("Authority"), record["authority"])
    if "person" in record:
        person.format(form.child("Person", names.PERSON), record["person"])
    for reason in record.get("reasons", ()):
        parts.format_reason(form.child("Reason"), reason)
    return form.element
