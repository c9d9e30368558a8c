"""The register's documents -> facts, read without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from adapters._parts import countries
from adapters.kz_shep.simulator.writing import NAMESPACE, NUMBERS, STATUSES

Element = etree._Element  # noqa: SLF001 - the type of elements has no other name
_NS = {"cm": NAMESPACE}
_STATUSES = {word: code for code, word in STATUSES.items()} | {
    "басталуын күтуде": "pending_start",
    "тоқтатыла тұрған": "suspended",
    "мерзімі біткен": "expired",
    "жойылған": "annulled",
    "ауыстырылған": "superseded",
}
_KINDS = {
    "мерзім": "duration",
    "күндер": "fixed",
    "мерзімсіз": "indefinite",
    "шарт орындалғанша": "until_condition",
}
_EVENTS = {
    "шығу": "exit",
    "шығарып жіберу": "expulsion",
    "беру": "transfer",
    "заңды күшіне ену": "decision_effective",
    "шешім күні": "decision_date",
}
_ACTIONS = {
    "кіргізбеу": "refuse_entry",
    "жеке басын тексеру": "check_identity",
    "бастамашымен байланысу": "contact_issuer",
}
_DOCUMENTS = {
    "шетелдік паспорт": "foreign_passport",
    "биометриялық паспорт": "biometric_passport",
    "ішкі паспорт": "internal_passport",
    "жеке куәлік": "identity_card",
    "туу туралы куәлік": "birth_certificate",
}
_UNITS = {"жыл": "Y", "ай": "M", "күн": "D"}
_SEXES = {"1": "M", "2": "F", "X": "X", "0": "U"}
_STATES = {number: code for code, number in NUMBERS.items()}


def read(document: Element) -> tuple[str, dict[str, Any]]:
    """Return record type and facts of a document.

    Raises:
        KeyError: the register does not know the document, or a word.
    """
    type_, facts_of = _READERS[etree.QName(document).localname]
    return type_, facts_of(document)


def _text(element: Element, path: str) -> str | None:
    return element.findtext("/".join(f"cm:{step}" for step in path.split("/")), None, _NS)


def _all(element: Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall("/".join(f"cm:{step}" for step in path.split("/")), _NS)]


def _ban(document: Element) -> dict[str, Any]:
    event = _text(document, "term/startEvent")
    return {
        "ban_id": _text(document, "banNumber"),
        "revision": int(_text(document, "revision") or 0),
        "status": _STATUSES[_text(document, "status") or ""],
        "issuer": _text(document, "initiator"),
        **_person(document),
        "grounds": _all(document, "ground"),
        "period_kind": _KINDS[_text(document, "term/kind") or ""],
        "duration": _duration(_text(document, "term/duration")),
        "start_event": None if event is None else _EVENTS[event],
        "start_on": _text(document, "term/beginDate"),
        "end_on": _text(document, "term/endDate"),
        "action": _ACTIONS[_text(document, "measure") or ""],
        "decision_number": _text(document, "decision/number"),
        "decision_date": _text(document, "decision/date"),
    }


def _person(document: Element) -> dict[str, Any]:
    type_ = _text(document, "person/document/type")
    born = _text(document, "person/birth/birthDate")
    return {
        "surname": _text(document, "person/surnameRus") or _text(document, "person/surname"),
        "given": _text(document, "person/nameRus") or _text(document, "person/name"),
        "patronymic": _text(document, "person/patronymicRus") or _text(document, "person/patronymic"),
        "surname_latin": _text(document, "person/surnameLat"),
        "given_latin": _text(document, "person/nameLat"),
        "birth_date": None if born is None else _written(born),
        "sex": _SEXES[_text(document, "person/gender") or ""],
        "citizenship": [_STATES.get(code) or _state(code) for code in _all(document, "person/citizenship/country")],
        "document_type": None if type_ is None else _DOCUMENTS.get(type_, type_),
        "document_series": _text(document, "person/document/series"),
        "document_number": _text(document, "person/document/number"),
    }


def _state(code: str) -> str:
    return countries.parse_citizenship(code)


def _written(born: str) -> str:
    circa = born.startswith("шамамен ")
    turned = " – ".join(".".join(reversed(end.split("-"))) for end in born.removeprefix("шамамен ").split("/"))
    return f"ок. {turned}" if circa else turned


def _duration(text: str | None) -> str | None:
    if text is None:
        return None
    number, unit = text.split(" ")
    return f"P{number}{_UNITS[unit]}"


def _request(document: Element) -> dict[str, Any]:
    return {
        "case_id": _text(document, "caseNumber"),
        "requesting": _text(document, "requestingOrganization"),
        "requested": _text(document, "requestedOrganization"),
        **_person(document),
        "requested_on": _text(document, "requestDate"),
    }


def _reply(document: Element) -> dict[str, Any]:
    return {
        "case_id": _text(document, "caseNumber"),
        "decision": {"келісім": "accepted", "бас тарту": "refused"}[_text(document, "decision") or ""],
        "reasons": _all(document, "reason/code"),
        "decided_on": _text(document, "decisionDate"),
    }


def _check(document: Element) -> dict[str, Any]:
    return {
        "check_id": _text(document, "checkNumber"),
        "requesting": _text(document, "requestingOrganization"),
        "requested": _text(document, "requestedOrganization"),
        **_person(document),
        "requested_on": _text(document, "requestDate"),
    }


def _check_reply(document: Element) -> dict[str, Any]:
    results = {"расталды": "confirmed", "расталмады": "not_confirmed", "анықталмады": "inconclusive"}
    return {
        "check_id": _text(document, "checkNumber"),
        "requesting": _text(document, "requestingOrganization"),
        "result": results[_text(document, "result") or ""],
        "reasons": _all(document, "reason/code"),
        "decided_on": _text(document, "decisionDate"),
    }


def _summary(document: Element) -> dict[str, Any]:
    figures = zip(_all(document, "indicator/code"), _all(document, "indicator/value"), strict=True)
    return {
        "area": _text(document, "region"),
        "period": _text(document, "period/value"),
        "observations": [[code, float(value) if "." in value else int(value)] for code, value in figures],
    }


_READERS: Mapping[str, tuple[str, Callable[[Element], dict[str, Any]]]] = {
    "entryBan": ("entry-ban", _ban),
    "readmissionRequest": ("readmission-request", _request),
    "readmissionReply": ("readmission-reply", _reply),
    "citizenshipRequest": ("citizenship-check-request", _check),
    "citizenshipReply": ("citizenship-check-reply", _check_reply),
    "summary": ("situation-summary", _summary),
}
