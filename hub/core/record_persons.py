"""National identifiers in every person block of a record, whatever its type: what is odd about them.

An error refuses: a state's own authority copies its own citizens' numbers. What is odd about another state's number, or
says something else of its bearer than the record does, is a warning: see `national_identifier.severity`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hub.core.errors import Fault
from hub.core.identity import national_identifier
from hub.core.identity.national_identifier import Finding, Severity
from hub.core.record_objects import Objects


def check(parts: Objects, *, state: str) -> Iterator[tuple[Fault, Severity]]:
    """Yield what is odd about the identifiers of persons among the objects of a record that fits its schema.

    `state` is the sender's (alpha-2), empty if it is of none: that authority's own numbers have to be right.
    """
    for pointer, node in parts:
        if "identifiers" in node and isinstance(node["identifiers"], list):
            yield from check_person(node, pointer, state=state)


def check_person(person: Mapping[str, Any], pointer: str, *, state: str) -> Iterator[tuple[Fault, Severity]]:
    """Yield what is odd about the identifiers of one person that stands at `pointer`."""
    born, sex = _day(person.get("birth", {})), person.get("sex")
    for place, each in enumerate(person.get("identifiers", ())):
        scheme, value = each["scheme"], national_identifier.normalise(each["value"])
        own = scheme.startswith(f"{state}-")
        for finding in national_identifier.check(scheme, value, birth=born, sex=sex):
            severity = national_identifier.severity(scheme, finding, own=own)
            yield replace(_FAULTS[finding], pointer=f"{pointer}/identifiers/{place}/value"), severity


def _day(birth: Mapping[str, Any]) -> date | None:
    born = birth.get("date", birth)
    if born.keys() != {"year", "month", "day"}:
        return None
    try:
        return date(born["year"], born["month"], born["day"])
    except ValueError:
        return None


_FAULTS: Mapping[Finding, Fault] = {
    Finding.FORM: Fault(
        pointer="",
        code="identifier-form",
        ru="Персональный номер построен не так, как номера этого вида. Сверьте с документом.",
        en="The identifier is not built as those of its scheme. Compare with the document.",
    ),
    Finding.CHECK_DIGIT: Fault(
        pointer="",
        code="identifier-check-digit",
        ru="Контрольная цифра персонального номера не сходится. Сверьте с документом.",
        en="The identifier's check digit is wrong. Compare with the document.",
    ),
    Finding.NEVER_ISSUED: Fault(
        pointer="",
        code="identifier-never-issued",
        ru="Такие персональные номера не выдаются. Сверьте с документом.",
        en="Such identifiers are never issued. Compare with the document.",
    ),
    Finding.BIRTH_DATE: Fault(
        pointer="",
        code="identifier-birth-date",
        ru="Персональный номер указывает на другую дату рождения. Сверьте с документом.",
        en="The identifier says another date of birth. Compare with the document.",
    ),
    Finding.SEX: Fault(
        pointer="",
        code="identifier-sex",
        ru="Персональный номер указывает на другой пол. Сверьте с документом.",
        en="The identifier says another sex. Compare with the document.",
    ),
}
