import pytest

from schemas import catalogue, files
from tests.schemas.conftest import example, examples
from tests.schemas.mutations import at, places

TYPES = [(kind.name, kind.version) for kind in catalogue.load().record_types()]


@pytest.mark.parametrize(("kind", "version", "name"), examples("valid"))
def test_a_valid_example_fits_its_schema(known, kind, version, name):
    assert known.validate(kind, version, example(kind, version, name)) == []


@pytest.mark.parametrize(("kind", "version", "name"), examples("invalid"))
def test_an_invalid_example_is_refused_for_the_reason_it_names(known, kind, version, name):
    wanted = example(kind, version, "expected.json")[name]

    violations = known.validate(kind, version, example(kind, version, name))

    assert {(v.pointer, v.code) for v in violations} == {(want["pointer"], want["code"]) for want in wanted}


@pytest.mark.parametrize(("kind", "version", "name"), examples("invalid"))
def test_a_refusal_speaks_two_languages_and_repeats_no_value(known, kind, version, name):
    """Values may be personal data, and a refusal is shown and logged outside the member's site."""
    record = example(kind, version, name)
    values = {str(at(record, path)) for path in places(record) if isinstance(at(record, path), str | float)}
    allowed = {"P1Y", "2026-11-21T09:00:00Z"}

    for violation in known.validate(kind, version, record):
        assert any("а" <= letter <= "я" for letter in violation.ru.lower())
        assert violation.ru.count(". ") >= 1
        assert violation.en.count(". ") >= 1
        for value in values - allowed:
            assert (
                len(value) < 5 or value not in violation.ru + violation.en + violation.pointer or value in _words(known)
            )


def _words(known):
    """The words of code lists and member names are ours and may be shown."""
    codes = {entry.code for item in known.code_lists() for entry in item.entries}
    return codes | {item.name for item in known.code_lists()}


@pytest.mark.parametrize(("kind", "version"), TYPES)
def test_each_type_has_enough_examples(kind, version):
    assert len([name for *which, name in examples("valid") if which == [kind, version]]) >= 3
    assert len([name for *which, name in examples("invalid") if which == [kind, version]]) >= 6


@pytest.mark.parametrize(("kind", "version"), TYPES)
def test_each_example_is_expected_by_name(kind, version):
    named = set(example(kind, version, "expected.json"))
    there = {path.name for path in (files.ROOT / kind / version / "examples").glob("invalid-*.json")}

    assert named == there


def test_examples_lie_only_where_a_type_is():
    assert {(kind, version) for kind, version, _ in examples("valid") + examples("invalid")} == set(TYPES)
