"""Terms of plans: their first and last days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.council import due

TERMS = [
    ("2021-02-18", "2021-02-18", "2021-02-18"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2021-Q3", "2021-07-01", "2021-09-30"),
    ("2021-H1", "2021-01-01", "2021-06-30"),
    ("2021-H2", "2021-07-01", "2021-12-31"),
    ("2021", "2021-01-01", "2021-12-31"),
]


@pytest.mark.parametrize(("term", "first", "last"), TERMS)
def test_a_term_begins_and_ends_on_the_days_of_the_calendar(term, first, last):
    assert due.first_day(term) == date.fromisoformat(first)
    assert due.last_day(term) == date.fromisoformat(last)
    assert due.is_possible(term)


@pytest.mark.parametrize("term", ["2021-02-29", "2021-13", "0000", "2021-Q5", "soon"])
def test_a_term_that_no_calendar_has_is_impossible(term):
    assert due.last_day(term) is None
    assert due.first_day(term) is None
    assert not due.is_possible(term)


def test_what_is_permanent_is_possible_and_never_due():
    assert due.is_possible(due.PERMANENT)
    assert due.last_day(due.PERMANENT) is None


@given(st.text(max_size=12))
def test_any_text_is_a_term_or_is_none(text):
    first, last = due.first_day(text), due.last_day(text)

    assert (first is None) == (last is None)
    assert first is None or last is None or first <= last
