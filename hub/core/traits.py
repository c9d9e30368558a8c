"""By what the protection register knows the records of a person or of a case: traits, compared by equality alone.

The register keeps blind tokens, so that likeness has to be made of things that are equal. It finds at least whom the
screening finds, and rather too many: somebody who is held back wrongly waits for an officer, somebody who is let go
wrongly cannot be called back.

    certain   the case or ban, the whole number of a document, an identifier
    alike     a number without its series, or in another scheme
              one part of the name, or its beginning, and the day of birth or a short number
              two parts of the name (its only one), and a birth date that may be the same, or is not known

A part of a name is known by its keys, its stem, and these less one letter or two.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from hub.core.identity import document_number, name_parts, national_identifier
from hub.core.record_objects import Objects, objects

_MOST_PARTS = 40  # of a name; no lawful one has as many
_LEAST_NUMBER, _LEAST_SHORT = 7, 4  # characters of a number that is looked for alone, and with a name
_LONGEST_RANGE = 10  # years; a longer range is as good as no date
_BEGINNING = 4  # letters
_SPARED = ((4, 40), (8, 16))  # the lengths of keys that are also looked for less one letter, and less two


class TraitKind(StrEnum):
    """By what a mark finds the records of a person."""

    SUBJECT = "subject"
    DOCUMENT = "document"
    IDENTIFIER = "identifier"
    NUMBER = "number"
    SHORT = "short"
    NAME = "name"
    BEGINNING = "beginning"
    DAY = "day"
    YEAR = "year"
    ANNIVERSARY = "anniversary"
    UNDATED = "undated"
    SINGLE = "single"


CERTAIN = frozenset({TraitKind.SUBJECT, TraitKind.DOCUMENT, TraitKind.IDENTIFIER})
TELLING = CERTAIN | {TraitKind.NAME}  # without any of these, a mark would find nobody


@dataclass(frozen=True, slots=True, order=True)
class Trait:
    """Something by which a record of the same person, or of the same case, is known."""

    kind: TraitKind
    value: str


UNDATED, SINGLE = Trait(TraitKind.UNDATED, ""), Trait(TraitKind.SINGLE, "")
ALWAYS = frozenset({UNDATED, SINGLE})  # asked of every mark: what it leaves open

Name = tuple[frozenset[Trait], ...]  # the traits of each part


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    names: tuple[Name, ...]
    born: frozenset[Trait]


def traits(subject: str | None, record: Mapping[str, Any]) -> set[Trait]:
    """Return by what a record may be known as one about the same person or case."""
    found = set() if subject is None else {Trait(TraitKind.SUBJECT, subject)}
    parts = objects(record)
    for _, block in parts:
        found.update(_references(block))
        found.update(_numbers(block))
    for person in map(_describe, persons(parts)):
        found.update(person.born)
        for name in person.names:
            found.update(*name, {SINGLE} if len(name) == 1 else ())
    return found


def is_certain(matched: Set[Trait]) -> bool:
    """Say whether a mark with these traits of a record in common is about the same person or case for certain."""
    return any(each.kind in CERTAIN for each in matched)


def is_alike(record: Mapping[str, Any], matched: Set[Trait]) -> bool:
    """Say whether a mark with these traits of a record in common may be about somebody in the record."""
    kinds = {each.kind for each in matched}
    described = map(_describe, persons(objects(record)))
    return TraitKind.NUMBER in kinds or any(_may_be(person, matched, kinds) for person in described)


def _may_be(person: _Person, matched: Set[Trait], kinds: Set[TraitKind]) -> bool:
    if kinds & {TraitKind.DAY, TraitKind.SHORT} and kinds & {TraitKind.NAME, TraitKind.BEGINNING}:
        return True
    near = UNDATED in person.born or kinds & {TraitKind.YEAR, TraitKind.ANNIVERSARY, TraitKind.UNDATED}
    return bool(near) and any(_is_named(name, matched) for name in person.names)


def _is_named(name: Name, matched: Set[Trait]) -> bool:
    found = sum(any(each.kind is TraitKind.NAME for each in part & matched) for part in name)
    return found >= (1 if SINGLE in matched else min(2, len(name)))


def persons(parts: Objects) -> Iterator[Mapping[str, Any]]:
    """Yield every person block among the objects of a record."""
    return (block for _, block in parts if "names" in block)


def items(block: Mapping[str, Any], member: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a list of a block; none where it is no list."""
    value = block.get(member)
    yield from (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def own_ids(record: Mapping[str, Any]) -> list[str]:
    """Return the ids that a record bears itself: of its case, its ban, its check."""
    return [each.value for each in _references(record)]


def _references(block: Mapping[str, Any]) -> Iterator[Trait]:
    for member, value in block.items():
        if isinstance(value, str) and value and (member.endswith("_id") or member == "case_number"):
            yield Trait(TraitKind.SUBJECT, value)


def _numbers(block: Mapping[str, Any]) -> Iterator[Trait]:
    """Yield the traits of the documents and identifiers in a block; a document may also stand for itself in it."""
    alone = block.get("document")
    for document in (*items(block, "documents"), *([alone] if isinstance(alone, Mapping) else [])):
        number, series = str(document.get("number", "")), str(document.get("series", ""))
        whole = document_number.whole(number, series)
        yield from _spelled(TraitKind.DOCUMENT, document_number.folded(whole), whole)
        for spelling in document_number.spellings(whole, number if series else ""):
            yield from _number(spelling)
        yield from _number(document_number.folded(document_number.normalise(number)))
    for identifier in items(block, "identifiers"):
        value = document_number.folded(national_identifier.normalise(str(identifier.get("value", ""))))
        yield from _spelled(TraitKind.IDENTIFIER, f"{identifier.get('scheme')}:{value}", value)
        yield from _number(document_number.folded(document_number.normalise(value)))


def _spelled(kind: TraitKind, value: str, told: str) -> Iterator[Trait]:
    if told:
        yield Trait(kind, value)


def _number(spelling: str) -> Iterator[Trait]:
    if len(spelling) >= _LEAST_SHORT:
        yield Trait(TraitKind.NUMBER if len(spelling) >= _LEAST_NUMBER else TraitKind.SHORT, spelling)


def _describe(person: Mapping[str, Any]) -> _Person:
    names = (tuple(_parts(each)) for each in items(person, "names"))
    return _Person(names=tuple(name for name in names if name), born=frozenset(_born(birth_of(person))))


def _parts(name: Mapping[str, Any]) -> Iterator[frozenset[Trait]]:
    """Yield the traits of each part of a name but the father's; those of the father's name where there is no other."""
    told = [each for member in ("surname", "given") if isinstance(each := name.get(member), str)]
    found = [part for each in told for part in name_parts.parts(each)]
    own = [part for part in found if not part.is_patronymic] or found
    yield from (frozenset(_spellings(part.keys | part.weak | part.variants)) for part in own[:_MOST_PARTS] if part.keys)


def _spellings(keys: Set[str]) -> Iterator[Trait]:
    for key in keys:
        yield Trait(TraitKind.NAME, key)
        yield Trait(TraitKind.BEGINNING, key[:_BEGINNING])
        for spared, (least, most) in enumerate(_SPARED, start=1):
            if least <= len(key) <= most:
                for left in combinations(key, len(key) - spared):
                    yield Trait(TraitKind.NAME, "".join(left))


def birth_of(person: Mapping[str, Any]) -> Mapping[str, int]:
    """Return what is known of a birth date: whole numbers for year, month and day, `last` of a range."""
    birth = person.get("birth")
    day = birth.get("date") if isinstance(birth, Mapping) else None
    if not isinstance(day, Mapping):
        return {}
    known = {member: part for member, part in day.items() if type(part) is int}
    until = day.get("until")
    last = until.get("year") if isinstance(until, Mapping) else None
    if day.get("qualifier") == "circa" and "year" in known:
        last = known["year"] + 1
    return {**known, "last": last} if type(last) is int else known


def _born(known: Mapping[str, int]) -> Iterator[Trait]:
    """Yield the traits of a birth date. A year reaches into its neighbours: years are misread, and known about."""
    first = known.get("year")
    last = known.get("last", first)
    if first is None or last is None or not 0 <= last - first <= _LONGEST_RANGE:
        yield UNDATED
        return
    yield from (Trait(TraitKind.YEAR, str(year)) for year in range(first - 1, last + 2))
    if {"month", "day"} <= known.keys():
        yield Trait(TraitKind.DAY, f"{first}-{known['month']}-{known['day']}")
        yield Trait(TraitKind.ANNIVERSARY, f"{known['month']}-{known['day']}")
