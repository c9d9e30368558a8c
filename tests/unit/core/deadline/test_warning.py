"""Which stage of a clock people are told of, and when it was reached."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hub.core.deadline.case_clock import Clock, ClockState
from hub.core.deadline.clock import compute
from hub.core.deadline.term import Unit
from hub.core.deadline.warning import Stage, warning_of
from tests.unit.core.deadline.cases import CALENDARS, TJ, ZONES, Case, at

DAYS = (5, 1)


def running(value: int, unit: Unit, *, before: bool = False) -> Clock:
    """Return a running clock of so many units, counted from Monday 14 September 2026."""
    case = Case()
    case.request("09-14", "09-14")
    clock = case.clocks("09-14")["reply"]
    term = replace(clock.parameter.term, value=value, unit=unit, before=before)
    deadline = compute(term, start=at("09-14", 10), calendar=CALENDARS[TJ], zone=ZONES[TJ])
    return replace(clock, since=at("09-14", 10), deadline=deadline)


def soon(clock: Clock, now: datetime) -> int | None:
    """Return how many days were left when the last warning became due."""
    warned = warning_of(clock, now, DAYS)
    assert warned is None or warned.stage is Stage.DUE_SOON
    return None if warned is None else warned.days


@pytest.mark.parametrize(
    ("now", "days"),
    [("09-16", None), ("09-18", None), ("09-21", None), ("09-22", None), ("09-23", 5), ("09-28", 5), ("09-29", 1)],
)
def test_working_days_that_are_left_are_counted_over_weekends(now: str, days: int | None) -> None:
    """Eleven working days from the 14th end on the 29th; five are left when the 22nd is over."""
    clock = running(11, Unit.WORKING_DAY)
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 9, 29)
    assert soon(clock, at(now, 0)) == days


def test_calendar_days_are_left_by_the_clocks_of_the_acting_authority() -> None:
    clock = running(10, Unit.CALENDAR_DAY)
    due = clock.deadline
    assert due is not None
    assert due.at is not None
    first = due.at - timedelta(days=5)
    assert soon(clock, first - timedelta(seconds=1)) is None
    assert soon(clock, first) == 5
    assert soon(clock, due.at - timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(1, Unit.WORKING_DAY, None), (2, Unit.WORKING_DAY, 1), (12, Unit.HOUR, None), (48, Unit.HOUR, 1)],
)
def test_a_term_no_longer_than_a_warning_has_none_so_early(value: int, unit: Unit, told: int | None) -> None:
    clock = running(value, unit)
    assert clock.deadline is not None
    assert clock.deadline.at is not None
    assert soon(clock, clock.deadline.at - timedelta(seconds=1)) == told


def test_a_term_counted_back_is_warned_of_by_calendar_days() -> None:
    clock = running(3, Unit.WORKING_DAY, before=True)
    assert clock.deadline is not None
    assert clock.deadline.at is not None
    warned = warning_of(clock, clock.deadline.at - timedelta(hours=1), DAYS)
    assert warned is not None
    assert (warned.days, warned.unit) == (1, Unit.CALENDAR_DAY)


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.HOUR])
def test_an_end_in_nobodys_time_zone_is_not_warned_of(unit: Unit) -> None:
    clock = running(10, unit)
    assert clock.deadline is not None
    assert clock.deadline.at is not None
    nowhere = replace(clock.deadline, at=clock.deadline.at.replace(tzinfo=None))

    assert warning_of(replace(clock, deadline=nowhere), at("10-01"), DAYS) is None


def test_a_term_that_is_over_is_told_with_its_end_and_a_met_one_is_not() -> None:
    clock = running(2, Unit.WORKING_DAY)
    over = warning_of(replace(clock, state=ClockState.EXPIRED), at("10-01"), DAYS)

    assert over is not None
    assert clock.deadline is not None
    assert (over.stage, over.due_on, over.at) == (Stage.OVERDUE, clock.deadline.on, clock.deadline.at)
    for state in (ClockState.MET, ClockState.LATE, ClockState.CANCELLED, ClockState.STOPPED, ClockState.UNKNOWN):
        assert warning_of(replace(clock, state=state), at("10-01"), DAYS) is None


def test_a_missing_delivery_is_told_since_when_its_term_was_over() -> None:
    case = Case()
    case.request("02-02")
    early = warning_of(case.clocks("02-03")["reply"], at("02-03", 12), DAYS)
    late = [warning_of(case.clocks(day)["reply"], at(day, 12), DAYS) for day in ("02-06", "02-09")]

    assert early is None
    assert late[0] is not None
    assert (late[0].stage, late[0].due_on) == (Stage.UNDELIVERED, None)
    assert late[0].at <= at("02-06", 12)
    assert late[0] == late[1], "the same whenever it is asked"
