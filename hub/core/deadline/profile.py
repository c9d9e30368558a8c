"""A deadline profile: the terms of an agreement, each with its start, its acting authority, its effect and its source.

Profiles are data (`schemas/deadline_profiles`); what they say is said there, with a source for every term.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.term import Term, Unit


class Moment(StrEnum):
    """Which moment of an event starts a clock."""

    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    FACT = "fact"


class Expiry(StrEnum):
    """What comes about when a term ends and nobody acted; the codes of `deadline-expiries`."""

    DEEMED_ACCEPTED = "deemed-accepted"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    OUT_OF_TIME = "out-of-time"
    REMIND = "remind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Records of a type whose members have these values."""

    type: str
    where: Mapping[str, str]

    def covers(self, event: CaseEvent) -> bool:
        """Say whether the event is one of them."""
        return event.type == self.type and all(event.facts.get(name) == value for name, value in self.where.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """From which moment of which records a term is counted; `fact` is the record's member with the date."""

    match: Match
    moment: Moment
    fact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """So many units."""

    value: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One term of a profile.

    `titles` and `article` are Russian and English. `fallback` is the term after acceptance that stands in for a
    delivery that nobody proved, None where it is off; after `escalate` a missing delivery is told to people. `extended`
    is the term that `extension` records may extend it to, once.
    """

    name: str
    titles: tuple[str, str]
    term: Term
    procedures: frozenset[str]
    subject_classes: frozenset[str]
    states: frozenset[str]
    starts: tuple[Start, ...]
    fallback: Length | None
    escalate: Length | None
    acting: str
    met_by: tuple[Match, ...]
    stops: frozenset[str]
    extended: Length | None
    extension: str | None
    on_expiry: Expiry
    article: tuple[str, str]
    source: str

    def applies(self, opening: CaseEvent) -> bool:
        """Say whether a case that began so has this term."""
        facts = opening.facts
        fits = not self.procedures or facts.get("procedure") in self.procedures
        return fits and (not self.subject_classes or facts.get("subject_class") in self.subject_classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The terms of an agreement; `verified` says whether every one was checked against its source.

    `valid_from` and `valid_until` are its first and last day; None: not known, or none.
    """

    id: str
    version: str
    verified: bool
    parameters: tuple[Parameter, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether the terms are those of a day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)


def from_json(document: Mapping[str, Any], titles: Mapping[str, tuple[str, str]]) -> Profile:
    """Read a profile that fits `schemas/deadline_profiles/profile.schema.json`.

    Args:
        document: the profile.
        titles: Russian and English title of every term (the code list `deadline-parameters`).
    """
    return Profile(
        id=document["id"],
        version=document["version"],
        verified=document["verified"],
        parameters=tuple(_parameter(each, titles[each["parameter"]]) for each in document["parameters"]),
        valid_from=_date(document["valid_from"]),
        valid_until=_date(document["valid_until"]),
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _parameter(value: Mapping[str, Any], titles: tuple[str, str]) -> Parameter:
    article = _bilingual(value["article"])
    fallback, extension = value.get("fallback"), value.get("extension")
    return Parameter(
        name=value["parameter"],
        titles=titles,
        term=Term(
            value=value["value"],
            unit=Unit(value["unit"]),
            article=article[0],
            rolls=value["rolls"],
            verified=value["verified"],
            before=value["count"] == "before",
        ),
        procedures=frozenset(value.get("procedures", ())),
        subject_classes=frozenset(value.get("subject_classes", ())),
        states=frozenset(value.get("states", ())),
        starts=tuple(_start(each) for each in value["start"]),
        fallback=_length(fallback) if fallback and fallback["enabled"] else None,
        escalate=_length(value["escalate"]) if "escalate" in value else None,
        acting=value["acting"],
        met_by=tuple(_match(each) for each in value["met_by"]),
        stops=frozenset(value["stops"]),
        extended=_length(extension) if extension else None,
        extension=extension["type"] if extension else None,
        on_expiry=Expiry(value["on_expiry"]),
        article=article,
        source=value["source"],
    )


def _bilingual(value: Mapping[str, str]) -> tuple[str, str]:
    """Return the text in both languages; one that is not there is the other."""
    either = next(iter(value.values()), "")
    return value.get("ru", either), value.get("en", either)


def _start(value: Mapping[str, Any]) -> Start:
    return Start(match=_match(value), moment=Moment(value["moment"]), fact=value.get("fact"))


def _match(value: Mapping[str, Any]) -> Match:
    return Match(type=value["type"], where=value.get("where", {}))


def _length(value: Mapping[str, Any]) -> Length:
    return Length(value=value["value"], unit=Unit(value["unit"]))
