"""National JSON <-> records, pure: no network, no files, no clock. `FORMS` has one form per record type.

Both directions keep every member of a record, so a record sent into the register and read from it again is the same.
Only `sealed` has no member: what was sealed travels beside the document, opened.
"""

from collections.abc import Mapping

from adapters._parts.json_form import Form
from adapters.uz_mip.mapping import citizenship, entry_ban, readmission, summary

VERSION = "1.0"
FORMS: Mapping[str, Form] = {
    "entry-ban": entry_ban.FORM,
    "readmission-request": readmission.REQUEST,
    "readmission-reply": readmission.REPLY,
    "citizenship-check-request": citizenship.REQUEST,
    "citizenship-check-reply": citizenship.REPLY,
    "situation-summary": summary.FORM,
}
KINDS: Mapping[str, str] = {
    "kirish_taqigi": "entry-ban",
    "readmissiya_sorovi": "readmission-request",
    "readmissiya_javobi": "readmission-reply",
    "fuqarolik_sorovi": "citizenship-check-request",
    "fuqarolik_javobi": "citizenship-check-reply",
    "vaziyat_malumoti": "situation-summary",
}
"""Kinds of documents of the platform and the record types they are."""
KIND_WORDS: Mapping[str, str] = {type_: kind for kind, type_ in KINDS.items()}
