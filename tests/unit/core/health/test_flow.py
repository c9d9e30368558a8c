"""Counts of messages add up, and what is read off their slots lies between the bounds of these."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.health import flow as flows
from hub.core.health.flow import BOUNDS, Flow, contribution, quantile

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
STATUSES = st.sampled_from([None, "delivered", "processed", "rejected", "expired"])


def said(status: str | None, seconds: float | None) -> Flow:
    """Return what a message adds that was answered so, after so many seconds."""
    return contribution(AT, status, None if seconds is None else AT + timedelta(seconds=seconds))


@given(st.lists(st.tuples(STATUSES, st.floats(-5, 200_000))))
def test_every_message_waits_is_delivered_or_has_failed(messages):
    total = sum((said(status, seconds) for status, seconds in messages), Flow())

    assert total.sent == len(messages)
    assert total.sent == total.waiting + total.delivered + total.failed
    assert total.failed == sum(status in {"rejected", "expired"} for status, _ in messages)
    assert total + -total == Flow()


@given(st.lists(st.floats(0, 80_000), min_size=1))
def test_the_median_is_in_the_slot_of_the_middle_one(seconds):
    total = sum((said("delivered", each) for each in seconds), Flow())
    middle = sorted(seconds)[(len(seconds) - 1) // 2]
    place = flows.slot_of(middle)

    assert total.median is not None
    assert (0 if place == 0 else BOUNDS[place - 1]) <= total.median <= BOUNDS[place]


def test_where_nothing_was_delivered_there_is_no_median_and_no_share():
    assert (Flow().median, Flow().error_share, said(None, None).waiting) == (None, None, 1)
    assert said("delivered", None) == Flow(sent=1)


def test_what_took_longer_than_every_bound_counts_as_the_last_bound():
    assert said("processed", 10 * BOUNDS[-1]).median == BOUNDS[-1]
    assert quantile([0] * len(BOUNDS) + [3], 0.99) == BOUNDS[-1]


def test_a_time_on_a_bound_is_within_it():
    assert said("delivered", 60).within(60) == 1
    assert said("delivered", 60.5).within(60) == 0


def test_the_share_of_errors_is_that_of_the_answered_ones():
    total = said("rejected", 1) + said("delivered", 1) + said("delivered", 1) + said(None, None)

    assert total.error_share == pytest.approx(1 / 3)


def test_what_waits_and_is_not_late_yet_has_missed_nothing():
    total = said("delivered", 100) + said("delivered", 20_000) + said("expired", 1) + said(None, None)

    assert flows.missed(total, 14_400) == 3
    assert flows.missed(total, 14_400, fresh=1) == 2
    assert flows.missed(total, 14_400, fresh=9) == 2


def test_a_budget_is_spent_by_what_missed_and_never_below_nothing():
    assert flows.burn(0.02, 0.01) == 2
    assert flows.budget_left(0.0025, 0.01) == 0.75
    assert flows.budget_left(0.5, 0.01) == 0
