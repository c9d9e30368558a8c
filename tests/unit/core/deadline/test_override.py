"""Changes of a calendar: forward only, a newer version each, and never a day that has begun."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.deadline.calendar import DayKind
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.override import CalendarChangeError, apply, gather
from keys.calendar_change import CalendarChange, ChangedDay
from tests.unit.core.deadline.cases import CALENDARS, SWISS, TJ, ZONES, Case, at

TODAY = date(2026, 3, 2)
TAJIK = CALENDARS[TJ]
OFF = ChangedDay(date=date(2026, 3, 10), works=False, ru="День пробы", en="Day of test data")
WORKED = ChangedDay(date=date(2026, 3, 14), works=True)
FORMER = ChangedDay(date=date(2026, 9, 9), works=True)  # Independence Day


def change(*days: ChangedDay, **members: Any) -> CalendarChange:
    given: dict[str, Any] = {"version": "2026.2", "until": None, **members}
    return CalendarChange(
        hub="mig.example/test",
        participant="cis-ec",
        state="TJ",
        source="test data",
        days=days,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        **given,
    )


def test_days_move_and_the_version_tells() -> None:
    changed = apply(TAJIK, change(OFF, WORKED, FORMER), TODAY)

    assert (changed.version, changed.source) == ("2026.2", "test data")
    assert [changed.kind(day.date) for day in (OFF, WORKED, FORMER)] == [
        *(DayKind.HOLIDAY, DayKind.MOVED_WORKING, DayKind.MOVED_WORKING),
    ]
    back = apply(changed, change(replace(OFF, date=WORKED.date), version="2026.10"), TODAY)
    assert back.kind(WORKED.date) is DayKind.HOLIDAY


def test_a_calendar_grows_by_a_year() -> None:
    until = date(2028, 12, 31)
    changed = apply(TAJIK, change(replace(OFF, date=date(2028, 9, 9)), until=until), TODAY)
    assert changed.last == until
    assert changed.kind(date(2028, 9, 9)) is DayKind.HOLIDAY


@pytest.mark.parametrize(
    "wrong",
    [
        change(OFF, version="2026.1"),
        change(OFF, version="2025.9"),
        change(replace(OFF, date=TODAY)),
        change(replace(OFF, date=date(2029, 1, 1))),
        change(OFF, OFF),
        change(until=date(2027, 1, 1)),
    ],
)
def test_what_reaches_back_or_beyond_is_refused(wrong: CalendarChange) -> None:
    with pytest.raises(CalendarChangeError) as caught:
        apply(TAJIK, wrong, TODAY)
    assert caught.value.code == "calendar-change"


def test_what_does_not_follow_counts_for_nobody() -> None:
    stated = [(change(OFF), TODAY), (change(WORKED), TODAY), (replace(change(OFF), state="XX"), TODAY)]
    found = gather({"TJ": TAJIK}, stated)
    assert found["TJ"].kind(OFF.date) is DayKind.HOLIDAY
    assert found["TJ"].kind(WORKED.date) is not DayKind.MOVED_WORKING
    assert set(found) == {"TJ"}


@given(st.integers(1, 200), st.booleans(), st.integers(0, 120))
def test_a_term_that_was_over_is_computed_as_before(day: int, works: bool, later: int) -> None:
    """Whatever changes after its last day."""
    case = Case()
    case.request("01-12", "01-13")
    ended = clocks(case.events, SWISS, CALENDARS, ZONES, at("02-15"))
    moved = replace(OFF, date=date(2026, 2, 15) + timedelta(days=day), works=works)
    changed = {**CALENDARS, TJ: apply(TAJIK, change(moved), date(2026, 2, 15))}
    again = clocks(case.events, SWISS, changed, ZONES, at("02-15") + timedelta(days=later))
    assert ended[0].state is again[0].state
    assert ended[0].deadline is not None
    assert again[0].deadline is not None
    assert (ended[0].deadline.on, ended[0].deadline.days) == (again[0].deadline.on, again[0].deadline.days)
