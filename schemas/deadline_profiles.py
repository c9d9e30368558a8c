"""Deadline profiles: the terms of agreements as data, each with its source and whether it was checked there.

An agreement names its profile by `deadline_profile`. One that was not wholly checked against its source only reminds.
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from schemas import documents, files
from schemas.validator import Validator
from schemas.violation import Violation

FOLDER = files.ROOT / "deadline_profiles"
_FOR = ("procedures", "subject_classes", "states")


def check(document: Any) -> list[Violation]:
    """Return what is wrong with a profile; empty when it fits its schema and holds together.

    Raises:
        CatalogueFileError: the schema of profiles cannot be read.
    """
    return _validator().validate(document) or list(_check_whole(document))


@functools.cache
def load() -> Mapping[str, dict[str, Any]]:
    """Read the profiles, by id.

    Raises:
        CatalogueFileError: a profile cannot be read, or is wrong.
    """
    paths = (path for path in sorted(FOLDER.glob("*.json")) if not path.name.endswith(".schema.json"))
    return documents.load(paths, named_by="id", check=check)


def _check_whole(document: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what no schema can say: of one thing two terms, a count back from no date, a wrong claim to be verified."""
    seen: set[tuple[Any, ...]] = set()
    for place, each in enumerate(document["parameters"]):
        pointer = f"/parameters/{place}"
        name = (each["parameter"], *(tuple(sorted(each.get(member, ()))) for member in _FOR))
        if name in seen:
            yield _repeated(pointer)
        seen.add(name)
        dated = all(begin["moment"] == "fact" for begin in each["start"])
        if each["count"] == "before" and not dated:
            yield _undated(pointer)
    if document["verified"] != all(each["verified"] for each in document["parameters"]):
        yield _unverified("/verified")


def _repeated(pointer: str) -> Violation:
    return Violation(
        pointer=pointer,
        code="term-repeated",
        ru="Такой срок в профиле уже есть. Оставьте один или разделите их по процедурам, категориям, государствам.",
        en="The profile has such a term already. Keep one, or part them by procedures, classes or states.",
    )


def _undated(pointer: str) -> Violation:
    return Violation(
        pointer=pointer,
        code="term-undated",
        ru="Срок считается назад, но не от даты. Укажите поле записи с датой события.",
        en="The term is counted back, but from no date. Name the record's member with the event's date.",
    )


def _unverified(pointer: str) -> Violation:
    return Violation(
        pointer=pointer,
        code="profile-unverified",
        ru="Профиль подтверждён тогда и только тогда, когда подтверждены все его сроки. Исправьте отметку.",
        en="A profile is verified if and only if all its terms are. Correct the mark.",
    )


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(FOLDER / "profile.schema.json")
