"""`readmissionReply` <-> the record `readmission-reply`."""

from adapters._parts.json_form import FLAG, TEXT, Form, Member
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import AUTHORITY, DAY, REASON
from adapters.kg_tunduk.mapping.person import DOCUMENT

_TRAVEL_DOCUMENT = Form(
    Member("status", "status", words.TRAVEL_STATUS, required=True),
    Member("document", "document", DOCUMENT),
)
FORM = Form(
    Member("caseNumber", "case_id", TEXT, required=True),
    Member("decision", "decision", words.DECISION, required=True),
    Member("reasons", "reasons", REASON, many=True),
    Member("decisionDate", "decided_on", DAY, required=True),
    Member("authority", "authority", AUTHORITY, required=True),
    Member("identityEstablished", "identity_established", FLAG),
    Member("travelDocument", "travel_document", _TRAVEL_DOCUMENT),
    Member("validTo", "valid_until", DAY),
)
