"""Facts -> the register's own documents, written without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from adapters._simulator.control import OrderError, Values

STATUSES = {"active": "ԳՈՐԾՈՂ", "reduced": "ԿՐՃԱՏՎԱԾ", "lifted": "ՀԱՆՎԱԾ"}
SEXES = {"M": "ԱՐԱԿԱՆ", "F": "ԻԳԱԿԱՆ"}
AUTHORITY = {"Name": "Միգրացիայի և քաղաքացիության ծառայություն (ուսումնական)", "Country": "ARM"}
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
        document["Novelty"] = "42"
    return msgspec.json.encode({"kind": kind, "document": document})


def day(iso: str) -> str:
    """Return `dd/mm/yyyy`."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def _ban(facts: Facts, order: Values) -> dict[str, Any]:
    document = {
        "Ban_Number": facts["ban_id"],
        "Revision": facts["revision"],
        "Status": STATUSES[facts["status"]],
        "Direction": "ՄՈՒՏՔ",
        "Decision": {
            "Number": facts["decision_number"],
            "Date": day(facts["decision_date"]),
            "Authority": AUTHORITY,
            "Legal_Basis": {"Law": "Օտարերկրացիների մասին օրենք (ուսումնական)", "Article": "8", "Country": "ARM"},
            "By_Court": False,
        },
        "Grounds": list(facts["grounds"]),
        "Category": "ՄԻԳՐԱՑԻՈՆ",
        "Term": {
            "Kind": "ԺԱՄԿԵՏ",
            "Duration": f"{facts['duration'][1:-1]} տարի",
            "Counted_From": "ՈՒԺԻ ՄԵՋ ՄՏՆԵԼ",
            "Start_Date": day(facts["start_on"]),
            "End_Date": day(facts["end_on"]),
        },
        "Person": _person(facts),
        "Measure": "ՄԵՐԺԵԼ ՄՈՒՏՔԸ",
        "As_Of": "21/11/2026 13:00:00",
    }
    return document | ({"Reason": {"Russian": order["text"]}} if "text" in order else {})


def _person(facts: Facts) -> dict[str, Any]:
    person = {
        "Last_Name": facts["native"]["surname"],
        "First_Name": facts["native"]["given"],
        "Patronymic_Name": facts["native"]["patronymic"],
        "English_Last_Name": facts["surname_latin"],
        "English_First_Name": facts["given_latin"],
        "Russian_Last_Name": facts["surname"],
        "Russian_First_Name": facts["given"],
        "Russian_Patronymic_Name": facts["patronymic"],
        "Birth": {"Birth_Date": facts["birth_date"].replace(".", "/"), "Birth_Place": facts["birth_place"]},
        "Genus": SEXES[facts["sex"]],
        "Citizenship": [{"CountryShortName": code} for code in facts["citizenship"]],
        "Documents": [
            {
                "Document_Type": "NON_BIOMETRIC_PASSPORT",
                "Document_Status": "PRIMARY_VALID",
                "Document_Number": facts["document_number"],
                "Document_Country": facts["citizenship"][0],
                "Issuance_Date": day(facts["issued_on"]),
                "Validity_Date": day(facts["expires_on"]),
            }
        ],
    }
    return {name: value for name, value in person.items() if value is not None}


def _evidence(facts: Facts) -> list[dict[str, Any]]:
    return [{"Tier": facts["evidence"]["tier"], "Item": facts["evidence"]["item"]}]


def _request(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "Case_Number": facts["case_id"],
        "Procedure": "ՍՈՎՈՐԱԿԱՆ",
        "Requested_Authority": facts["requested"],
        "Person_Category": "ՔԱՂԱՔԱՑԻ",
        "Person": _person(facts),
        "Evidence": _evidence(facts),
        "Interview_Requested": False,
        "Request_Date": day(facts["requested_on"]),
    }


def _reply(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "Case_Number": facts["case_id"],
        "Decision": {"accepted": "ՀԱՄԱՁԱՅՆՈՒԹՅՈՒՆ", "refused": "ՄԵՐԺՈՒՄ"}[facts["decision"]],
        "Reasons": [{"Code": code} for code in facts["reasons"]],
        "Decision_Date": day(facts["decided_on"]),
        "Authority": AUTHORITY,
    }


def _check(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "Check_Number": facts["check_id"],
        "Requested_Authority": facts["requested"],
        "Request_Date": day(facts["requested_on"]),
        "Authority": AUTHORITY,
        "Reason": {"readmission": "ՌԵԱԴՄԻՍԻԱ", "no_documents": "ՓԱՍՏԱԹՈՒՂԹ ՉՈՒՆԻ"}[facts["reason"]],
        "Person": _person(facts),
        "Evidence": _evidence(facts),
    }


def _check_reply(facts: Facts, _order: Values) -> dict[str, Any]:
    return {
        "Check_Number": facts["check_id"],
        "Requesting_Authority": facts["requesting"],
        "Result": {"confirmed": "ՀԱՍՏԱՏՎԵԼ Է", "not_confirmed": "ՉԻ ՀԱՍՏԱՏՎԵԼ"}[facts["result"]],
        "Decision_Date": day(facts["decided_on"]),
        "Authority": AUTHORITY,
        "Reasons": [{"Code": code} for code in facts["reasons"]],
    }


def _summary(facts: Facts, _order: Values) -> dict[str, Any]:
    figures = [
        {"Indicator": indicator, "Value": value, "Qualifier": "ՃՇԳՐԻՏ", "Unit": "ԱՆՁ", "Status": "ՎԵՐՋՆԱԿԱՆ"}
        for indicator, value in facts["observations"]
    ]
    period = {"Kind": "ՏԱՐԻ", "Value": facts["period"]}
    return {"Period": period, "Area": facts["area"], "May_Be_Published": True, "Figures": figures, "Revision": 1}


_WRITERS: Mapping[str, tuple[str, Callable[[Facts, Values], dict[str, Any]]]] = {
    "entry-ban": ("Entry_Ban", _ban),
    "readmission-request": ("Readmission_Request", _request),
    "readmission-reply": ("Readmission_Reply", _reply),
    "citizenship-check-request": ("Citizenship_Request", _check),
    "citizenship-check-reply": ("Citizenship_Reply", _check_reply),
    "situation-summary": ("Migration_Summary", _summary),
}
