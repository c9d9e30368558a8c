"""The fast validator and the reference implementation must be of one opinion about everything."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import catalogue, reference
from schemas.validator import MOST
from tests.schemas.conftest import example, examples
from tests.schemas.mutations import mutate

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def judgements(violations):
    return {(v.pointer, v.code, v.ru, v.en) for v in violations}


def assert_of_one_opinion(known, references, kind, version, record):
    fast, slow = known.validate(kind, version, record), references[kind, version].validate(record)
    assert bool(fast) == bool(slow)
    if len(fast) < MOST:
        assert judgements(fast) == judgements(slow)


@pytest.mark.parametrize(("kind", "version", "name"), examples("valid") + examples("invalid"))
def test_both_validators_judge_an_example_alike(known, references, kind, version, name):
    assert_of_one_opinion(known, references, kind, version, example(kind, version, name))


@pytest.mark.parametrize(("kind", "version", "name"), examples("valid"))
def test_both_validators_judge_damaged_records_alike(known, references, kind, version, name):
    record = example(kind, version, name)
    rng = random.Random(name)

    for _ in range(settings().max_examples // 2):
        assert_of_one_opinion(known, references, kind, version, mutate(record, rng))


def test_the_damages_are_worth_the_comparison(known):
    """Most damages break a record, some do not, and all kinds of violations are met."""
    rng, verdicts, codes = random.Random(7), [], set()
    for kind, version, name in examples("valid"):
        for _ in range(20):
            violations = known.validate(kind, version, mutate(example(kind, version, name), rng))
            verdicts.append(not violations)
            codes.update(violation.code for violation in violations)

    assert 0.02 < sum(verdicts) / len(verdicts) < 0.5
    assert codes >= {
        *("schema-required", "schema-type", "schema-enum", "schema-pattern", "schema-format", "schema-additional"),
        *("schema-length", "schema-range", "schema-items", "schema-members"),
    }


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from([(k.name, k.version) for k in catalogue.load().record_types()]), record=JSON)
def test_both_validators_judge_any_json_alike(kind, record):
    assert_of_one_opinion(catalogue.load(), _references(), *kind, record)


def _references(cache=[]):  # noqa: B006
    if not cache:
        cache.append(reference.load())
    return cache[0]


@pytest.mark.parametrize("ending", ["\n", "\r", "\u2028", "\u0085"])
def test_a_line_end_after_a_code_or_number_is_refused_by_both(known, references, ending):
    record = example("entry-ban", "1.0", "valid-overstay-from-exit.json")
    for member in ("ban_id", "as_of", "status"):
        broken = {**record, member: record[member] + ending}

        assert known.validate("entry-ban", "1.0", broken)
        assert references["entry-ban", "1.0"].validate(broken)


@pytest.mark.parametrize("number", [1.0, 7.0])
def test_a_whole_number_written_with_a_point_is_an_integer_to_both(known, references, number):
    record = {**example("entry-ban", "1.0", "valid-overstay-from-exit.json"), "revision": number}

    assert known.validate("entry-ban", "1.0", record) == []
    assert references["entry-ban", "1.0"].validate(record) == []


@pytest.mark.parametrize("number", [2**53, float(2**53), 2**64, 2**70, -(2**70), 1e308])
def test_numbers_that_json_readers_do_not_hold_exactly_are_refused_by_both(known, references, number):
    record = example("situation-summary", "1.0", "valid-tajikistan-2019.json")
    record["observations"][0]["value"] = number

    assert known.validate("situation-summary", "1.0", record)
    assert references["situation-summary", "1.0"].validate(record)
