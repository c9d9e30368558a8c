"""A person as the screening compares it: name keys, date of birth, numbers, all in one spelling.

Both who is asked about and who is in the register are described by the same function, so that they can be compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.identity import document_number, name_parts, national_identifier
from hub.core.identity.name_parts import Part
from hub.core.screening import birth
from hub.core.screening.birth import Birth

_LEAST_IDENTIFIER = 4  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: series and number in one, all it can be found by, and who issued it (alpha-3, or empty)."""

    number: str
    spellings: frozenset[str]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A person. Each name is a tuple of its parts, in one spelling; `identifiers` are (scheme, value)."""

    names: tuple[tuple[Part, ...], ...]
    birth: Birth | None
    sex: str
    nationalities: frozenset[str]
    documents: tuple[Document, ...]
    identifiers: frozenset[tuple[str, str]]


def describe(person: Mapping[str, Any]) -> Described:
    """Describe a person block (schemas/shared/person.json), validated before; every member of it may be missing."""
    names = dict.fromkeys(_parts(name) for name in person.get("names", ()))
    return Described(
        names=tuple(name for name in names if name),
        birth=birth.read(person.get("birth", {}).get("date")),
        sex=person.get("sex", "U"),
        nationalities=frozenset(each["code"] for each in person.get("nationalities", ()) if "until" not in each),
        documents=tuple(_document(each) for each in person.get("documents", ())),
        identifiers=frozenset(_identifiers(person)),
    )


def _parts(name: Mapping[str, Any]) -> tuple[Part, ...]:
    return (
        *name_parts.parts(name.get("surname", "")),
        *name_parts.parts(name.get("given", "")),
        *name_parts.parts(name.get("patronymic", ""), is_father=True),
    )


def _document(document: Mapping[str, Any]) -> Document:
    number, series = document["number"], document.get("series", "")
    whole = document_number.whole(number, series)
    return Document(
        number=whole,
        spellings=document_number.spellings(whole, number if series else ""),
        state=document.get("issuing_state", ""),
    )


def _identifiers(person: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for each in person.get("identifiers", ()):
        value = national_identifier.normalise(each["value"])
        if len(value) >= _LEAST_IDENTIFIER:
            yield each["scheme"], value
