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

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hub.core import traits
from hub.core.errors import Fault
from hub.core.record_objects import Objects, objects

GATED_FAMILIES = frozenset({"readmission", "citizenship-check"})  # they ask the state of origin: a minor waits
PASSING = frozenset(  # they take back
    {
        *("readmission-withdrawal", "transit-withdrawal", "citizenship-check-withdrawal"),
        *("readmission-return", "correction-notice"),
    }
)


class Reason(StrEnum):
    """Why a person is protected. It never leaves the member's site."""

    ASYLUM_CLAIM = "asylum-claim"
    REFUGEE_STATUS = "refugee-status"
    TRAFFICKING_VICTIM = "trafficking-victim"
    UNACCOMPANIED_MINOR = "unaccompanied-minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the member's register says of a record's traits: whether a mark stands, whether an officer cleared it."""

    marked: bool = False
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What shows without a mark that a record has to wait: the age of majority, the codes of refugees."""

    majority: int
    refugee_codes: frozenset[str]


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


def discloses(parts: Objects, rules: Rules) -> bool:
    """Say whether a record shows by itself that a person is a refugee, wherever in it a nationality stands."""
    return any(
        nationality.get("code") in rules.refugee_codes
        for _, block in parts
        if "nationalities" in block
        for nationality in traits.items(block, "nationalities")
        if isinstance(nationality.get("code"), str)
    )


def concerns_minor(parts: Objects, on: date, majority: int) -> bool:
    """Say whether a person in the record is, or may be, under age on a day."""
    return any(_is_minor(traits.birth_of(person), on, majority) for person in traits.persons(parts))


def _is_minor(born: Mapping[str, int], on: date, majority: int) -> bool:
    """Say whether somebody born then may be under age: where the day is not known, the last possible one counts."""
    if "year" not in born:
        return False
    month, day = (12, 31) if "last" in born else (born.get("month", 12), born.get("day", 31))
    grown = (born.get("last", born["year"]) + majority, month, day)
    return (on.year, on.month, on.day) < grown


def is_blocked(
    kind: str, family: str, record: Mapping[str, Any], standing: Standing, on: date, *, rules: Rules
) -> bool:
    """Say whether a gated record may not be signed now.

    Args:
        kind: the record's type.
        family: the family of the type.
        record: the record.
        standing: what the member's register says of it.
        on: today at the member's site.
        rules: what holds a record back without a mark.
    """
    if kind in PASSING:
        return False
    if standing.marked:
        return True
    parts = objects(record)
    waits = discloses(parts, rules) or (family in GATED_FAMILIES and concerns_minor(parts, on, rules.majority))
    return waits and not standing.cleared


def check_at_hub(kind: str, family: str, parts: Objects, on: date, *, rules: Rules) -> tuple[list[Fault], list[Fault]]:
    """Return errors and warnings for what the hub can see: what a record discloses, and that it concerns a minor.

    `parts` are the objects of the record.
    """
    if kind in PASSING:
        return [], []
    if discloses(parts, rules):
        return [REVIEW], []
    return [], [MINOR] if family in GATED_FAMILIES and concerns_minor(parts, on, rules.majority) else []
