"""Facts -> the register's own documents, written without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from adapters._simulator.control import OrderError, Values
from adapters._simulator.xml_making import Maker

NAMESPACE = "urn:cis-migration:kz-shep:1"
CM = Maker(NAMESPACE, {"cm": NAMESPACE})
STATUSES = {"active": "күшінде", "reduced": "қысқартылған", "lifted": "алып тасталған"}
NUMBERS = {
    "KAZ": "398",
    "KGZ": "417",
    "UZB": "860",
    "TJK": "762",
    "TKM": "795",
    "RUS": "643",
    "BLR": "112",
    "ARM": "051",
    "AZE": "031",
}
"""Codes of states as the register writes them."""
Facts = Mapping[str, Any]
Element = etree._Element  # noqa: SLF001 - the type of elements has no other name


def write(type_: str, facts: Facts, order: Values) -> bytes:
    """Return the submission of a record.

    Raises:
        OrderError: the register has no such documents.
    """
    if type_ not in _WRITERS:
        raise OrderError(f"no documents of type {type_}")
    document = _WRITERS[type_](facts, order)
    if order.get("unknown"):
        document.append(CM.novelty("42"))
    return etree.tostring(CM.submission(document), encoding="utf-8")


def _ban(facts: Facts, order: Values) -> Element:
    return CM.entryBan(
        CM.banNumber(facts["ban_id"]),
        CM.revision(str(facts["revision"])),
        CM.status(STATUSES[facts["status"]]),
        CM.direction("кіру"),
        CM.decision(
            CM.number(facts["decision_number"]),
            CM.date(facts["decision_date"]),
            _authority(),
            CM.legalBasis(CM.law("Халықтың көші-қоны туралы заң (оқу)"), CM.article("48"), CM.country("398")),
            CM.byCourt("false"),
        ),
        *[CM.ground(code) for code in facts["grounds"]],
        *([_text(str(order["text"]))] if "text" in order else []),
        CM.severity("көші-қон"),
        CM.term(
            CM.kind("мерзім"),
            CM.duration(f"{facts['duration'][1:-1]} жыл"),
            CM.startEvent("заңды күшіне ену"),
            CM.beginDate(facts["start_on"]),
            CM.endDate(facts["end_on"]),
        ),
        _person(facts),
        CM.measure("кіргізбеу"),
        CM.actualDate("2026-11-21T14:00:00.000+05:00"),
    )


def _text(text: str) -> Element:
    try:
        return CM.reason(CM.ru(text))
    except ValueError:
        raise OrderError("XML has no place for a sign of the text") from None


def _authority() -> Element:
    return CM.organization(CM.name("Көші-қон қызметі (оқу)"), CM.country("398"))


def _person(facts: Facts) -> Element:
    native = facts["native"]
    names = {
        "surnameRus": facts["surname"],
        "nameRus": facts["given"],
        "patronymicRus": facts["patronymic"],
        "surnameLat": facts["surname_latin"],
        "nameLat": facts["given_latin"],
        "surname": native["surname"],
        "name": native["given"],
        "patronymic": native["patronymic"],
    }
    return CM.person(
        *[CM.make(name, text) for name, text in names.items() if text is not None],
        CM.birth(CM.birthDate(_iso(facts["birth_date"])), CM.birthPlace(facts["birth_place"])),
        CM.gender({"M": "1", "F": "2"}[facts["sex"]]),
        *[CM.citizenship(CM.country(NUMBERS[code])) for code in facts["citizenship"]],
        CM.document(
            CM.type("шетелдік паспорт"),
            CM.number(facts["document_number"]),
            CM.issuingCountry(NUMBERS[facts["citizenship"][0]]),
            CM.beginDate(facts["issued_on"]),
            CM.endDate(facts["expires_on"]),
        ),
    )


def _iso(written: str) -> str:
    return "-".join(reversed(written.split(".")))


def _request(facts: Facts, _order: Values) -> Element:
    return CM.readmissionRequest(
        CM.caseNumber(facts["case_id"]),
        CM.procedure("жалпы"),
        CM.requestedOrganization(facts["requested"]),
        CM.personCategory("азамат"),
        _person(facts),
        _evidence(facts),
        CM.interviewRequested("false"),
        CM.requestDate(facts["requested_on"]),
    )


def _evidence(facts: Facts) -> Element:
    return CM.evidence(CM.category(facts["evidence"]["tier"]), CM.kind(facts["evidence"]["item"]))


def _reply(facts: Facts, _order: Values) -> Element:
    return CM.readmissionReply(
        CM.caseNumber(facts["case_id"]),
        CM.decision({"accepted": "келісім", "refused": "бас тарту"}[facts["decision"]]),
        *[CM.reason(CM.code(code)) for code in facts["reasons"]],
        CM.decisionDate(facts["decided_on"]),
        _authority(),
    )


def _check(facts: Facts, _order: Values) -> Element:
    return CM.citizenshipRequest(
        CM.checkNumber(facts["check_id"]),
        CM.requestedOrganization(facts["requested"]),
        CM.requestDate(facts["requested_on"]),
        _authority(),
        CM.reason({"readmission": "реадмиссия", "no_documents": "құжаты жоқ"}[facts["reason"]]),
        _person(facts),
        _evidence(facts),
    )


def _check_reply(facts: Facts, _order: Values) -> Element:
    return CM.citizenshipReply(
        CM.checkNumber(facts["check_id"]),
        CM.requestingOrganization(facts["requesting"]),
        CM.result({"confirmed": "расталды", "not_confirmed": "расталмады"}[facts["result"]]),
        CM.decisionDate(facts["decided_on"]),
        _authority(),
        *[CM.reason(CM.code(code)) for code in facts["reasons"]],
    )


def _summary(facts: Facts, _order: Values) -> Element:
    figures = [
        CM.indicator(CM.code(code), CM.value(str(value)), CM.accuracy("дәл"), CM.unit("адам"), CM.status("түпкілікті"))
        for code, value in facts["observations"]
    ]
    return CM.summary(
        CM.period(CM.type("жыл"), CM.value(facts["period"])),
        CM.region(facts["area"]),
        CM.mayBePublished("true"),
        *figures,
        CM.revision("1"),
    )


_WRITERS: Mapping[str, Callable[[Facts, Values], Element]] = {
    "entry-ban": _ban,
    "readmission-request": _request,
    "readmission-reply": _reply,
    "citizenship-check-request": _check,
    "citizenship-check-reply": _check_reply,
    "situation-summary": _summary,
}
