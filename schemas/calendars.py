"""Calendars of working days as they come with the release, one file per state, seeded by `calendar_seed`.

The secretariat's own changes are later versions in the register of the hub, not here.
"""

import functools
from collections.abc import Mapping
from typing import Any

from schemas import documents, files
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
    return documents.load(sorted(FOLDER.glob("[A-Z][A-Z].json")), named_by="state", check=check)


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(FOLDER / "calendar.schema.json")
