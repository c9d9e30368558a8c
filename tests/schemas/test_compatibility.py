"""Two versions of a record type: what is computed of them is what the validator says of their examples."""

import pytest

from schemas import catalogue, compatibility
from schemas.compatibility import Verdict, compare, is_narrower

KINDS = catalogue.load().record_types()
PAIRS = [
    (old.name, old.version, new.version)
    for old in KINDS
    for new in KINDS
    if old.name == new.name and old.version < new.version
]
KNOWN = {
    *compatibility.MOST,
    *compatibility.LEAST,
    *compatibility.EXACT,
    *compatibility.CONDITIONS,
    *compatibility.BY_PLACE,
    *compatibility.VALUES,
    *compatibility.WORDS,
}


def test_every_keyword_that_schemas_use_is_compared():
    used = {key for kind in KINDS for each in catalogue.load().members(kind.name, kind.version) for key in each.node}

    assert {key for key in used if not key.startswith("x-")} <= KNOWN


@pytest.mark.parametrize(("name", "older", "newer"), PAIRS)
def test_where_nothing_is_needed_every_example_fits(name: str, older: str, newer: str):
    found = compare(name, older, newer)

    for needs in (found.forth, found.back):
        assert needs.examples >= 3
        if needs.fitting < needs.examples:
            assert not needs.is_nothing or found.has_other_conditions


def test_what_a_version_took_away_is_named():
    found = compare("entry-ban", "1.1", "1.2")

    assert found.verdict is Verdict.NONE
    assert found.forth.gone == ("sealed",)
    assert found.forth.fitting < found.forth.examples


def test_additions_leave_older_records_right_and_newer_ones_not():
    found = compare("entry-ban", "1.0", "1.1")

    assert found.verdict is Verdict.BACKWARD
    assert found.back.gone != ()


def test_a_version_fits_itself():
    found = compare("entry-ban", "1.3", "1.3")

    assert (found.verdict, found.has_other_conditions) == (Verdict.FULL, False)
    assert found.forth.fitting == found.forth.examples


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string"}, {"type": "integer"}),
        ({"type": "number"}, {"type": "integer"}),
        ({"type": ["string", "null"]}, {"type": "string"}),
        ({}, {"type": "string"}),
        ({"enum": ["A", "B"]}, {"enum": ["A"]}),
        ({"type": "string"}, {"type": "string", "enum": ["A"]}),
        ({"enum": ["A", "B"]}, {"const": "A"}),
        ({"maxLength": 10}, {"maxLength": 9}),
        ({}, {"maxLength": 9}),
        ({"minimum": 0}, {"minimum": 1}),
        ({}, {"pattern": "^A$"}),
        ({"pattern": "^B$"}, {"pattern": "^A$"}),
        ({}, {"uniqueItems": True}),
    ],
)
def test_a_node_that_allows_less_is_narrower(old: dict[str, object], new: dict[str, object]):
    assert is_narrower(old, new)
    assert not is_narrower(old, old)
    assert not is_narrower(new, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "integer"}, {"type": "number"}),
        ({"type": "string"}, {"type": ["string", "null"]}),
        ({"enum": ["A"]}, {"enum": ["A", "B"]}),
        ({"const": "A"}, {"enum": ["A", "B"]}),
        ({"maxLength": 9}, {"maxLength": 10}),
        ({"maxLength": 9, "pattern": "^A$"}, {"maxLength": 9}),
        ({"title": "A"}, {"title": "B"}),
    ],
)
def test_a_node_that_allows_more_is_not_narrower(old: dict[str, object], new: dict[str, object]):
    assert not is_narrower(old, new)
