"""Dates of birth as far as they are known."""

from datetime import date as day
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.screening import birth, places
from hub.core.screening.birth import Agreement
from tests.unit.core.screening.persons import date

RANGE = {**date("1984"), "qualifier": "range", "until": date("1986")}
CIRCA = {**date("1985"), "qualifier": "circa"}
WITHIN = {**date("1985-02-03"), "qualifier": "range", "until": date("1985-04")}
LONG = {**date("1950"), "qualifier": "range", "until": date("1990")}
DAYS = st.dates(min_value=day(1900, 1, 1), max_value=day(2026, 12, 31)).map(
    lambda each: {"year": each.year, "month": each.month, "day": each.day}
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (date("1985-03-15"), date("1985-03-15"), Agreement.SAME),
        (date("1985-01-01"), date("1985-01-01"), Agreement.DEFAULTS),
        (date("1985-03-15"), date("1985-03"), Agreement.PARTLY),
        (date("1985-03-15"), date("1985"), Agreement.PARTLY),
        (date("1985-03-15"), CIRCA, Agreement.PARTLY),
        (date("1986-03-15"), CIRCA, Agreement.PARTLY),
        (date("1985-03-15"), RANGE, Agreement.PARTLY),
        (date("1985-03-15"), WITHIN, Agreement.PARTLY),
        (date("1987-03-15"), RANGE, Agreement.DIFFERENT),
        (date("1985-03-15"), date("1985-04"), Agreement.DIFFERENT),
        (date("1985-01-01"), date("1985-04"), Agreement.DEFAULTED),
        (date("1985-03-15"), date("1985-01-01"), Agreement.DEFAULTED),
        (date("1985-03-05"), date("1985-05-03"), Agreement.SWAPPED),
        (date("1985-03-15"), date("1985-03-16"), Agreement.SLIP),
        (date("1985-03-15"), date("1958-03-15"), Agreement.SLIP),
        (date("1989-03-15"), date("1990-03-15"), Agreement.SLIP),
        (date("1985-03-15"), date("1985-04-16"), Agreement.DIFFERENT),
        (date("1985-03-15"), None, Agreement.ABSENT),
        (None, None, Agreement.ABSENT),
    ],
)
def test_dates_agree_as_far_as_both_are_known(
    one: dict[str, Any] | None, other: dict[str, Any] | None, expected: Agreement
) -> None:
    assert birth.compare(birth.read(one), birth.read(other)) is expected
    assert birth.compare(birth.read(other), birth.read(one)) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (date("1985-03-15"), (birth.code(1985, 3, 15),)),
        (RANGE, (birth.code(1984), birth.code(1985), birth.code(1986))),
        (LONG, (birth.UNKNOWN,)),
        (None, (birth.UNKNOWN,)),
    ],
)
def test_a_person_is_kept_under_each_year_of_a_range_that_says_something(
    written: dict[str, Any] | None, expected: tuple[int, ...]
) -> None:
    assert birth.codes(birth.read(written)) == expected


def test_a_number_stands_for_its_date() -> None:
    assert birth.of_code(birth.code(1985, 3, 15)) == birth.read(date("1985-03-15"))
    assert birth.of_code(birth.UNKNOWN) is None


@given(DAYS, DAYS)
def test_every_day_with_one_mistake_is_looked_at(asked: dict[str, Any], known: dict[str, Any]) -> None:
    """Whatever agrees is found: on the days that are looked at, or in the year that is looked up."""
    one, other = birth.read(asked), birth.read(known)
    assert other is not None
    if birth.compare(one, other) is not Agreement.DIFFERENT:
        looked_at = {place.code for place in places.days(one, thorough=True)}
        assert birth.codes(other)[0] in looked_at or other.year in places.years(one, (), thorough=True)


@given(DAYS)
def test_the_fast_search_looks_at_few_days(asked: dict[str, Any]) -> None:
    assert len(places.days(birth.read(asked), thorough=False)) <= 8


def test_a_partial_date_leaves_its_years_open_and_no_date_leaves_all() -> None:
    assert places.years(birth.read(RANGE), (), thorough=False) == [1984, 1985, 1986]
    assert places.years(birth.read(date("1985-01-01")), (), thorough=False) == []
    assert places.years(birth.read(date("1985-01-01")), (), thorough=True) == [1985]
    assert places.years(birth.read(date("1985-01-02")), (), thorough=False) == []
    assert places.years(None, (1970, 1985), thorough=False) == [1970, 1985]
    assert places.worth(None, birth.code(1985)) == places.SAME
