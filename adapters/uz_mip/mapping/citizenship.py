"""`fuqarolik_sorovi`, `fuqarolik_javobi` <-> the records `citizenship-check-request` and `citizenship-check-reply`."""

from adapters._parts.json_form import TEXT, Form, Member
from adapters.uz_mip.mapping import parts, words
from adapters.uz_mip.mapping.person import PERSON

REQUEST = Form(
    Member("tekshiruv_raqami", "check_id", TEXT, required=True),
    Member("sorovchi_organ", "requesting_authority", TEXT, required=True),
    Member("soralgan_organ", "requested_authority", TEXT, required=True),
    Member("sorov_sanasi", "requested_on", parts.DAY, required=True),
    Member("organ", "authority", parts.AUTHORITY, required=True),
    Member("sabab", "reason", words.coded(words.CHECK_REASONS), required=True),
    Member("shaxs", "person", PERSON, required=True),
    Member("dalillar", "evidence", parts.EVIDENCE, many=True),
    Member("tillar", "languages", TEXT, many=True),
    Member("ish_raqami", "case_id", TEXT),
)
REPLY = Form(
    Member("tekshiruv_raqami", "check_id", TEXT, required=True),
    Member("sorovchi_organ", "requesting_authority", TEXT, required=True),
    Member("natija", "result", words.coded(words.CHECK_RESULTS), required=True),
    Member("qaror_sanasi", "decided_on", parts.DAY, required=True),
    Member("organ", "authority", parts.AUTHORITY, required=True),
    Member("shaxs", "person", PERSON),
    Member("sabablar", "reasons", parts.REASON, many=True),
)
