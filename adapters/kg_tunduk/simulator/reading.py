"""The register's documents -> facts, read without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters._parts import countries
from adapters.kg_tunduk.simulator.writing import COUNTRIES, GROUNDS, STATUSES

_STATUSES = {word: code for code, word in STATUSES.items()} | {
    "башталышы күтүлүүдө": "pending_start",
    "токтотулган": "suspended",
    "мөөнөтү бүткөн": "expired",
    "жокко чыгарылган": "annulled",
    "алмаштырылган": "superseded",
}
_GROUNDS = {word: code for code, word in GROUNDS.items()}
_KINDS = {
    "мөөнөт": "duration",
    "даталар": "fixed",
    "мөөнөтсүз": "indefinite",
    "шарт аткарылганга чейин": "until_condition",
}
_EVENTS = {
    "чыгып кетүү": "exit",
    "чыгарып жиберүү": "expulsion",
    "өткөрүп берүү": "transfer",
    "чечимдин күчүнө кириши": "decision_effective",
    "чечимдин датасы": "decision_date",
}
_ACTIONS = {
    "киргизбөө": "refuse_entry",
    "ким экенин текшерүү": "check_identity",
    "демилгечиге кайрылуу": "contact_issuer",
}
_UNITS = {"жыл": "Y", "ай": "M", "күн": "D"}
_SEXES = {"эркек": "M", "аял": "F", "X": "X", "белгисиз": "U"}
_STATES = {name: code for code, name in COUNTRIES.items()} | {"жарандыгы жок": "XXA"}
_DOCUMENTS = {
    "жалпы паспорт": "foreign_passport",
    "биометриялык паспорт": "biometric_passport",
    "ички паспорт": "internal_passport",
    "ID-карта": "identity_card",
    "туулгандыгы тууралуу күбөлүк": "birth_certificate",
}
Document = Mapping[str, Any]


def read(kind: str, document: Document) -> tuple[str, Mapping[str, Any]]:
    """Return record type and facts of a document.

    Raises:
        KeyError: the register does not know the kind, a field or a word.
    """
    type_, facts_of = _READERS[kind]
    return type_, facts_of(document)


def _ban(document: Document) -> dict[str, Any]:
    period = document["period"]
    return {
        "ban_id": document["banNumber"],
        "revision": document["revision"],
        "status": _STATUSES[document["status"]],
        "issuer": document["issuer"],
        **_person(document["person"]),
        "grounds": [_GROUNDS.get(word, word) for word in document["grounds"]],
        "period_kind": _KINDS[period["kind"]],
        "duration": _term(period.get("term")),
        "start_event": _EVENTS[period["countedFrom"]] if "countedFrom" in period else None,
        "start_on": _day(period.get("startDate")),
        "end_on": _day(period.get("endDate")),
        "action": _ACTIONS[document["action"]],
        "decision_number": document["decision"]["number"],
        "decision_date": _day(document["decision"]["date"]),
    }


def _person(person: Document) -> dict[str, Any]:
    return {
        "surname": person.get("surname"),
        "given": person.get("name"),
        "patronymic": person.get("patronymic"),
        "surname_latin": person.get("surnameLatin"),
        "given_latin": person.get("nameLatin"),
        "birth_date": person.get("dateOfBirth"),
        "sex": _SEXES[person["gender"]],
        "citizenship": [_state(item["country"]) for item in person["citizenships"]],
        "document_type": _DOCUMENTS.get(person.get("passportType", ""), person.get("passportType")),
        "document_series": person.get("passportSeries"),
        "document_number": person.get("passportNumber"),
    }


def _request(document: Document) -> dict[str, Any]:
    return {
        "case_id": document["caseNumber"],
        "requesting": document["from"],
        "requested": document["to"],
        **_person(document["person"]),
        "requested_on": _day(document["requestDate"]),
        **_extract(document),
    }


def _reply(document: Document) -> dict[str, Any]:
    return {
        "case_id": document["caseNumber"],
        "decision": {"макул": "accepted", "баш тартылды": "refused"}[document["decision"]],
        "reasons": [reason["code"] for reason in document.get("reasons", ())],
        "decided_on": _day(document["decisionDate"]),
    }


def _check(document: Document) -> dict[str, Any]:
    return {
        "check_id": document["checkNumber"],
        "requesting": document["from"],
        "requested": document["to"],
        **_person(document["person"]),
        "requested_on": _day(document["requestDate"]),
        **_extract(document),
    }


def _check_reply(document: Document) -> dict[str, Any]:
    results = {"ырасталды": "confirmed", "ырасталган жок": "not_confirmed", "аныкталган жок": "inconclusive"}
    return {
        "check_id": document["checkNumber"],
        "requesting": document["to"],
        "result": results[document["result"]],
        "decided_on": _day(document["replyDate"]),
    }


def _summary(document: Document) -> dict[str, Any]:
    return {
        "area": document["area"],
        "period": document["period"]["value"],
        "observations": [[figure["indicator"], figure["value"]] for figure in document["figures"]],
    }


def _extract(document: Document) -> dict[str, Any]:
    """Return what the passport register said, where it was asked."""
    return {"passport_extract": document["passportExtract"]} if "passportExtract" in document else {}


def _day(text: str | None) -> str | None:
    return None if text is None else f"{text[6:]}-{text[3:5]}-{text[:2]}"


def _term(text: str | None) -> str | None:
    if text is None:
        return None
    number, unit = text.split(" ")
    return f"P{number}{_UNITS[unit]}"


def _state(name: str) -> str:
    return _STATES.get(name) or countries.parse_citizenship(name)


_READERS: Mapping[str, tuple[str, Callable[[Document], dict[str, Any]]]] = {
    "entryBan": ("entry-ban", _ban),
    "readmissionRequest": ("readmission-request", _request),
    "readmissionReply": ("readmission-reply", _reply),
    "citizenshipCheckRequest": ("citizenship-check-request", _check),
    "citizenshipCheckReply": ("citizenship-check-reply", _check_reply),
    "migrationSummary": ("situation-summary", _summary),
}
