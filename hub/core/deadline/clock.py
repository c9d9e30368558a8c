"""When a term ends, and why then: every day counted or left out, with its reason.

    start (an event in the log)
      │ its day is not counted
      ├─ a day ........... counted 1, 2, 3 … or left out: weekend, holiday, pause
      ├─ the last day .... moves on to a working day where the term says so
      └─ end of that day by the clocks of the acting authority

A term may also be counted back from its event: then its last day is the latest on which something may be done.

Pure: the same events, calendar and term give the same answer for ever, so anybody can check it with the log alone. Days
are legal days of the acting authority, whose time zone is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from hub.core.deadline.calendar import DayKind, WorkingCalendar
from hub.core.deadline.term import Pause, Term, Unit

_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a day was counted or not."""

    EVENT = "event"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    MOVED_ON = "moved-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the count.

    `number` is the place of a counted one, `holiday` the Russian and English name of a holiday, `pause` the code of the
    reason why the clock stood still.
    """

    day: date
    why: Why
    number: int | None = None
    holiday: tuple[str, str] | None = None
    pause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When a term ends: `at` is the instant, `on` the legal day of the acting authority.

    Both are None while a pause has no end. `days` explain the count (none for a term in hours), `calendar` is the
    version that was counted by, `estimated` whether a holiday in it was not announced yet.
    """

    on: date | None
    at: datetime | None
    term: Term
    calendar: str
    days: tuple[Day, ...] = ()
    estimated: bool = False


def compute(
    term: Term, *, start: datetime, calendar: WorkingCalendar, zone: tzinfo, pauses: Sequence[Pause] = ()
) -> Deadline:
    """Compute when a term ends.

    Args:
        term: what is counted.
        start: the instant of the event, aware.
        calendar: the working days of the acting state.
        zone: the time zone of the acting authority.
        pauses: when the clock stood still, in order, not overlapping. One that began after the term was over, counted
            with those before it, changes nothing any more.

    Raises:
        CalendarRangeError: the count goes beyond the calendar.
    """
    counted: list[Pause] = []
    for pause in pauses:
        ends_at = _finish(term, start, calendar, zone, counted).at
        if not term.before and ends_at is not None and pause.since >= ends_at:
            break
        if pause.until is None:
            return Deadline(on=None, at=None, term=term, calendar=calendar.version)
        counted.append(pause)
    return _finish(term, start, calendar, zone, counted)


def _finish(term: Term, start: datetime, calendar: WorkingCalendar, zone: tzinfo, pauses: Sequence[Pause]) -> Deadline:
    """Return when a term ends whose pauses are all over."""
    if term.unit is Unit.HOUR:
        length = timedelta(hours=term.value)
        at = start - length if term.before else _after_hours(start, length, pauses)
        return Deadline(on=at.astimezone(zone).date(), at=at, term=term, calendar=calendar.version)
    days = list(_count(term, start.astimezone(zone).date(), calendar, _paused_days(pauses, zone)))
    last = days[-1].day
    return Deadline(
        on=last,
        at=end_of(last, zone),
        term=term,
        calendar=calendar.version,
        days=tuple(days),
        estimated=any(day.day in calendar.holidays and calendar.holidays[day.day].estimated for day in days),
    )


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day is over by the clocks of a zone."""
    return datetime.combine(day + _DAY, time(), zone)


def _after_hours(start: datetime, left: timedelta, pauses: Sequence[Pause]) -> datetime:
    at = start
    for pause in pauses:
        if pause.until is None or pause.until <= at:
            continue
        left -= max(pause.since - at, timedelta())
        at = pause.until
    return at + left


def _paused_days(pauses: Sequence[Pause], zone: tzinfo) -> dict[date, str]:
    """Return the days in which the clock stood still at any time; the day on which it goes on is counted."""
    stopped = {}
    for pause in pauses:
        day = pause.since.astimezone(zone).date()
        while pause.until is not None and day < pause.until.astimezone(zone).date():
            stopped[day] = pause.reason
            day += _DAY
    return stopped


def _count(term: Term, event: date, calendar: WorkingCalendar, paused: dict[date, str]) -> Iterator[Day]:
    yield Day(day=event, why=Why.EVENT)
    way = -1 if term.before else 1
    wanted = abs(_months_on(event, way * term.value) - event).days if term.unit is Unit.MONTH else term.value
    day, number = event, 0
    while number < wanted:
        day += way * _DAY
        left_out = _left_out(day, calendar, paused, working_only=term.unit is Unit.WORKING_DAY)
        if left_out is None:
            number += 1
            yield Day(day=day, why=Why.COUNTED, number=number)
        else:
            yield left_out
    while term.rolls and not term.before and (day in paused or not calendar.is_working(day)):
        day += _DAY
        yield Day(day=day, why=Why.PAUSED, pause=paused[day]) if day in paused else Day(day=day, why=Why.MOVED_ON)


def _left_out(day: date, calendar: WorkingCalendar, paused: dict[date, str], *, working_only: bool) -> Day | None:
    if day in paused:
        return Day(day=day, why=Why.PAUSED, pause=paused[day])
    kind = calendar.kind(day)
    if not working_only or kind in (DayKind.WORKING, DayKind.MOVED_WORKING):
        return None
    if kind is DayKind.HOLIDAY:
        name = calendar.holidays[day]
        return Day(day=day, why=Why.HOLIDAY, holiday=(name.ru, name.en))
    return Day(day=day, why=Why.WEEKEND)


def _months_on(day: date, months: int) -> date:
    """Return the same day of the month so many months on, or that month's last day where it has none such."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - _DAY)
