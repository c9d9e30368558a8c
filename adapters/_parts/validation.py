"""The last look at a mapped record before it leaves: the schema of its type."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters._parts.faults import Fault, MappingError
from schemas import catalogue


def check(type_: str, version: str, record: Mapping[str, Any], place_of: Callable[[str], str]) -> None:
    """Hold a record against its schema; `place_of` turns a JSON pointer into a place of the national form.

    Raises:
        MappingError: the record does not fit.
    """
    violations = catalogue.load().validate(type_, version, record)
    if violations:
        raise MappingError(
            Fault(code=violation.code, place=place_of(violation.pointer), ru=violation.ru, en=violation.en)
            for violation in violations
        )
