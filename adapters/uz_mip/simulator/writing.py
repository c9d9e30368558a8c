"""National documents as the register writes them, from the facts of its records."""

from collections.abc import Mapping
from typing import Any

import msgspec

from adapters._simulator.control import Values

KINDS: Mapping[str, str] = {
    "entry-ban": "kirish_taqigi",
    "readmission-request": "readmissiya_sorovi",
    "readmission-reply": "readmissiya_javobi",
    "citizenship-check-request": "fuqarolik_sorovi",
    "citizenship-check-reply": "fuqarolik_javobi",
    "situation-summary": "vaziyat_malumoti",
}
STATUSES = {"active": "amalda", "reduced": "qisqartirilgan", "lifted": "olib_tashlangan"}
CAUSES = {"reduced": "qayta_koʻrish", "lifted": "amnistiya", "active": "tuzatish"}
AUTHORITY = {"nomi": "Migratsiya boshqarmasi (sinov)", "davlat": "Oʻzbekiston"}
_REASONS = {"readmission": "readmissiya", "no_documents": "hujjatsiz_shaxs"}
_RESULTS = {"confirmed": "tasdiqlandi", "not_confirmed": "tasdiqlanmadi"}


def write(type_: str, record: Mapping[str, Any], order: Values) -> bytes:
    """Return the national document of a record's facts; `text` goes where the form takes any, `unknown` beside it."""
    document = _WRITERS[type_](record, order.get("text"))
    if order.get("unknown"):
        document["yangi_maydon"] = "42"
    return msgspec.json.encode({name: value for name, value in document.items() if value is not None})


def _ban(ban: Mapping[str, Any], text: Any) -> dict[str, Any]:
    change = {"sabab": CAUSES[ban["status"]], "sana": ban["decision_date"]} if ban["revision"] > 1 else None
    return {
        "taqiq_raqami": ban["ban_id"],
        "tahrir": ban["revision"],
        "holat": STATUSES[ban["status"]],
        "tashabbuskor": ban["issuer"],
        "yonalish": "kirish",
        "qaror": {
            "raqam": ban["decision_number"],
            "sana": ban["decision_date"],
            "organ": AUTHORITY,
            "asos": {"qonun": "Sinov qonuni", "modda": "1", "davlat": "UZB"},
            "sud_qarori": False,
        },
        "asoslar": ban["grounds"],
        "sabab": None if text is None else {"ru": text},
        "toifa": "migratsiya",
        "muddat": {
            "turi": "davomiylik",
            "davomiylik": f"{ban['duration'][1:-1]} yil",
            "hodisa": "qonuniy_kuchga_kirish",
            "boshlanish": ban["start_on"],
            "tugash": ban["end_on"],
        },
        "shaxs": person(ban),
        "chora": "kirish_rad_etilsin",
        "holat_vaqti": "2026-11-21T14:00:00+05:00",
        "manba_tizim": "Sinov reyestri",
        "ozgarish": change,
    }


def person(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person: the register spells in its own letters, and keeps the other spellings beside."""
    native = facts["native"]
    found = {
        "surname_latin": native["surname"],
        "name_latin": native["given"],
        "patronym_latin": native["patronymic"],
        "surname_cyrl": facts["surname"],
        "name_cyrl": facts["given"],
        "patronym_cyrl": facts["patronymic"],
        "surname_engl": facts["surname_latin"],
        "name_engl": facts["given_latin"],
        "birth_date": _birth(facts["birth_date"]),
        "birth_place": facts["birth_place"],
        "sex": {"M": "erkak", "F": "ayol"}[facts["sex"]],
        "citizenship": [{"davlat": code} for code in facts["citizenship"]],
        "documents": [
            {
                "turi": "xorijga_chiqish_pasporti",
                "seria": facts["document_series"],
                "number": facts["document_number"],
                "davlat": facts["citizenship"][0],
                "date_begin": facts["issued_on"],
                "date_end": facts["expires_on"],
            }
        ],
    }
    return {name: value for name, value in found.items() if value is not None}


def _birth(written: str) -> str:
    return f"{written}-00-00" if len(written) == 4 else "-".join(reversed(written.split(".")))


def _request(request: Mapping[str, Any], text: Any) -> dict[str, Any]:
    return {
        "ish_raqami": request["case_id"],
        "tartib": "oddiy",
        "sorovchi_organ": request["requesting"],
        "soralgan_organ": request["requested"],
        "shaxs_toifasi": "fuqaro",
        "shaxs": person(request),
        "dalillar": [_evidence(request, text)],
        "suhbat": False,
        "sorov_sanasi": request["requested_on"],
    }


def _evidence(request: Mapping[str, Any], text: Any) -> dict[str, Any]:
    evidence = {"daraja": request["evidence"]["tier"], "dalil": request["evidence"]["item"]}
    return evidence if text is None else {**evidence, "izoh": text}


def _reply(reply: Mapping[str, Any], text: Any) -> dict[str, Any]:
    return {
        "ish_raqami": reply["case_id"],
        "qaror": {"accepted": "rozilik", "refused": "rad"}[reply["decision"]],
        **_reasons(reply, text),
        "qaror_sanasi": reply["decided_on"],
        "organ": AUTHORITY,
    }


def _reasons(reply: Mapping[str, Any], text: Any) -> dict[str, Any]:
    reasons = [{"kod": code, "matn": {"ru": text or "sinov"}} for code in reply["reasons"]]
    return {"sabablar": reasons} if reasons else {}


def _check(check: Mapping[str, Any], text: Any) -> dict[str, Any]:
    return {
        "tekshiruv_raqami": check["check_id"],
        "sorovchi_organ": check["requesting"],
        "soralgan_organ": check["requested"],
        "sorov_sanasi": check["requested_on"],
        "organ": AUTHORITY,
        "sabab": _REASONS[check["reason"]],
        "shaxs": person(check),
        "dalillar": [_evidence(check, text)],
    }


def _check_reply(reply: Mapping[str, Any], text: Any) -> dict[str, Any]:
    return {
        "tekshiruv_raqami": reply["check_id"],
        "sorovchi_organ": reply["requesting"],
        "natija": _RESULTS[reply["result"]],
        "qaror_sanasi": reply["decided_on"],
        "organ": AUTHORITY,
        **_reasons(reply, text),
    }


def _summary(summary: Mapping[str, Any], text: Any) -> dict[str, Any]:
    figure = {"kesim": {}, "aniqlik": "exact", "birlik": "persons", "holat": "final"}
    return {
        "davr": {"turi": "year", "qiymat": summary["period"]},
        "hudud": summary["area"],
        "elon_qilish": False,
        "korsatkichlar": [{"korsatkich": name, **figure, "qiymat": value} for name, value in summary["observations"]],
        "tahlil": None if text is None else {"ru": text},
        "tahrir": 1,
    }


_WRITERS = {
    "entry-ban": _ban,
    "readmission-request": _request,
    "readmission-reply": _reply,
    "citizenship-check-request": _check,
    "citizenship-check-reply": _check_reply,
    "situation-summary": _summary,
}
