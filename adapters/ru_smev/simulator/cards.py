"""Cards of the register: made from a seed, changed, written as XML, and told as plain facts for a comparison."""

import datetime
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from lxml import etree

from adapters._parts import countries
from adapters._simulator.xml_making import Maker
from adapters.ru_smev import names
from adapters.ru_smev.simulator.people import Person, make_person, to_latin

_PREFIXES = {"pd": names.PERSON, "eb": names.ENTRY_BAN, "rm": names.READMISSION}
PD = Maker(names.PERSON, _PREFIXES)
EB = Maker(names.ENTRY_BAN, _PREFIXES)

IN_FORCE = ("ДЕЙСТВУЕТ", "ОЖИДАЕТ_НАЧАЛА", "СОКРАЩЕН")
"""Statuses of the cards on the active list: a ban that waits for its first day counts as in force."""

_FACTS_OF_STATUS = {"ДЕЙСТВУЕТ": "active", "ОЖИДАЕТ_НАЧАЛА": "pending_start", "СОКРАЩЕН": "reduced"}
_FACTS_OF_EVENT = {"ВЫЕЗД": "exit", "ВЫДВОРЕНИЕ": "expulsion", "ВСТУПЛЕНИЕ_В_СИЛУ": "decision_effective"}
_FACTS_OF_KIND = {"СРОК": "duration", "БЕССРОЧНО": "indefinite", "ДАТЫ": "fixed", "ДО_УСЛОВИЯ": "until_condition"}
_FACTS_OF_DOCUMENT = {
    "ЗАГРАНПАСПОРТ_ЭЛЕКТРОННЫЙ": "biometric_passport",
    "ЗАГРАНПАСПОРТ": "foreign_passport",
    "СВИДЕТЕЛЬСТВО_О_РОЖДЕНИИ": "birth_certificate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One ban as the register holds it, in its own words."""

    number: str
    revision: int
    status: str
    citizenship: str
    person: Person
    points: tuple[str, ...]
    kind: str
    years: int | None
    event: str | None
    start: str | None
    end: str | None
    severity: str
    court: bool
    decision_number: str
    decision_date: str
    cause: str | None
    moment: str


# point of 114-FZ -> (kind of term, years, start event, severity, decided by a court)
_GROUNDS: Mapping[str, tuple[str, int | None, str | None, str, bool]] = {
    "26.4": ("СРОК", 3, "ВСТУПЛЕНИЕ_В_СИЛУ", "АДМИНИСТРАТИВНОЕ", False),
    "26.8": ("СРОК", 3, "ВЫЕЗД", "МИГРАЦИОННОЕ", False),
    "26.11": ("СРОК", 5, "ВСТУПЛЕНИЕ_В_СИЛУ", "АДМИНИСТРАТИВНОЕ", False),
    "27.2": ("СРОК", 5, "ВЫДВОРЕНИЕ", "АДМИНИСТРАТИВНОЕ", True),
    "27.2.1": ("СРОК", 10, "ВЫДВОРЕНИЕ", "АДМИНИСТРАТИВНОЕ", True),
    "27.3": ("ДО_УСЛОВИЯ", None, None, "УГОЛОВНОЕ", True),
    "27.7": ("БЕССРОЧНО", None, None, "МИГРАЦИОННОЕ", False),
    "27.12": ("СРОК", 3, "ВЫЕЗД", "МИГРАЦИОННОЕ", False),
    "27.14": ("СРОК", 10, "ВЫЕЗД", "МИГРАЦИОННОЕ", False),
    "26.2": ("ДАТЫ", 1, None, "АДМИНИСТРАТИВНОЕ", False),
}


def make_card(chance: random.Random, serial: int, citizenship: str) -> Card:
    """Return one card; numbers follow `serial`, all else the seed."""
    point = chance.choice(sorted(_GROUNDS))
    kind, years, event, severity, court = _GROUNDS[point]
    year, month, day = chance.randint(2022, 2026), chance.randint(1, 10), chance.randint(1, 28)
    waits = event in {"ВЫЕЗД", "ВЫДВОРЕНИЕ"} and chance.random() < 0.3
    start = None if waits or kind in {"БЕССРОЧНО", "ДО_УСЛОВИЯ"} else f"{day:02d}.{month:02d}.{year}"
    return Card(
        number=f"RU-2026-{serial:06d}",
        revision=1,
        status="ОЖИДАЕТ_НАЧАЛА" if waits else "ДЕЙСТВУЕТ",
        citizenship=citizenship,
        person=make_person(chance, serial),
        points=(point, "26.1") if chance.random() < 0.1 else (point,),
        kind=kind,
        years=None if kind == "ДАТЫ" else years,
        event=event,
        start=start,
        end=_end(start, years),
        severity=severity,
        court=court,
        decision_number=f"{chance.randint(1, 99)}/{serial}",
        decision_date=f"{day:02d}.{month:02d}.{year}",
        cause=None,
        moment="",
    )


def amend(card: Card, chance: random.Random) -> Card:
    """Return the next revision with another term: its start became known, or it was cut short."""
    if card.status == "ОЖИДАЕТ_НАЧАЛА" and card.years is not None:
        day = f"{chance.randint(1, 28):02d}.11."
        return _next(card, "НАЧАЛО_СРОКА", status="ДЕЙСТВУЕТ", start=f"{day}2026", end=_end(f"{day}2026", card.years))
    if card.kind == "СРОК" and card.start is not None:
        return _next(card, "ПЕРЕСМОТР", status="СОКРАЩЕН", years=1, end=_end(card.start, 1))
    start = card.start or card.decision_date
    end = f"31.12.{start[6:]}"
    return _next(card, "ПЕРЕСМОТР", status="СОКРАЩЕН", kind="ДАТЫ", event=None, start=start, end=end)


def lift(card: Card, chance: random.Random) -> Card:
    """Return the next revision: lifted."""
    return _next(card, chance.choice(["АМНИСТИЯ", "ОБЖАЛОВАНИЕ", "ПЕРЕСМОТР"]), status="СНЯТ")


def correct(card: Card, chance: random.Random) -> Card:
    """Return the next revision: a spelling corrected, or the whole annulled because it was another person."""
    if chance.random() < 0.2:
        return _next(card, "ЧУЖИЕ_ДАННЫЕ", status="АННУЛИРОВАН")
    family = f"{card.person.family}-Уточнённый"
    person = replace(card.person, family=family, family_latin=to_latin(family))
    return _next(card, "ИСПРАВЛЕНИЕ", person=person)


def _next(card: Card, cause: str, **changed: Any) -> Card:
    return replace(card, revision=card.revision + 1, cause=cause, **changed)


def to_xml(card: Card, more: Mapping[str, Any]) -> etree._Element:
    """Return the `EntryBan` element; `more` may have a free "text", and "unknown" for a field nobody knows."""
    law, _, point = card.points[0].partition(".")
    element = EB.EntryBan(
        EB.RegistryNumber(card.number),
        EB.Revision(str(card.revision)),
        EB.Status(card.status),
        EB.Direction("ВЪЕЗД"),
        EB.Decision(
            EB.Number(card.decision_number),
            EB.Date(card.decision_date),
            EB.Authority(EB.Name("Управление по вопросам миграции (учебное)"), EB.State("643")),
            EB.LegalBasis(EB.Law("114-ФЗ"), EB.Article(law), EB.Point(point), EB.State("643")),
            EB.CourtOrdered("true" if card.court else "false"),
        ),
        *[EB.Ground(point) for point in card.points],
        *([EB.Reason(EB.Ru(str(more["text"])))] if more.get("text") else []),
        EB.Severity(card.severity),
        _term(card),
        EB.Subject(*person_elements(card.person, card.citizenship)),
        EB.Action("ОТКАЗАТЬ_ВО_ВЪЕЗДЕ"),
        EB.AsOf(card.moment),
        EB.SourceSystem("Учебный учёт"),
    )
    if card.cause is not None:
        element.append(EB.Change(EB.Cause(card.cause), EB.On(card.moment[:10])))
    if more.get("unknown"):
        element.append(EB.Novelty("42"))
    return element


def _term(card: Card) -> etree._Element:
    term = EB.Term(EB.Kind(card.kind))
    if card.years is not None:
        term.append(EB.Years(str(card.years)))
    for name, value in (("StartEvent", card.event), ("From", card.start), ("To", card.end)):
        if value is not None:
            term.append(EB.make(name, value))
    if card.kind == "ДО_УСЛОВИЯ":
        term.append(EB.Condition(EB.Ru("до погашения или снятия судимости")))
    return term


def person_elements(person: Person, citizenship: str) -> list[etree._Element]:
    """Return the elements of a person."""
    elements = [
        PD.FamilyName(person.family),
        PD.FirstName(person.first),
        PD.Patronymic(person.patronymic or "-"),
        PD.FamilyNameLat(person.family_latin),
        PD.FirstNameLat(person.first_latin),
    ]
    if person.previous_family is not None:
        other = PD.OtherName(PD.Kind("ПРЕЖНЕЕ"), PD.Script("Cyrl"), PD.FamilyName(person.previous_family))
        elements.append(other)
    elements += [
        PD.BirthDate(person.birth),
        PD.BirthPlace(person.place),
        PD.Sex(person.sex),
        PD.Citizenship(PD.StateCode(citizenship)),
    ]
    if person.document_type is not None:
        elements.append(_document(person, citizenship))
    return elements


def _document(person: Person, state: str) -> etree._Element:
    document = PD.IdentityDocument(PD.TypeCode(person.document_type or "ИНОЙ"))
    if person.series_typed is not None:
        document.append(PD.Series(person.series_typed))
    document.append(PD.Number(person.number_typed or ""))
    document.append(PD.IssuingState(state))
    for name, day in (("IssueDate", person.issued), ("ExpiryDate", person.expires)):
        if day is not None:
            document.append(PD.make(name, day))
    return document


def facts(card: Card, issuer: str) -> dict[str, Any]:
    """Return a card on the active list as plain facts, each in one fixed form (README.md lists them)."""
    return {
        "ban_id": card.number,
        "revision": card.revision,
        "status": _FACTS_OF_STATUS[card.status],
        "issuer": issuer,
        **person_facts(card.person),
        "citizenship": [countries.parse_citizenship(card.citizenship)],
        "grounds": [f"RU-{point.replace('.', '-', 1)}" for point in card.points],
        "period_kind": _FACTS_OF_KIND[card.kind],
        "duration": None if card.years is None else f"P{card.years}Y",
        "start_event": None if card.event is None else _FACTS_OF_EVENT[card.event],
        "start_on": _iso(card.start),
        "end_on": _iso(card.end),
        "action": "refuse_entry",
        "decision_number": card.decision_number,
        "decision_date": _iso(card.decision_date),
    }


def person_facts(person: Person) -> dict[str, Any]:
    """Return what is told of a person, but for citizenship."""
    return {
        "surname": person.family,
        "given": person.first,
        "patronymic": person.patronymic,
        "surname_latin": person.family_latin,
        "given_latin": person.first_latin,
        "birth_date": person.birth,
        "sex": {"М": "M", "Ж": "F"}[person.sex],
        "document_type": None if person.document_type is None else _FACTS_OF_DOCUMENT[person.document_type],
        "document_series": person.series,
        "document_number": person.number,
    }


def pack(card: Card) -> dict[str, Any]:
    """Return a card as plain values."""
    return asdict(card)


def unpack(value: Mapping[str, Any]) -> Card:
    """Return the card that `pack` wrote."""
    return Card(**{**value, "person": Person(**value["person"]), "points": tuple(value["points"])})


def _end(start: str | None, years: int | None) -> str | None:
    """Return the last day of a term: the day before its anniversary."""
    if start is None or years is None:
        return None
    first = datetime.date(int(start[6:]), int(start[3:5]), int(start[:2]))
    return (first.replace(year=first.year + years) - datetime.timedelta(days=1)).strftime("%d.%m.%Y")


def _iso(written: str | None) -> str | None:
    return None if written is None else f"{written[6:]}-{written[3:5]}-{written[:2]}"
