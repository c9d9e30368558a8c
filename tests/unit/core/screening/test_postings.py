"""Multimaps in sorted arrays."""

from hypothesis import given
from hypothesis import strategies as st

from hub.core.screening.postings import Postings, Table

PAIRS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=200)
NUMBERS = st.frozensets(st.integers(0, 40), max_size=20)


@given(PAIRS, NUMBERS)
def test_what_is_kept_is_found_by_number_and_among_wanted_numbers(
    pairs: list[tuple[int, int]], wanted: frozenset[int]
) -> None:
    postings, table = Postings(), Table(spread=4)
    for number, owner in pairs:
        postings.add(number, owner)
        table.add(number, owner)

    assert list(postings.numbers) == sorted(number for number, _ in pairs)
    assert sorted(postings) == sorted(pairs)
    assert len(postings) == len(table) == len(pairs)
    for number in range(42):
        owners = sorted(owner for each, owner in pairs if each == number)
        assert sorted(postings.of(number)) == sorted(table.of(number)) == owners
    for many in (postings, table):
        found = sorted((number, owner) for number, owners in many.among(wanted) for owner in owners)
        assert found == sorted(pair for pair in pairs if pair[0] in wanted)
    assert (postings.bytes, table.bytes) == (8 * len(pairs), 8 * len(pairs))


def test_few_wanted_numbers_are_looked_up_one_by_one() -> None:
    postings = Postings()
    for number in range(100):
        postings.add(number, number + 1000)
    assert [(number, list(owners)) for number, owners in postings.among({7, 5000})] == [(7, [1007])]


@given(PAIRS, st.integers(0, 40), st.integers(0, 9))
def test_a_pair_is_forgotten_wherever_it_stands(pairs: list[tuple[int, int]], number: int, owner: int) -> None:
    postings, table = Postings(), Table(spread=4)
    for pair in pairs:
        postings.add(*pair)
        table.add(*pair)
    postings.discard(number, owner)
    table.discard(number, owner)

    left = sorted(pair for pair in pairs if pair != (number, owner))
    assert sorted(postings) == left
    assert len(table) == len(left)


@given(PAIRS)
def test_only_the_pairs_of_the_wanted_owners_stay(pairs: list[tuple[int, int]]) -> None:
    postings = Postings()
    for pair in pairs:
        postings.add(*pair)
    postings.keep(lambda owner: owner < 5)
    postings.keep(lambda owner: owner < 5)
    assert sorted(postings) == sorted(pair for pair in pairs if pair[1] < 5)
