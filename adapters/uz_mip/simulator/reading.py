"""National documents that came from others, as facts: what the register would show of them."""

from collections.abc import Mapping
from typing import Any

_STATUSES = {
    "boshlanishi_kutilmoqda": "pending_start",
    "amalda": "active",
    "toʻxtatilgan": "suspended",
    "olib_tashlangan": "lifted",
    "qisqartirilgan": "reduced",
    "muddati_tugagan": "expired",
    "bekor_qilingan": "annulled",
    "almashtirilgan": "superseded",
}
_KINDS = {
    "sanalar": "fixed",
    "davomiylik": "duration",
    "muddatsiz": "indefinite",
    "shartgacha": "until_condition",
}
_EVENTS = {
    "chiqib_ketish": "exit",
    "chiqarib_yuborish": "expulsion",
    "topshirish": "transfer",
    "qonuniy_kuchga_kirish": "decision_effective",
    "qaror_sanasi": "decision_date",
}
_ACTIONS = {
    "kirish_rad_etilsin": "refuse_entry",
    "shaxs_tekshirilsin": "check_identity",
    "tashabbuskorga_murojaat": "contact_issuer",
}
_SEXES = {"erkak": "M", "ayol": "F", "x": "X", "nomaʼlum": "U"}
_DOCUMENTS = {
    "xorijga_chiqish_pasporti": "foreign_passport",
    "biometrik_pasport": "biometric_passport",
    "ichki_pasport": "internal_passport",
    "id_karta": "identity_card",
    "tugʻilganlik_guvohnomasi": "birth_certificate",
}
_UNITS = {"yil": "Y", "oy": "M", "kun": "D"}
_RESULTS = {"tasdiqlandi": "confirmed", "tasdiqlanmadi": "not_confirmed", "aniqlanmadi": "inconclusive"}


def read(type_: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a document.

    Raises:
        KeyError: a member that the register needs is not there, or a word is not one of its own.
    """
    return _READERS[type_](document)


def _ban(ban: Mapping[str, Any]) -> dict[str, Any]:
    period, decision = ban["muddat"], ban["qaror"]
    number, _, unit = period.get("davomiylik", "").partition(" ")
    return {
        "ban_id": ban["taqiq_raqami"],
        "revision": ban["tahrir"],
        "status": _STATUSES[ban["holat"]],
        "issuer": ban["tashabbuskor"],
        **_person(ban["shaxs"]),
        "grounds": ban["asoslar"],
        "period_kind": _KINDS[period["turi"]],
        "duration": f"P{number}{_UNITS[unit]}" if number else None,
        "start_event": _EVENTS[period["hodisa"]] if "hodisa" in period else None,
        "start_on": period.get("boshlanish"),
        "end_on": period.get("tugash"),
        "action": _ACTIONS[ban["chora"]],
        "decision_number": decision["raqam"],
        "decision_date": decision["sana"],
    }


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    documents = person.get("documents") or [{}]
    kind = documents[0].get("turi")
    # A foreign person's Latin spelling stands in the main member, an own citizen's beside it.
    suffix = "engl" if "surname_engl" in person else "latin"
    return {
        "surname": person.get("surname_cyrl"),
        "given": person.get("name_cyrl"),
        "patronymic": person.get("patronym_cyrl"),
        "surname_latin": person.get(f"surname_{suffix}"),
        "given_latin": person.get(f"name_{suffix}"),
        "birth_date": _birth(person),
        "sex": _SEXES[person["sex"]],
        "citizenship": [each["davlat"] for each in person["citizenship"]],
        "document_type": None if kind is None else _DOCUMENTS.get(kind, kind),
        "document_series": documents[0].get("seria"),
        "document_number": documents[0].get("number"),
    }


def _birth(person: Mapping[str, Any]) -> str | None:
    written = person.get("birth_date")
    if written is None:
        return None
    known = ".".join(part for part in reversed(written.split("-")) if part != "00")
    return f"ок. {known}" if person.get("birth_date_mark") == "taxminan" else known


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case_id": request["ish_raqami"],
        "requesting": request["sorovchi_organ"],
        "requested": request["soralgan_organ"],
        **_person(request["shaxs"]),
        "requested_on": request["sorov_sanasi"],
    }


def _reply(reply: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case_id": reply["ish_raqami"],
        "decision": {"rozilik": "accepted", "rad": "refused"}[reply["qaror"]],
        "reasons": [reason["kod"] for reason in reply.get("sabablar", ())],
        "decided_on": reply["qaror_sanasi"],
    }


def _check(check: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "check_id": check["tekshiruv_raqami"],
        "requesting": check["sorovchi_organ"],
        "requested": check["soralgan_organ"],
        **_person(check["shaxs"]),
        "requested_on": check["sorov_sanasi"],
    }


def _check_reply(reply: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "check_id": reply["tekshiruv_raqami"],
        "requesting": reply["sorovchi_organ"],
        "result": _RESULTS[reply["natija"]],
        "reasons": [reason["kod"] for reason in reply.get("sabablar", ())],
        "decided_on": reply["qaror_sanasi"],
    }


def _summary(summary: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "area": summary["hudud"],
        "period": summary["davr"]["qiymat"],
        "observations": [[figure["korsatkich"], figure["qiymat"]] for figure in summary["korsatkichlar"]],
    }


_READERS = {
    "entry-ban": _ban,
    "readmission-request": _request,
    "readmission-reply": _reply,
    "citizenship-check-request": _check,
    "citizenship-check-reply": _check_reply,
    "situation-summary": _summary,
}
