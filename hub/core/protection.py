"""Protection before exchange: what has to be known of a record before anybody signs it.

A pending asylum claim, refugee status, a suspected victim of trafficking and an unaccompanied minor block a record
until a protection officer of the member releases it. The reason stays at the member's site: the refusal says that a
review is needed, and nothing of why. The hub sees no such reason; it sees what a record itself discloses, and refuses
that.

Records come here before they are checked against their schemas, so nothing is taken for granted of their shape.

    marks of the member's register ─┐
    what the record discloses ──────┼──> blocked, or not; always in the same words
    a minor, not cleared yet ───────┘
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hub.core.errors import Fault
from hub.core.identity import name_key

MAJORITY = 18
REFUGEE_CODES = frozenset({"XXB", "XXC"})  # ICAO Doc 9303: a refugee, by the 1951 Convention or otherwise
GATED_FAMILIES = frozenset({"readmission", "citizenship-check"})  # they ask the state of origin about a person
PASSING = frozenset({"readmission-withdrawal", "readmission-return", "correction-notice"})  # they take back
PERSON_MEMBERS = frozenset({"names", "documents", "identifiers", "birth", "nationalities"})
MAX_DEPTH = 32


class Reason(StrEnum):
    """Why a person is protected. It never leaves the member's site."""

    ASYLUM_CLAIM = "asylum-claim"
    REFUGEE_STATUS = "refugee-status"
    TRAFFICKING_VICTIM = "trafficking-victim"
    UNACCOMPANIED_MINOR = "unaccompanied-minor"


class TraitKind(StrEnum):
    """By what a mark finds the records of a person."""

    SUBJECT = "subject"
    DOCUMENT = "document"
    IDENTIFIER = "identifier"
    PERSON = "person"


@dataclass(frozen=True, slots=True, order=True)
class Trait:
    """Something by which a record of the same person, or of the same case, is known."""

    kind: TraitKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the member's register says of a record's traits: whether a mark stands, whether an officer cleared it."""

    marked: bool = False
    cleared: bool = False


REVIEW = Fault(
    pointer="",
    code="review-required",
    ru="Запись не подписана: до передачи её проверяет уполномоченный сотрудник вашего органа. Обратитесь к нему.",
    en="The record is not signed: an officer of your authority has to review it first. Turn to that officer.",
)
MINOR = Fault(
    pointer="",
    code="minor-concerned",
    ru="Запись касается несовершеннолетнего. Убедитесь, что проверка уполномоченным сотрудником проведена.",
    en="The record concerns a minor. Make sure that the review by the officer in charge was made.",
)


def is_gated(kind: str, *, person_data: bool) -> bool:
    """Say whether records of a type wait for the gate: those with data on persons that do not take something back."""
    return person_data and kind not in PASSING


def traits(subject: str | None, record: Mapping[str, Any]) -> set[Trait]:
    """Return by what a record may be known as one about the same person or case."""
    found = set() if subject is None else {Trait(TraitKind.SUBJECT, subject)}
    for person in persons(record):
        found.update(_traits_of(person))
    return found


def persons(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield every person block in a record, however deep it stands."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        if "names" in value and value.keys() & (PERSON_MEMBERS - {"names"}):
            yield value
        for child in value.values():
            yield from persons(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            yield from persons(child, depth + 1)


def _items(person: Mapping[str, Any], member: str) -> Iterator[Mapping[str, Any]]:
    value = person.get(member)
    yield from (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def _traits_of(person: Mapping[str, Any]) -> Iterator[Trait]:
    for document in _items(person, "documents"):
        yield Trait(TraitKind.DOCUMENT, plain(f"{document.get('series', '')}{document.get('number', '')}"))
    for identifier in _items(person, "identifiers"):
        yield Trait(TraitKind.IDENTIFIER, f"{identifier.get('scheme')}:{plain(str(identifier.get('value')))}")
    born = _birth(person)
    if {"year", "month", "day"} <= born.keys():
        for name in _items(person, "names"):
            for key in _keys(name.get("surname")):
                day = f"{born['year']}-{born['month']}-{born['day']}"
                yield Trait(TraitKind.PERSON, f"{key} {_initial(name.get('given'))} {day}")


def plain(text: str) -> str:
    """Return one spelling of a number: letters and digits, in upper case, Cyrillic look-alikes as Latin letters."""
    return "".join(each for each in text.upper().translate(_LOOK_ALIKES) if each.isalnum())


_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def _keys(name: object) -> frozenset[str]:
    return (
        frozenset().union(*(name_key.keys(token) for token in name.split())) if isinstance(name, str) else frozenset()
    )


def _initial(given: object) -> str:
    """Return the first key's first letter of a given name: spellings of the rest differ too much to be relied on."""
    return min((key[:1] for key in _keys(given)), default="")


def _birth(person: Mapping[str, Any]) -> Mapping[str, int]:
    """Return what is known of a birth date: whole numbers for year, month and day."""
    birth = person.get("birth")
    day = birth.get("date") if isinstance(birth, Mapping) else None
    return {name: part for name, part in day.items() if type(part) is int} if isinstance(day, Mapping) else {}


def discloses(record: Mapping[str, Any]) -> bool:
    """Say whether a record shows by itself that a person is a refugee."""
    return any(
        nationality.get("code") in REFUGEE_CODES
        for person in persons(record)
        for nationality in _items(person, "nationalities")
    )


def concerns_minor(record: Mapping[str, Any], on: date) -> bool:
    """Say whether a person in the record is, or may be, under age on a day."""
    return any(_is_minor(_birth(person), on) for person in persons(record))


def _is_minor(born: Mapping[str, int], on: date) -> bool:
    """Say whether somebody born then may be under age: where the day is not known, the last possible one counts."""
    if "year" not in born:
        return False
    grown = (born["year"] + MAJORITY, born.get("month", 12), born.get("day", 31))
    return (on.year, on.month, on.day) < grown


def is_blocked(kind: str, family: str, record: Mapping[str, Any], standing: Standing, on: date) -> bool:
    """Say whether a gated record may not be signed now.

    Args:
        kind: the record's type.
        family: the family of the type.
        record: the record.
        standing: what the member's register says of it.
        on: today at the member's site.
    """
    if kind in PASSING:
        return False
    if standing.marked:
        return True
    asks = family in GATED_FAMILIES and (discloses(record) or concerns_minor(record, on))
    return asks and not standing.cleared


def check_at_hub(kind: str, family: str, record: Mapping[str, Any], on: date) -> tuple[list[Fault], list[Fault]]:
    """Return errors and warnings for what the hub can see: what a record discloses, and that it concerns a minor."""
    if family not in GATED_FAMILIES or kind in PASSING:
        return [], []
    if discloses(record):
        return [REVIEW], []
    return [], [MINOR] if concerns_minor(record, on) else []
