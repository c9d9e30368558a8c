"""When the runs of a sync begin and are due, by the sender's own clock and working calendar.

    day of reckoning ──open_day, open_hour──> opens ──────────────> due ──due_working──> the next working day
    (each day, each working day, a day of the week, the day after a period)

A calendar ends; what cannot be counted by it any more is not guessed: there are no slots beyond.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hub.core.deadline.calendar import SATURDAY, CalendarRangeError, WorkingCalendar
from keys.sync_plan import Every, Rhythm

_DAY = timedelta(days=1)
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
_LAST = date(2200, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """How a participant counts: its zone, and its working calendar; None: Monday to Friday are worked."""

    zone: tzinfo
    calendar: WorkingCalendar | None = None

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked.

        Raises:
            CalendarRangeError: the calendar does not know the day.
        """
        return day.weekday() < SATURDAY if self.calendar is None else self.calendar.is_working(day)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """One run to come or past: when it begins, and by when it is due; its begin names it."""

    opens_at: datetime
    due_at: datetime


def slots(rhythm: Rhythm, local: Local, *, since: datetime) -> Iterator[Slot]:
    """Yield the slots that open at an instant or later, in their order, as far as the calendar reaches."""
    try:
        for day in _days(rhythm, local, since.astimezone(local.zone).date() - rhythm.open_day * _DAY):
            opens_at = _at(day + rhythm.open_day * _DAY, time(rhythm.open_hour), local)
            if opens_at >= since:
                yield Slot(opens_at=opens_at, due_at=_due(day, rhythm, local))
    except CalendarRangeError:
        return


def begin_of(first: date, since: datetime, local: Local) -> datetime:
    """Return from when on runs are due: from a day on, and not before an instant."""
    return max(since, _at(first, time(), local))


def next_slot(rhythm: Rhythm, local: Local, *, since: datetime) -> Slot | None:
    """Return the first slot that opens at an instant or later; None: the calendar does not reach so far."""
    return next(slots(rhythm, local, since=since), None)


def _days(rhythm: Rhythm, local: Local, first: date) -> Iterator[date]:
    """Yield the days of reckoning from a day on."""
    months = _MONTHS.get(rhythm.every)
    if months is not None:
        yield from _periods(first, months)
        return
    day = first
    while day < _LAST:
        if _reckons(day, rhythm, local):
            yield day
        day += _DAY


def _reckons(day: date, rhythm: Rhythm, local: Local) -> bool:
    if rhythm.every is Every.WEEK:
        return day.isoweekday() == rhythm.weekday
    return rhythm.every is Every.DAY or local.is_working(day)


def _periods(first: date, months: int) -> Iterator[date]:
    """Yield the days after the ends of periods, from a day on."""
    count = -(-(first.year * 12 + first.month - 1) // months) * months
    while (day := date(count // 12, count % 12 + 1, 1)) < _LAST:
        if day >= first:
            yield day
        count += months


def _due(day: date, rhythm: Rhythm, local: Local) -> datetime:
    day += rhythm.due_day * _DAY
    while rhythm.due_working and not local.is_working(day):
        day += _DAY
    return _at(day, time.fromisoformat(rhythm.due_time), local)


def _at(day: date, hour: time, local: Local) -> datetime:
    """Return the instant of a local time; one that a change of clocks leaves out is that much later."""
    return datetime.combine(day, hour, local.zone).astimezone(UTC)
