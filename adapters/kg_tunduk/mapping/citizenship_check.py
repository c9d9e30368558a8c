"""`citizenshipCheckRequest` and `citizenshipCheckReply` <-> the records of a citizenship check."""

from adapters._parts.json_form import TEXT, Form, Member
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import AUTHORITY, DAY, EVIDENCE, REASON
from adapters.kg_tunduk.mapping.person import PERSON

REQUEST = Form(
    Member("checkNumber", "check_id", TEXT, required=True),
    Member("from", "requesting_authority", TEXT),
    Member("to", "requested_authority", TEXT, required=True),
    Member("requestDate", "requested_on", DAY, required=True),
    Member("authority", "authority", AUTHORITY, required=True),
    Member("reason", "reason", words.CHECK_REASON, required=True),
    Member("person", "person", PERSON, required=True),
    Member("evidence", "evidence", EVIDENCE, many=True),
    Member("languages", "languages", TEXT, many=True),
    Member("caseNumber", "case_id", TEXT),
)
REPLY = Form(
    Member("checkNumber", "check_id", TEXT, required=True),
    Member("to", "requesting_authority", TEXT, required=True),
    Member("result", "result", words.CHECK_RESULT, required=True),
    Member("replyDate", "decided_on", DAY, required=True),
    Member("authority", "authority", AUTHORITY, required=True),
    Member("person", "person", PERSON),
    Member("reasons", "reasons", REASON, many=True),
)
