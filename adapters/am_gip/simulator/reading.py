"""The register's documents -> facts, read without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.am_gip.simulator.writing import SEXES, STATUSES

_STATUSES = {word: code for code, word in STATUSES.items()} | {
    "ՍՊԱՍՈՒՄ Է ՍԿԶԲԻՆ": "pending_start",
    "ԿԱՍԵՑՎԱԾ": "suspended",
    "ԼՐԱՑԱԾ": "expired",
    "ԱՆՎԱՎԵՐ": "annulled",
    "ՓՈԽԱՐԻՆՎԱԾ": "superseded",
}
_KINDS = {
    "ԺԱՄԿԵՏ": "duration",
    "ԱՄՍԱԹՎԵՐ": "fixed",
    "ԱՆԺԱՄԿԵՏ": "indefinite",
    "ՊԱՅՄԱՆՈՎ": "until_condition",
}
_EVENTS = {
    "ԵԼՔ": "exit",
    "ԱՐՏԱՔՍՈՒՄ": "expulsion",
    "ՀԱՆՁՆՈՒՄ": "transfer",
    "ՈՒԺԻ ՄԵՋ ՄՏՆԵԼ": "decision_effective",
    "ՈՐՈՇՄԱՆ ԱՄՍԱԹԻՎ": "decision_date",
}
_ACTIONS = {
    "ՄԵՐԺԵԼ ՄՈՒՏՔԸ": "refuse_entry",
    "ՍՏՈՒԳԵԼ ԻՆՔՆՈՒԹՅՈՒՆԸ": "check_identity",
    "ԿԱՊՎԵԼ ՆԱԽԱՁԵՌՆՈՂԻ ՀԵՏ": "contact_issuer",
}
_DOCUMENTS = {
    "NON_BIOMETRIC_PASSPORT": "foreign_passport",
    "BIOMETRIC_PASSPORT": "biometric_passport",
    "ID_CARD": "identity_card",
    "BIRTH_CERTIFICATE": "birth_certificate",
}
_SEXES = {word: code for code, word in SEXES.items()} | {"X": "X", "ՉՃՇՏՎԱԾ": "U"}
_UNITS = {"տարի": "Y", "ամիս": "M", "օր": "D"}
Document = Mapping[str, Any]


def read(kind: str, document: Document) -> tuple[str, Mapping[str, Any]]:
    """Return record type and facts of a document.

    Raises:
        KeyError: the register does not know the kind, a member or a word.
    """
    type_, facts_of = _READERS[kind]
    return type_, facts_of(document)


def _ban(document: Document) -> dict[str, Any]:
    term = document["Term"]
    return {
        "ban_id": document["Ban_Number"],
        "revision": document["Revision"],
        "status": _STATUSES[document["Status"]],
        "issuer": document["Issuer"],
        **_person(document["Person"]),
        "grounds": list(document["Grounds"]),
        "period_kind": _KINDS[term["Kind"]],
        "duration": _term(term.get("Duration")),
        "start_event": _EVENTS[term["Counted_From"]] if "Counted_From" in term else None,
        "start_on": _day(term.get("Start_Date")),
        "end_on": _day(term.get("End_Date")),
        "action": _ACTIONS[document["Measure"]],
        "decision_number": document["Decision"]["Number"],
        "decision_date": _day(document["Decision"]["Date"]),
    }


def _person(person: Document) -> dict[str, Any]:
    passport = (person.get("Documents") or [{}])[0]
    birth = person.get("Birth", {}).get("Birth_Date")
    kind = passport.get("Document_Type")
    return {
        "surname": person.get("Russian_Last_Name"),
        "given": person.get("Russian_First_Name"),
        "patronymic": person.get("Russian_Patronymic_Name"),
        "surname_latin": person.get("English_Last_Name"),
        "given_latin": person.get("English_First_Name"),
        "birth_date": None if birth is None else birth.replace("/", ".").replace("մոտ", "ок."),
        "sex": _SEXES[person["Genus"]],
        "citizenship": [item["CountryShortName"] for item in person["Citizenship"]],
        "document_type": _DOCUMENTS.get(kind, kind),
        "document_series": passport.get("Document_Series"),
        "document_number": passport.get("Document_Number"),
    }


def _request(document: Document) -> dict[str, Any]:
    return {
        "case_id": document["Case_Number"],
        "requesting": document["Requesting_Authority"],
        "requested": document["Requested_Authority"],
        **_person(document["Person"]),
        "requested_on": _day(document["Request_Date"]),
    }


def _reply(document: Document) -> dict[str, Any]:
    return {
        "case_id": document["Case_Number"],
        "decision": {"ՀԱՄԱՁԱՅՆՈՒԹՅՈՒՆ": "accepted", "ՄԵՐԺՈՒՄ": "refused"}[document["Decision"]],
        "reasons": [reason["Code"] for reason in document.get("Reasons", ())],
        "decided_on": _day(document["Decision_Date"]),
    }


def _check(document: Document) -> dict[str, Any]:
    return {
        "check_id": document["Check_Number"],
        "requesting": document["Requesting_Authority"],
        "requested": document["Requested_Authority"],
        **_person(document["Person"]),
        "requested_on": _day(document["Request_Date"]),
    }


def _check_reply(document: Document) -> dict[str, Any]:
    results = {"ՀԱՍՏԱՏՎԵԼ Է": "confirmed", "ՉԻ ՀԱՍՏԱՏՎԵԼ": "not_confirmed", "ՉԻ ՊԱՐԶՎԵԼ": "inconclusive"}
    return {
        "check_id": document["Check_Number"],
        "requesting": document["Requesting_Authority"],
        "result": results[document["Result"]],
        "decided_on": _day(document["Decision_Date"]),
    }


def _summary(document: Document) -> dict[str, Any]:
    return {
        "area": document["Area"],
        "period": document["Period"]["Value"],
        "observations": [[figure["Indicator"], figure["Value"]] for figure in document["Figures"]],
    }


def _day(text: str | None) -> str | None:
    return None if text is None else f"{text[6:]}-{text[3:5]}-{text[:2]}"


def _term(text: str | None) -> str | None:
    if text is None:
        return None
    number, unit = text.split(" ")
    return f"P{number}{_UNITS[unit]}"


_READERS: Mapping[str, tuple[str, Callable[[Document], dict[str, Any]]]] = {
    "Entry_Ban": ("entry-ban", _ban),
    "Readmission_Request": ("readmission-request", _request),
    "Readmission_Reply": ("readmission-reply", _reply),
    "Citizenship_Request": ("citizenship-check-request", _check),
    "Citizenship_Reply": ("citizenship-check-reply", _check_reply),
    "Migration_Summary": ("situation-summary", _summary),
}
