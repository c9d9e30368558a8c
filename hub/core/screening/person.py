"""A person as the screening compares it: name keys, date of birth, numbers, all in one spelling.

Both who is asked about and who is in the register are described by the same function, so that they can be compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.identity import document_number, name_parts, national_identifier
from hub.core.screening import birth
from hub.core.screening.birth import Birth

_LEAST_IDENTIFIER = 4  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One part of a name: its keys, and `weak` ones that relatives' or reformed spellings of it would have.

    `is_patronymic`: it was given as one; a patronymic is often left out.
    """

    keys: frozenset[str]
    weak: frozenset[str]
    is_patronymic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: series and number in one, all it can be found by, and who issued it (alpha-3, or empty)."""

    number: str
    spellings: frozenset[str]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A person. Each name is a tuple of tokens, of one spelling; `identifiers` are (scheme, value)."""

    names: tuple[tuple[Token, ...], ...]
    birth: Birth | None
    sex: str
    nationalities: frozenset[str]
    documents: tuple[Document, ...]
    identifiers: frozenset[tuple[str, str]]


def describe(person: Mapping[str, Any]) -> Described:
    """Describe a person block (schemas/shared/person.json), validated before; every member of it may be missing."""
    names = dict.fromkeys(tuple(_tokens(name)) for name in person.get("names", ()))
    return Described(
        names=tuple(name for name in names if name),
        birth=birth.read(person.get("birth", {}).get("date")),
        sex=person.get("sex", "U"),
        nationalities=frozenset(each["code"] for each in person.get("nationalities", ()) if "until" not in each),
        documents=tuple(_document(each) for each in person.get("documents", ())),
        identifiers=frozenset(_identifiers(person)),
    )


def _tokens(name: Mapping[str, Any]) -> Iterator[Token]:
    """Yield the parts of a name. The first word of a surname or a given name is no patronymic, whatever its ending."""
    for member in ("surname", "given", "patronymic"):
        for place, part in enumerate(name_parts.parts(name.get(member, ""))):
            is_patronymic = member == "patronymic" or (part.is_patronymic and place > 0)
            yield Token(keys=part.keys, weak=part.weak, is_patronymic=is_patronymic)


def _document(document: Mapping[str, Any]) -> Document:
    number, series = document["number"], document.get("series", "")
    return Document(
        number=document_number.whole(number, series),
        spellings=frozenset(document_number.spellings(number, series)),
        state=document.get("issuing_state", ""),
    )


def _identifiers(person: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for each in person.get("identifiers", ()):
        value = national_identifier.normalise(each["value"])
        if len(value) >= _LEAST_IDENTIFIER:
            yield each["scheme"], value
