"""Facts -> the register's own documents, written without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from adapters._simulator.control import OrderError, Values

STATUSES = {"active": "күчүндө", "reduced": "кыскартылган", "lifted": "алынып салынган"}
GROUNDS = {
    "OVERSTAY": "мөөнөтүнөн ашык болуу",
    "FALSE-DOCUMENT": "жасалма документ",
    "ILLEGAL-WORK": "мыйзамсыз иштөө",
    "REPEATED-OFFENCES": "кайталанган укук бузуулар",
    "BORDER-RULES": "чек ара эрежелери",
}
COUNTRIES = {
    "KGZ": "Кыргызстан",
    "KAZ": "Казакстан",
    "UZB": "Өзбекстан",
    "TJK": "Тажикстан",
    "TKM": "Түркмөнстан",
    "RUS": "Россия",
    "BLR": "Беларусь",
    "ARM": "Армения",
    "AZE": "Азербайжан",
}
AUTHORITY = {"name": "Миграция башкармалыгы (окуу)", "country": "Кыргызстан"}
Facts = Mapping[str, Any]


def write(type_: str, facts: Facts, order: Values) -> bytes:
    """Return the line of a record in the feed.

    Raises:
        OrderError: the register has no such documents.
    """
    if type_ not in _WRITERS:
        raise OrderError(f"no documents of type {type_}")
    kind, make = _WRITERS[type_]
    document = make(facts, order)
    if order.get("unknown"):
        document["novelty"] = "42"
    return msgspec.json.encode({"kind": kind, "document": document})


def day(iso: str) -> str:
    """Return `dd.mm.yyyy`."""
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def _ban(facts: Facts, order: Values) -> dict[str, Any]:
    document = {
        "banNumber": facts["ban_id"],
        "revision": facts["revision"],
        "status": STATUSES[facts["status"]],
        "direction": "кирүү",
        "decision": {
            "number": facts["decision_number"],
            "date": day(facts["decision_date"]),
            "authority": AUTHORITY,
            "law": {"act": "Тышкы миграция жөнүндө мыйзам (окуу)", "article": "12", "country": "KGZ"},
            "byCourt": False,
        },
        "grounds": [GROUNDS[code] for code in facts["grounds"]],
        "severity": "миграциялык",
        "period": {
            "kind": "мөөнөт",
            "term": f"{facts['duration'][1:-1]} жыл",
            "countedFrom": "чечимдин күчүнө кириши",
            "startDate": day(facts["start_on"]),
            "endDate": day(facts["end_on"]),
        },
        "person": _person(facts),
        "action": "киргизбөө",
        "asOf": "21.11.2026 15:00:00",
    }
    return document | ({"reason": {"ru": order["text"]}} if "text" in order else {})


def _person(facts: Facts) -> dict[str, Any]:
    person = {
        "surname": facts["native"]["surname"],
        "name": facts["native"]["given"],
        "patronymic": facts["native"]["patronymic"],
        "surnameLatin": facts["surname_latin"],
        "nameLatin": facts["given_latin"],
        "dateOfBirth": facts["birth_date"],
        "placeOfBirth": facts["birth_place"],
        "gender": {"M": "эркек", "F": "аял"}[facts["sex"]],
        "citizenships": [{"country": COUNTRIES.get(code, code)} for code in facts["citizenship"]],
        "passportType": "жалпы паспорт",
        "passportNumber": facts["document_number"],
        "passportCountry": COUNTRIES.get(facts["citizenship"][0], facts["citizenship"][0]),
        "issuedDate": day(facts["issued_on"]),
        "expiredDate": day(facts["expires_on"]),
    }
    return {name: value for name, value in person.items() if value is not None}


def _request(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "caseNumber": facts["case_id"],
        "procedure": "кадимки",
        "to": facts["requested"],
        "personClass": "өз жараны",
        "person": _person(facts),
        "evidence": [dict(facts["evidence"])],
        "interviewRequested": False,
        "requestDate": day(facts["requested_on"]),
    }


def _reply(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "caseNumber": facts["case_id"],
        "decision": {"accepted": "макул", "refused": "баш тартылды"}[facts["decision"]],
        "reasons": [{"code": code} for code in facts["reasons"]],
        "decisionDate": day(facts["decided_on"]),
        "authority": AUTHORITY,
    }


def _check(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "checkNumber": facts["check_id"],
        "to": facts["requested"],
        "requestDate": day(facts["requested_on"]),
        "authority": AUTHORITY,
        "reason": {"readmission": "реадмиссия", "no_documents": "документи жок"}[facts["reason"]],
        "person": _person(facts),
        "evidence": [dict(facts["evidence"])],
    }


def _check_reply(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "checkNumber": facts["check_id"],
        "to": facts["requesting"],
        "result": {"confirmed": "ырасталды", "not_confirmed": "ырасталган жок"}[facts["result"]],
        "replyDate": day(facts["decided_on"]),
        "authority": AUTHORITY,
        "reasons": [{"code": code} for code in facts["reasons"]],
    }


def _summary(facts: Facts, _order: Values) -> dict[str, Any]:
    figures = [
        {
            "indicator": indicator,
            "breakdown": {},
            "value": value,
            "qualifier": "так",
            "unit": "адам",
            "status": "акыркы",
        }
        for indicator, value in facts["observations"]
    ]
    period = {"type": "жыл", "value": facts["period"]}
    return {"period": period, "area": facts["area"], "mayBePublished": True, "figures": figures, "revision": 1}


_WRITERS: Mapping[str, tuple[str, Callable[[Facts, Values], dict[str, Any]]]] = {
    "entry-ban": ("entryBan", _ban),
    "readmission-request": ("readmissionRequest", _request),
    "readmission-reply": ("readmissionReply", _reply),
    "citizenship-check-request": ("citizenshipCheckRequest", _check),
    "citizenship-check-reply": ("citizenshipCheckReply", _check_reply),
    "situation-summary": ("migrationSummary", _summary),
}
