"""Calendars of working days as they come with the release, one file per state, seeded by `calendar_seed`.

The secretariat's own changes are later versions in the register of the hub, not here.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from schemas import codes, files, resolution, validator
from schemas.validator import Validator
from schemas.violation import Violation

FOLDER = files.ROOT / "calendars"


def check(document: Any) -> list[Violation]:
    """Return what is wrong with a calendar; empty when it fits its schema.

    Raises:
        CatalogueFileError: the schema of calendars cannot be read.
    """
    return _validator().validate(document)


@functools.cache
def load() -> Mapping[str, dict[str, Any]]:
    """Read the calendars, by state (alpha-2).

    Raises:
        CatalogueFileError: a calendar cannot be read, or does not fit its schema.
    """
    documents = {}
    for path in sorted(FOLDER.glob("[A-Z][A-Z].json")):
        document = files.read(path)
        violations = check(document)
        if violations:
            raise files.CatalogueFileError(path, f"{violations[0].pointer} {violations[0].code}")
        if document["state"] != path.stem:
            raise files.CatalogueFileError(path, "another state's calendar")
        documents[path.stem] = document
    return MappingProxyType(documents)


@functools.cache
def _validator() -> Validator:
    lists = codes.load()
    schema = files.read(FOLDER / "calendar.schema.json")
    return validator.make(resolution.with_codes(schema, lists), resolution.parts(lists))
