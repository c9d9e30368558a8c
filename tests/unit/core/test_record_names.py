"""Names as a machine-readable zone spells them, in whatever record they stand."""

from typing import Any

import pytest

from hub.core import record_names
from hub.core.record_objects import objects

PRIMARY = {"surname": "Тестов-Пробный", "given": "Образец", "script": "Cyrl", "role": "primary"}


def found(*names: dict[str, Any]) -> list[tuple[str, str]]:
    record = {"subject": {"names": list(names)}}
    return [(each.pointer, each.code) for each in record_names.check(objects(record))]


def zone(surname: str, given: str | None = "OBRAZETS", script: str = "Latn") -> dict[str, Any]:
    return {"surname": surname, "script": script, "role": "mrz", **({} if given is None else {"given": given})}


@pytest.mark.parametrize(
    "spelled",
    [
        zone("TESTOV PROBNYI"),
        zone("TESTOV", None),
        zone("ТЕСТОВ ПРОБНЫЙ", "ОБРАЗЕЦ", "Cyrl"),
        zone("TESTOW PROBNIY"),
    ],
)
def test_what_a_zone_may_say_is_not_odd(spelled):
    assert found(PRIMARY, spelled) == []
    assert found(spelled) == []


@pytest.mark.parametrize("surname", ["Testov", "TESTOV-PROBNYI", "TESTOV<PROBNYI", "TESTOV ", "TESTOV1"])
def test_letters_that_no_zone_has_are_odd(surname):
    assert found(PRIMARY, zone(surname)) == [("/subject/names/1/surname", "mrz-letters")]


def test_given_names_and_scripts_are_looked_at_too():
    assert found(zone("TESTOV", "Obrazets")) == [("/subject/names/0/given", "mrz-letters")]
    assert found(zone("ԹԵՍՏՈՎ", None, "Armn")) == [("/subject/names/0/surname", "mrz-letters")]


def test_the_zone_of_somebody_else_is_odd():
    assert found(PRIMARY, zone("OBRAZTSOVA")) == [("/subject/names/1/surname", "mrz-name-differs")]


def test_records_without_a_zone_or_without_names_are_passed_over():
    assert found(PRIMARY) == []
    assert [*record_names.check(objects({"names": "none", "subject": {"names": []}}))] == []
