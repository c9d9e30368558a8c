"""`readmissionRequest` <-> the record `readmission-request`."""

from adapters._parts.json_form import FLAG, LINES, TEXT, Form, Member
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import DAY, EVIDENCE, LAW, STATE
from adapters.kg_tunduk.mapping.person import PERSON

_PERMIT = Form(
    Member("kind", "kind", words.PERMIT, required=True),
    Member("number", "number", TEXT),
    Member("country", "state", STATE, required=True),
    Member("validTo", "valid_until", DAY),
)
_ROUTE = Form(
    Member("description", "description", LINES),
    Member("crossingPoint", "crossing_point", TEXT),
    Member("entryDate", "entered_on", DAY),
    Member("countries", "stops", STATE, many=True),
    Member("permit", "permit", _PERMIT),
)
_CIRCUMSTANCES = Form(Member("careNeeded", "care_needed", FLAG), Member("securityMeasures", "security_measures", FLAG))
_GROUND = Form(
    Member("law", "basis", LAW, required=True),
    Member("decisionNumber", "decision_number", TEXT),
    Member("decisionDate", "decided_on", DAY),
)
FORM = Form(
    Member("caseNumber", "case_id", TEXT, required=True),
    Member("procedure", "procedure", words.PROCEDURE, required=True),
    Member("from", "requesting_authority", TEXT),
    Member("to", "requested_authority", TEXT, required=True),
    Member("personClass", "subject_class", words.SUBJECT_CLASS, required=True),
    Member("person", "person", PERSON, required=True),
    Member("evidence", "evidence", EVIDENCE, required=True, many=True),
    Member("interviewRequested", "interview_requested", FLAG, required=True),
    Member("languages", "languages", TEXT, many=True),
    Member("knownSince", "knowledge_on", DAY),
    Member("route", "route", _ROUTE),
    Member("lastAddress", "last_address", TEXT),
    Member("circumstances", "circumstances", _CIRCUMSTANCES),
    Member("legalGround", "legal_ground", _GROUND),
    Member("requestDate", "requested_on", DAY, required=True),
)
