"""`ReadmissionRequest` <-> the record `readmission-request`, as sent by Russia and as received by it."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from adapters._parts import countries, dates
from adapters._parts.faults import Findings
from adapters._parts.xml_document import Reader, flag, one_of
from adapters.ru_smev import names
from adapters.ru_smev.mapping import parts, person, words
from adapters.ru_smev.mapping.writing import Writer, make_document

TYPE = "readmission-request"
VERSION = "1.0"


def parse(element: etree._Element, root: etree._Element, participant: str) -> dict[str, Any]:
    """Return the record of one request; without `RequestingAuthority` it is `participant`'s own.

    Raises:
        MappingError: the request cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    form = Reader(element, names.READMISSION, findings, root)
    record: dict[str, Any] = {
        "case_id": form.need("CaseNumber"),
        "procedure": form.must_read("Procedure", one_of(words.PROCEDURES), "ordinary"),
        "requesting_authority": form.text("RequestingAuthority") or participant,
        "requested_authority": form.need("RequestedAuthority"),
        "subject_class": form.must_read("SubjectClass", one_of(words.SUBJECT_CLASSES), "own_national"),
    }
    subject = form.must_child("Person", names.PERSON)
    record["person"] = {} if subject is None else person.parse(subject)
    record["evidence"] = [parse_evidence(child) for child in form.children("Evidence")]
    record["interview_requested"] = form.must_read("InterviewRequested", flag, instead=False)
    record["languages"] = form.read_all("Language", str) or None
    record["knowledge_on"] = form.read("KnowledgeOn", dates.parse_day)
    record["route"] = _parse_route(form.child("Route"))
    record["last_address"] = form.text("LastAddress")
    record["circumstances"] = _parse_circumstances(form.child("Circumstances"))
    record["legal_ground"] = _parse_ground(form.child("LegalGround"))
    record["requested_on"] = form.must_read("RequestedOn", dates.parse_day, "")
    form.close()
    findings.settle()
    return parts.known(record)


def format(record: Mapping[str, Any]) -> etree._Element:  # noqa: A001 - the inverse of parse
    """Return the `ReadmissionRequest` of a record."""
    form = make_document(names.READMISSION, "ReadmissionRequest")
    form.text("CaseNumber", record["case_id"])
    form.text("Procedure", words.PROCEDURE_WORDS[record["procedure"]])
    form.text("RequestingAuthority", record["requesting_authority"])
    form.text("RequestedAuthority", record["requested_authority"])
    form.text("SubjectClass", words.SUBJECT_CLASS_WORDS[record["subject_class"]])
    person.format(form.child("Person", names.PERSON), record["person"])
    for evidence in record["evidence"]:
        format_evidence(form.child("Evidence"), evidence)
    form.flag("InterviewRequested", record["interview_requested"])
    for language in record.get("languages", ()):
        form.text("Language", language)
    form.text("KnowledgeOn", parts.day(record.get("knowledge_on")))
    if "route" in record:
        _format_route(form.child("Route"), record["route"])
    form.text("LastAddress", record.get("last_address"))
    if (circumstances := record.get("circumstances")) is not None:
        child = form.child("Circumstances")
        child.flag("CareNeeded", circumstances.get("care_needed"))
        child.flag("SecurityMeasures", circumstances.get("security_measures"))
    if (ground := record.get("legal_ground")) is not None:
        child = form.child("LegalGround")
        parts.format_legal_basis(child.child("Basis"), ground["basis"])
        child.text("DecisionNumber", ground.get("decision_number"))
        child.text("DecidedOn", parts.day(ground.get("decided_on")))
    form.text("RequestedOn", parts.day(record["requested_on"]))
    return form.element


def parse_evidence(child: Reader) -> dict[str, Any]:
    """Return one piece of evidence."""
    evidence = {
        "tier": child.need("Tier"),
        "item": child.need("Item"),
        "document_ref": child.text("DocumentReference"),
        "note": child.lines("Note"),
        "forged": child.read("Forged", flag),
    }
    child.close()
    return parts.known(evidence)


def format_evidence(child: Writer, evidence: Mapping[str, Any]) -> None:
    """Append the elements of one piece of evidence."""
    child.text("Tier", evidence["tier"])
    child.text("Item", evidence["item"])
    child.text("DocumentReference", evidence.get("document_ref"))
    child.text("Note", evidence.get("note"))
    child.flag("Forged", evidence.get("forged"))


def _parse_route(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    route = {
        "description": child.lines("Description"),
        "crossing_point": child.text("CrossingPoint"),
        "entered_on": child.read("EnteredOn", dates.parse_day),
        "stops": child.read_all("Stop", countries.parse_state) or None,
        "permit": _parse_permit(child.child("Permit")),
    }
    child.close()
    return parts.known(route)


def _parse_permit(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    permit = {
        "kind": child.need("Kind"),
        "number": child.text("Number"),
        "state": child.must_read("State", countries.parse_state, ""),
        "valid_until": child.read("ValidUntil", dates.parse_day),
    }
    child.close()
    return parts.known(permit)


def _format_route(child: Writer, route: Mapping[str, Any]) -> None:
    child.text("Description", route.get("description"))
    child.text("CrossingPoint", route.get("crossing_point"))
    child.text("EnteredOn", parts.day(route.get("entered_on")))
    for stop in route.get("stops", ()):
        child.text("Stop", countries.format_numeric(stop))
    if (permit := route.get("permit")) is not None:
        inner = child.child("Permit")
        inner.text("Kind", permit["kind"])
        inner.text("Number", permit.get("number"))
        inner.text("State", countries.format_numeric(permit["state"]))
        inner.text("ValidUntil", parts.day(permit.get("valid_until")))


def _parse_circumstances(child: Reader | None) -> dict[str, bool] | None:
    if child is None:
        return None
    circumstances = {
        "care_needed": child.read("CareNeeded", flag),
        "security_measures": child.read("SecurityMeasures", flag),
    }
    child.close()
    return parts.known(circumstances) or None


def _parse_ground(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    ground = {
        "basis": parts.parse_legal_basis(child.must_child("Basis")),
        "decision_number": child.text("DecisionNumber"),
        "decided_on": child.read("DecidedOn", dates.parse_day),
    }
    child.close()
    return parts.known(ground)
