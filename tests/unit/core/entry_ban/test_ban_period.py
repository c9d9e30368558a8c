"""Periods and standing: the last day is inside, February is short, and a ban expires by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.entry_ban import period, standing
from tests.unit.core.entry_ban.bans import ban

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-02", "P3Y", "2029-03-01"),
        ("2026-03-01", "P1Y", "2027-02-28"),
        ("2024-02-29", "P1Y", "2025-02-27"),
        ("2024-02-29", "P4Y", "2028-02-28"),
        ("2026-08-31", "P6M", "2027-02-27"),
        ("2026-12-31", "P1M", "2027-01-30"),
        ("2026-03-02", "P90D", "2026-05-30"),
        ("2026-03-02", "P1D", "2026-03-02"),
        ("2026-03-02", "P9999Y", "9999-12-31"),
        ("9999-12-01", "P90D", "9999-12-31"),
    ],
)
def test_the_last_day_is_the_day_before_the_same_day(start, duration, end):
    assert period.last_day(date.fromisoformat(start), duration) == date.fromisoformat(end)


@given(DAYS, st.integers(1, 50), st.sampled_from("YMD"))
def test_a_period_never_ends_before_it_starts_and_a_longer_one_never_sooner(start, value, unit):
    end = period.last_day(start, f"P{value}{unit}")

    assert start <= end <= period.last_day(start, f"P{value + 1}{unit}")


@given(DAYS, st.integers(0, 600))
def test_months_back_undo_months_on_but_for_days_that_a_month_lacks(day, months):
    back = period.months_on(period.months_on(day, months), -months)

    assert back <= day
    assert (day - back) <= timedelta(days=3)


@pytest.mark.parametrize(("months", "end"), [(12 * 9999, date.max), (-12 * 9999, date.min)])
def test_beyond_the_calendar_is_its_end(months, end):
    assert period.months_on(date(2026, 1, 31), months) == end


@pytest.mark.parametrize(
    ("given_period", "start", "end"),
    [
        ({"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"}, "2026-03-02", "2029-03-01"),
        ({"kind": "duration", "duration": "P3Y", "start_event": "exit"}, None, None),
        ({"kind": "duration", "duration": "P3Y", "start_event": "decision_date"}, "2026-01-10", "2029-01-09"),
        ({"kind": "indefinite"}, None, None),
        ({"kind": "indefinite", "start_on": "2026-03-02", "duration": "P3Y"}, "2026-03-02", None),
        ({"kind": "until_condition", "end_on": "2026-05-01"}, None, "2026-05-01"),
    ],
)
def test_a_record_tells_its_first_and_last_day_as_far_as_they_are_known(given_period, start, end):
    span = period.span_of(ban(period=given_period))

    assert (span.start and span.start.isoformat(), span.end and span.end.isoformat()) == (start, end)


def test_an_end_that_the_issuer_states_stands():
    stated = ban(period={**ban()["period"], "end_on": "2029-03-02"})

    assert period.span_of(stated).end == date(2029, 3, 2)


@pytest.mark.parametrize(
    ("status", "on", "then", "in_force", "listed"),
    [
        ("active", "2026-03-01", "active", False, True),
        ("active", "2026-03-02", "active", True, True),
        ("active", "2029-03-01", "active", True, True),
        ("active", "2029-03-02", "expired", False, False),
        ("reduced", "2026-03-02", "reduced", True, True),
        ("suspended", "2026-03-02", "suspended", False, True),
        ("suspended", "2029-03-02", "expired", False, False),
        ("lifted", "2026-03-02", "lifted", False, False),
        ("annulled", "2029-03-02", "annulled", False, False),
    ],
)
def test_a_ban_stands_by_its_revision_and_by_the_day(status, on, then, in_force, listed):
    found = standing.standing_of(ban(status=status), date.fromisoformat(on))

    assert (found.status, found.is_in_force, found.is_listed) == (then, in_force, listed)


def test_a_ban_that_waits_for_its_start_is_in_force_on_every_day():
    waiting = ban(status="pending_start", period={"kind": "duration", "duration": "P3Y", "start_event": "exit"})

    for on in (date.min, date(2026, 1, 1), date.max):
        assert standing.standing_of(waiting, on).is_in_force


@given(DAYS, DAYS, st.integers(1, 20))
def test_what_expired_stays_expired(start, on, years):
    record = ban(period={"kind": "duration", "duration": f"P{years}Y", "start_on": start.isoformat()})
    today = standing.standing_of(record, on)

    assert today.is_in_force == (start <= on <= period.last_day(start, f"P{years}Y"))
    if today.status == "expired":
        assert standing.standing_of(record, on + timedelta(days=1)).status == "expired"


@pytest.mark.parametrize(
    ("before", "after", "longer"),
    [
        ({"kind": "fixed", "end_on": "2029-03-01"}, {"kind": "fixed", "end_on": "2029-03-01"}, False),
        ({"kind": "fixed", "end_on": "2029-03-01"}, {"kind": "fixed", "end_on": "2029-03-02"}, True),
        ({"kind": "fixed", "end_on": "2029-03-01"}, {"kind": "indefinite"}, True),
        ({"kind": "fixed", "end_on": "2029-03-01"}, {"kind": "duration", "duration": "P1Y"}, False),
        ({"kind": "indefinite"}, {"kind": "fixed", "end_on": "2099-03-01"}, False),
        ({"kind": "duration", "duration": "P3Y"}, {"kind": "duration", "duration": "P37M"}, True),
        ({"kind": "duration", "duration": "P3Y"}, {"kind": "duration", "duration": "P36M"}, False),
    ],
)
def test_a_revision_lengthens_a_ban_where_both_say_when_it_ends(before, after, longer):
    assert period.lengthens(ban(period=before), ban(period=after)) is longer
