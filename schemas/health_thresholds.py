"""Thresholds of the exchange's health: one file for the board, the alert rules of `deploy/`, and the notices.

schemas/health/thresholds.json     objective, and for each measure its metric, bounds, what to do
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from schemas import documents, files
from schemas.validator import Validator
from schemas.violation import Violation

FOLDER = files.ROOT / "health"


def check(document: Any) -> list[Violation]:
    """Return what is wrong with the thresholds; empty when they fit their schema and warn before they are bad.

    Raises:
        CatalogueFileError: the schema cannot be read.
    """
    return _validator().validate(document) or [
        _turned(place) for place, each in enumerate(document["measures"]) if not _warns_first(each)
    ]


@functools.cache
def load() -> Mapping[str, Any]:
    """Return the thresholds.

    Raises:
        CatalogueFileError: they cannot be read, or are wrong.
    """
    path = FOLDER / "thresholds.json"
    document = files.read(path)
    violations = check(document)
    if violations:
        raise files.CatalogueFileError(path, f"{violations[0].pointer} {violations[0].code}")
    return MappingProxyType(document)


def _warns_first(measure: Mapping[str, Any]) -> bool:
    warn, bad = measure["warn"], measure["bad"]
    return bool(bad < warn if measure["falls"] else warn < bad)


def _turned(place: int) -> Violation:
    return Violation(
        pointer=f"/measures/{place}/bad",
        code="threshold-turned",
        ru="Красный порог раньше жёлтого. Поменяйте их местами или исправьте falls.",
        en="The bad bound comes before the warning. Swap them, or mend falls.",
    )


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(FOLDER / "thresholds.schema.json")
