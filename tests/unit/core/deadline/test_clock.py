"""Deadline clocks against counting by hand, and against a slow count that shares no code."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.deadline.calendar import CalendarRangeError, DayKind, Holiday, WorkingCalendar
from hub.core.deadline.clock import Deadline, Why, compute
from hub.core.deadline.term import Pause, Term, Unit

DUSHANBE = ZoneInfo("Asia/Dushanbe")
MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = WorkingCalendar(
    state="TJ",
    version="2026.1",
    source="test data",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    holidays={
        date(2026, 9, 9): Holiday(ru="День независимости", en="Independence Day"),
        date(2026, 3, 20): Holiday(ru="Иди Рамазан", en="Eid al-Fitr", estimated=True),
    },
    worked=frozenset({date(2026, 9, 12)}),
)


def term(value: int, unit: Unit, *, rolls: bool = True) -> Term:
    return Term(value=value, unit=unit, article="test", rolls=rolls)


def count(value: int, unit: Unit, start: datetime, *pauses: Pause, rolls: bool = True) -> Deadline:
    return compute(term(value, unit, rolls=rolls), start=start, calendar=CALENDAR, zone=DUSHANBE, pauses=pauses)


def test_the_day_of_the_event_is_not_counted_and_the_last_day_is_whole() -> None:
    deadline = count(25, Unit.CALENDAR_DAY, datetime(2026, 2, 2, 6, 0, tzinfo=UTC))

    assert deadline.on == date(2026, 2, 27)
    assert deadline.at == datetime(2026, 2, 28, 0, 0, tzinfo=DUSHANBE)
    assert deadline.days[0].why is Why.EVENT
    assert [day.number for day in deadline.days[1:]] == list(range(1, 26))


def test_the_legal_day_is_that_of_the_acting_authority() -> None:
    late = datetime(2026, 2, 2, 20, 30, tzinfo=UTC)  # the third of February in Dushanbe, still the second in Moscow

    assert count(1, Unit.CALENDAR_DAY, late).on == date(2026, 2, 4)
    moscow = compute(term(1, Unit.CALENDAR_DAY), start=late, calendar=CALENDAR, zone=MOSCOW)
    assert moscow.on == date(2026, 2, 3)


def test_a_last_day_that_is_not_worked_moves_on_and_says_so() -> None:
    start = datetime(2026, 2, 26, 6, 0, tzinfo=UTC)  # a Thursday
    moved = count(2, Unit.CALENDAR_DAY, start)

    assert moved.on == date(2026, 3, 2)
    assert [day.why for day in moved.days] == [Why.EVENT, Why.COUNTED, Why.COUNTED, Why.MOVED_ON, Why.MOVED_ON]
    assert count(2, Unit.CALENDAR_DAY, start, rolls=False).on == date(2026, 2, 28)


def test_working_days_leave_out_weekends_and_holidays_and_count_moved_ones() -> None:
    deadline = count(5, Unit.WORKING_DAY, datetime(2026, 9, 7, 6, 0, tzinfo=UTC))  # a Monday

    assert deadline.on == date(2026, 9, 14)
    reasons = {day.day.day: day.why for day in deadline.days}
    assert reasons == {
        7: Why.EVENT,
        8: Why.COUNTED,
        9: Why.HOLIDAY,
        10: Why.COUNTED,
        11: Why.COUNTED,
        12: Why.COUNTED,  # a Saturday worked instead
        13: Why.WEEKEND,
        14: Why.COUNTED,
    }
    assert next(day.holiday for day in deadline.days if day.holiday) == ("День независимости", "Independence Day")


def test_months_end_on_the_same_day_or_the_months_last() -> None:
    assert count(1, Unit.MONTH, datetime(2026, 1, 31, 6, tzinfo=UTC), rolls=False).on == date(2026, 2, 28)
    assert count(3, Unit.MONTH, datetime(2026, 3, 16, 6, tzinfo=UTC)).on == date(2026, 6, 16)
    assert count(11, Unit.MONTH, datetime(2026, 1, 30, 6, tzinfo=UTC)).on == date(2026, 12, 30)


def test_hours_are_counted_by_the_clock_and_never_roll() -> None:
    deadline = count(48, Unit.HOUR, datetime(2026, 2, 27, 6, 0, tzinfo=UTC))
    assert deadline.at == datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
    assert deadline.days == ()


def pause(begin: int, end: int | None) -> Pause:
    until = None if end is None else datetime(2026, 2, end, 6, tzinfo=UTC)
    return Pause(since=datetime(2026, 2, begin, 6, tzinfo=UTC), until=until, reason="information-requested")


def test_a_pause_is_left_out_day_by_day() -> None:
    deadline = count(5, Unit.CALENDAR_DAY, datetime(2026, 2, 2, 6, tzinfo=UTC), pause(4, 9), rolls=False)

    assert deadline.on == date(2026, 2, 12)
    paused = [day for day in deadline.days if day.why is Why.PAUSED]
    assert [day.day.day for day in paused] == [4, 5, 6, 7, 8]
    assert {day.pause for day in paused} == {"information-requested"}


def test_a_pause_of_hours_is_left_out_to_the_second() -> None:
    start = datetime(2026, 2, 3, 6, tzinfo=UTC)
    assert count(48, Unit.HOUR, start, pause(4, 9)).at == datetime(2026, 2, 10, 6, tzinfo=UTC)
    assert count(12, Unit.HOUR, start, pause(4, 9)).at == start + timedelta(hours=12)
    assert count(12, Unit.HOUR, start, pause(1, 2)).at == start + timedelta(hours=12)
    assert count(12, Unit.HOUR, start, pause(2, 9)).at == datetime(2026, 2, 9, 18, tzinfo=UTC)


def test_a_clock_that_stands_still_has_no_end_yet() -> None:
    deadline = count(5, Unit.WORKING_DAY, datetime(2026, 2, 2, 6, tzinfo=UTC), pause(4, None))
    assert (deadline.on, deadline.at) == (None, None)


def test_a_count_over_a_holiday_not_announced_yet_says_so() -> None:
    assert count(5, Unit.WORKING_DAY, datetime(2026, 3, 16, 6, tzinfo=UTC)).estimated
    assert not count(2, Unit.WORKING_DAY, datetime(2026, 3, 16, 6, tzinfo=UTC)).estimated


def test_where_the_calendar_ends_nothing_is_guessed() -> None:
    with pytest.raises(CalendarRangeError) as caught:
        count(30, Unit.WORKING_DAY, datetime(2026, 12, 20, 6, tzinfo=UTC))
    assert "2026-12-31" in caught.value.text("en")


def test_kinds_of_days() -> None:
    days = {date(2026, 9, 9): DayKind.HOLIDAY, date(2026, 9, 12): DayKind.MOVED_WORKING}
    days |= {date(2026, 9, 13): DayKind.WEEKEND, date(2026, 9, 14): DayKind.WORKING}
    assert {day: CALENDAR.kind(day) for day in days} == days


@given(
    st.integers(0, 240 * 24 * 3600),
    st.integers(1, 60),
    st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY]),
    st.integers(-11, 13),
)
def test_a_slow_count_comes_to_the_same_day(second: int, value: int, unit: Unit, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    start = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(seconds=second)
    day = start.astimezone(zone).date()
    left = value
    while left or not CALENDAR.is_working(day):
        day += timedelta(days=1)
        worked = CALENDAR.is_working(day)
        left -= bool(left and (worked or unit is Unit.CALENDAR_DAY))
    deadline = compute(term(value, unit), start=start, calendar=CALENDAR, zone=zone)
    assert deadline.on == day
    assert sum(each.why is Why.COUNTED for each in deadline.days) == value
    assert deadline.days == tuple(sorted(deadline.days, key=lambda each: each.day))


@given(st.integers(1, 30), st.integers(0, 40), st.integers(1, 40))
def test_a_longer_term_never_ends_sooner_and_a_pause_never_shortens(value: int, begin: int, length: int) -> None:
    start = datetime(2026, 2, 2, 6, tzinfo=UTC)
    since = start + timedelta(days=begin)
    held = Pause(since=since, until=since + timedelta(days=length), reason="outage")
    plain, longer, paused = (
        count(value, Unit.WORKING_DAY, start),
        count(value + 1, Unit.WORKING_DAY, start),
        count(value, Unit.WORKING_DAY, start, held),
    )
    assert plain.on is not None
    assert longer.on is not None
    assert paused.on is not None
    assert plain.on < longer.on
    assert plain.on <= paused.on
