"""Endings of versions of record types: from when a newer one is to be sent, and the last day, each with its source.

schemas/endings/endings.json     what was announced; a version that is not there does not end
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from schemas import catalogue, documents, files
from schemas.validator import Validator
from schemas.violation import Violation

FOLDER = files.ROOT / "endings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """When a version is no longer to be chosen, its last day (None: none was set), who decided it by language."""

    deprecated_on: date
    ends_on: date | None
    source: Mapping[str, str]


def check(document: Any) -> list[Violation]:
    """Return what is wrong with the endings; empty when they fit their schema and end what there is.

    Raises:
        CatalogueFileError: the schema cannot be read.
    """
    return _validator().validate(document) or list(_check_whole(document))


@functools.cache
def load() -> Mapping[tuple[str, str], Ending]:
    """Return the endings by record type and version.

    Raises:
        CatalogueFileError: they cannot be read, or are wrong.
    """
    path = FOLDER / "endings.json"
    document = files.read(path)
    if violations := check(document):
        raise files.CatalogueFileError(path, f"{violations[0].pointer} {violations[0].code}")
    return MappingProxyType({(each["type"], each["version"]): _ending(each) for each in document["endings"]})


def _ending(said: Mapping[str, Any]) -> Ending:
    last = said["ends_on"]
    return Ending(
        deprecated_on=date.fromisoformat(said["deprecated_on"]),
        ends_on=None if last is None else date.fromisoformat(last),
        source=MappingProxyType(dict(said["source"])),
    )


def _check_whole(document: Mapping[str, Any]) -> Iterator[Violation]:
    seen: set[tuple[str, str]] = set()
    known = {(each.name, each.version) for each in catalogue.load().record_types()}
    newest = dict(sorted(known, key=_order))
    for place, each in enumerate(document["endings"]):
        named = (each["type"], each["version"])
        if named not in known or named in seen or newest[each["type"]] == each["version"]:
            yield _named(place)
        seen.add(named)
        if each["ends_on"] is not None and each["ends_on"] < each["deprecated_on"]:
            yield _turned(place)


def _order(named: tuple[str, str]) -> tuple[str, list[int]]:
    return named[0], [int(part) for part in named[1].split(".")]


def _named(place: int) -> Violation:
    return Violation(
        pointer=f"/endings/{place}/version",
        code="ending-version",
        ru="Такой версии нет, она последняя или уже названа. Закончиться может версия, после которой есть другая.",
        en="There is no such version, it is the newest, or was named before. What ends has a newer one after it.",
    )


def _turned(place: int) -> Violation:
    return Violation(
        pointer=f"/endings/{place}/ends_on",
        code="ending-turned",
        ru="Версия заканчивается раньше, чем перестаёт рекомендоваться. Исправьте даты.",
        en="The version ends before it is deprecated. Mend the dates.",
    )


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(FOLDER / "endings.schema.json")
