"""`entryBan` <-> the record `entry-ban`. Amending, lifting, correcting are later revisions of one number."""

from adapters._parts.json_form import FLAG, TEXT, WHOLE, Form, Member
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import AUTHORITY, BILINGUAL, DAY, LAW, MOMENT, TERM
from adapters.kg_tunduk.mapping.person import PERSON

_DECISION = Form(
    Member("number", "number", TEXT, required=True),
    Member("date", "date", DAY, required=True),
    Member("authority", "authority", AUTHORITY, required=True),
    Member("law", "legal_basis", LAW, required=True),
    Member("byCourt", "court_ordered", FLAG, required=True),
)
_PERIOD = Form(
    Member("kind", "kind", words.PERIOD_KIND, required=True),
    Member("term", "duration", TERM),
    Member("countedFrom", "start_event", words.START_EVENT),
    Member("startDate", "start_on", DAY),
    Member("endDate", "end_on", DAY),
    Member("condition", "condition", BILINGUAL),
)
_APPEAL = Form(
    Member("filed", "filed", FLAG, required=True),
    Member("filedDate", "filed_on", DAY),
    Member("outcome", "outcome", words.APPEAL_OUTCOME),
)
_CHANGE = Form(
    Member("cause", "cause", words.CHANGE_CAUSE, required=True),
    Member("date", "on", DAY, required=True),
    Member("decisionNumber", "decision_number", TEXT),
    Member("note", "note", BILINGUAL),
)
FORM = Form(
    Member("banNumber", "ban_id", TEXT, required=True),
    Member("revision", "revision", WHOLE, required=True),
    Member("status", "status", words.STATUS, required=True),
    Member("issuer", "issuer", TEXT),
    Member("direction", "direction", words.DIRECTION, required=True),
    Member("decision", "decision", _DECISION, required=True),
    Member("grounds", "grounds", words.GROUND, required=True, many=True),
    Member("reason", "reason_text", BILINGUAL),
    Member("severity", "severity", words.SEVERITY, required=True),
    Member("period", "period", _PERIOD, required=True),
    Member("person", "subject", PERSON, required=True),
    Member("action", "action", words.ACTION, required=True),
    Member("asOf", "as_of", MOMENT, required=True),
    Member("sourceSystem", "source_system", TEXT),
    Member("appeal", "appeal", _APPEAL),
    Member("change", "change", _CHANGE),
)
