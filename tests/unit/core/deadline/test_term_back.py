"""Terms counted back from an event."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.core.deadline.clock import Why, compute
from hub.core.deadline.term import Term, Unit
from tests.unit.core.deadline.cases import CALENDARS, TJ, ZONES

EVENT = datetime(2026, 9, 14, 6, tzinfo=UTC)  # a Monday


def back(value: int, unit: Unit, start: datetime = EVENT) -> date | None:
    term = Term(value=value, unit=unit, article="test", before=True)
    return compute(term, start=start, calendar=CALENDARS[TJ], zone=ZONES[TJ]).on


def test_working_days_are_counted_back_over_holidays_and_weekends() -> None:
    assert back(3, Unit.WORKING_DAY) == date(2026, 9, 8)  # the ninth is Independence Day
    assert back(15, Unit.CALENDAR_DAY) == date(2026, 8, 30)  # a Sunday, and never moved on
    assert back(1, Unit.MONTH) == date(2026, 8, 14)


def test_hours_are_counted_back_by_the_clock() -> None:
    term = Term(value=48, unit=Unit.HOUR, article="test", before=True)
    found = compute(term, start=EVENT, calendar=CALENDARS[TJ], zone=ZONES[TJ])
    assert found.at == EVENT - timedelta(hours=48)


@given(st.integers(1, 40), st.integers(0, 300))
def test_so_many_working_days_lie_between(value: int, day: int) -> None:
    start = datetime(2025, 3, 1, 6, tzinfo=UTC) + timedelta(days=day)
    term = Term(value=value, unit=Unit.WORKING_DAY, article="test", before=True)
    found = compute(term, start=start, calendar=CALENDARS[TJ], zone=ZONES[TJ])
    assert found.on is not None
    between = [found.on + timedelta(days=each) for each in range((start.date() - found.on).days)]
    assert sum(CALENDARS[TJ].is_working(each) for each in between) == value
    assert sum(each.why is Why.COUNTED for each in found.days) == value
