"""`readmissiya_sorovi` and `readmissiya_javobi` <-> the records `readmission-request` and `readmission-reply`."""

from adapters._parts.json_form import FLAG, LINES, TEXT, Form, Member
from adapters.uz_mip.mapping import parts, words
from adapters.uz_mip.mapping.person import DOCUMENT, PERSON

ROUTE = Form(
    Member("tavsif", "description", LINES),
    Member("otkazish_punkti", "crossing_point", TEXT),
    Member("kirgan_sana", "entered_on", parts.DAY),
    Member("oraliq_davlatlar", "stops", parts.STATE, many=True),
    Member("ruxsat", "permit", parts.PERMIT),
)
CIRCUMSTANCES = Form(
    Member("yordam_kerak", "care_needed", FLAG), Member("xavfsizlik_choralari", "security_measures", FLAG)
)
LEGAL_GROUND = Form(
    Member("asos", "basis", parts.LEGAL_BASIS, required=True),
    Member("qaror_raqami", "decision_number", TEXT),
    Member("qaror_sanasi", "decided_on", parts.DAY),
)
REQUEST = Form(
    Member("ish_raqami", "case_id", TEXT, required=True),
    Member("tartib", "procedure", words.coded(words.PROCEDURES), required=True),
    Member("sorovchi_organ", "requesting_authority", TEXT, required=True),
    Member("soralgan_organ", "requested_authority", TEXT, required=True),
    Member("shaxs_toifasi", "subject_class", words.coded(words.SUBJECT_CLASSES), required=True),
    Member("shaxs", "person", PERSON, required=True),
    Member("dalillar", "evidence", parts.EVIDENCE, required=True, many=True),
    Member("suhbat", "interview_requested", FLAG, required=True),
    Member("tillar", "languages", TEXT, many=True),
    Member("aniqlangan_sana", "knowledge_on", parts.DAY),
    Member("yol", "route", ROUTE),
    Member("oxirgi_manzil", "last_address", TEXT),
    Member("holatlar", "circumstances", CIRCUMSTANCES),
    Member("huquqiy_asos", "legal_ground", LEGAL_GROUND),
    Member("sorov_sanasi", "requested_on", parts.DAY, required=True),
)
TRAVEL = Form(
    Member("holat", "status", words.coded(words.TRAVEL_STATUSES), required=True),
    Member("hujjat", "document", DOCUMENT),
)
REPLY = Form(
    Member("ish_raqami", "case_id", TEXT, required=True),
    Member("qaror", "decision", words.coded(words.DECISIONS), required=True),
    Member("sabablar", "reasons", parts.REASON, many=True),
    Member("qaror_sanasi", "decided_on", parts.DAY, required=True),
    Member("organ", "authority", parts.AUTHORITY, required=True),
    Member("shaxs_aniqlandi", "identity_established", FLAG),
    Member("safar_hujjati", "travel_document", TRAVEL),
    Member("amal_qiladi", "valid_until", parts.DAY),
)
