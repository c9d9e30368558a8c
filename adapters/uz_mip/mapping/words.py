"""Coded words of the Uzbek documents and the codes of the records they stand for; case and apostrophes do not matter.

Each table has one word per code, which is written; `also` has others that are read.
"""

from collections.abc import Mapping
from typing import Any

from adapters._parts import json_form
from adapters._parts.json_form import Scalar
from adapters.uz_mip.mapping.letters import one_apostrophe


def coded(table: Mapping[str, str], also: Mapping[str, str] | None = None) -> Scalar:
    """Return the kind of words of a table, whatever sign is typed for the apostrophe."""
    plain = {one_apostrophe(word): code for word, code in (*(also or {}).items(), *table.items())}
    kind = json_form.words(table, plain)

    def read(value: object) -> Any:
        return kind.read(one_apostrophe(value) if isinstance(value, str) else value)

    return Scalar(read, kind.write)


STATUSES: Mapping[str, str] = {
    "boshlanishi_kutilmoqda": "pending_start",
    "amalda": "active",
    "toʻxtatilgan": "suspended",
    "olib_tashlangan": "lifted",
    "qisqartirilgan": "reduced",
    "muddati_tugagan": "expired",
    "bekor_qilingan": "annulled",
    "almashtirilgan": "superseded",
}
DIRECTIONS: Mapping[str, str] = {"kirish": "entry", "chiqish": "exit", "kirish_va_chiqish": "both"}
SEVERITIES: Mapping[str, str] = {
    "maʼmuriy": "administrative",
    "migratsiya": "migration",
    "jinoiy": "criminal",
    "yopiq": "restricted",
}
ACTIONS: Mapping[str, str] = {
    "kirish_rad_etilsin": "refuse_entry",
    "shaxs_tekshirilsin": "check_identity",
    "tashabbuskorga_murojaat": "contact_issuer",
}
PERIOD_KINDS: Mapping[str, str] = {
    "sanalar": "fixed",
    "davomiylik": "duration",
    "muddatsiz": "indefinite",
    "shartgacha": "until_condition",
}
START_EVENTS: Mapping[str, str] = {
    "chiqib_ketish": "exit",
    "chiqarib_yuborish": "expulsion",
    "topshirish": "transfer",
    "qonuniy_kuchga_kirish": "decision_effective",
    "qaror_sanasi": "decision_date",
}
CHANGE_CAUSES: Mapping[str, str] = {
    "tuzatish": "correction",
    "muddat_boshlanishi": "start_event",
    "amnistiya": "amnesty",
    "shikoyat": "appeal",
    "qayta_koʻrish": "review",
    "uzaytirish": "extension",
    "muddat_tugashi": "expiry",
    "fuqarolik": "citizenship",
    "vafot": "death",
    "begona_maʼlumot": "misused_identity",
    "boshqa": "other",
}
APPEAL_OUTCOMES: Mapping[str, str] = {
    "koʻrilmoqda": "pending",
    "oʻzgarishsiz": "upheld",
    "oʻzgartirilgan": "changed",
    "bekor_qilingan": "annulled",
    "qaytarib_olingan": "withdrawn",
}
SEXES: Mapping[str, str] = {"erkak": "M", "ayol": "F", "x": "X", "nomaʼlum": "U"}
OTHER_SEXES: Mapping[str, str] = {"эркак": "M", "аёл": "F", "1": "M", "2": "F", "m": "M", "f": "F"}
SCRIPTS: Mapping[str, str] = {"kirill": "Cyrl", "lotin": "Latn", "arman": "Armn"}
NAME_KINDS: Mapping[str, str] = {
    "asosiy": "primary",
    "tugʻilganda": "birth",
    "avvalgi": "previous",
    "taxallus": "alias",
    "mrz": "mrz",
}
DOCUMENT_TYPES: Mapping[str, str] = {
    "xorijga_chiqish_pasporti": "foreign_passport",
    "biometrik_pasport": "biometric_passport",
    "diplomatik_pasport": "diplomatic_passport",
    "xizmat_pasporti": "service_passport",
    "ichki_pasport": "internal_passport",
    "id_karta": "identity_card",
    "vaqtinchalik_guvohnoma": "temporary_identity_card",
    "bola_hujjati": "child_id",
    "qaytish_guvohnomasi": "return_certificate",
    "dengizchi_pasporti": "seafarer_book",
    "kema_haydovchisi_guvohnomasi": "skipper_book",
    "harbiy_bilet": "military_id",
    "sssr_pasporti": "ussr_passport",
    "tugʻilganlik_guvohnomasi": "birth_certificate",
    "fuqarolik_guvohnomasi": "citizenship_certificate",
    "fuqaroligi_yoʻq_shaxs_guvohnomasi": "stateless_id",
    "yashash_guvohnomasi": "residence_permit",
    "vaqtinchalik_yashash_ruxsati": "temporary_residence_permit",
    "haydovchilik_guvohnomasi": "driving_licence",
    "viza": "visa",
    "patent": "patent",
    "boshqa": "other",
}
DOCUMENT_CONDITIONS: Mapping[str, str] = {
    "amalda": "valid",
    "muddati_tugagan": "expired",
    "yoʻqolgan": "lost",
    "oʻgʻirlangan": "stolen",
    "olib_qoʻyilgan": "withdrawn",
    "qalbaki": "forged",
}
PROCEDURES: Mapping[str, str] = {"oddiy": "ordinary", "jadallashtirilgan": "accelerated", "tranzit": "transit"}
SUBJECT_CLASSES: Mapping[str, str] = {
    "fuqaro": "own_national",
    "sobiq_fuqaro": "former_national",
    "uchinchi_davlat_fuqarosi": "third_country_national",
    "fuqaroligi_yoʻq_shaxs": "stateless",
}
DECISIONS: Mapping[str, str] = {"rozilik": "accepted", "rad": "refused"}
TRAVEL_STATUSES: Mapping[str, str] = {"bor": "held", "beriladi": "to_be_issued", "berilgan": "issued"}
PERMIT_KINDS: Mapping[str, str] = {
    "viza": "visa",
    "yashash_guvohnomasi": "residence_permit",
    "vaqtinchalik_yashash_ruxsati": "temporary_residence_permit",
    "mehnat_ruxsatnomasi": "work_permit",
}
CHECK_RESULTS: Mapping[str, str] = {
    "tasdiqlandi": "confirmed",
    "tasdiqlanmadi": "not_confirmed",
    "aniqlanmadi": "inconclusive",
}
CHECK_REASONS: Mapping[str, str] = {
    "readmissiya": "readmission",
    "hujjatsiz_shaxs": "no_documents",
    "hujjatga_shubha": "document_doubt",
    "qaytish_hujjati": "return_document",
    "qonuniylashtirish": "legalisation",
}
