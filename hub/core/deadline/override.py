"""Changes of a calendar: single days moved, a further year announced, from a day on that has not begun.

What a clock has counted already stays counted: no change reaches back. So a case that is over is computed for ever as
it was, whichever later version the calendar has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from hub.core.deadline.calendar import Holiday, WorkingCalendar
from hub.core.errors import ConflictError
from keys.calendar_change import CalendarChange


class CalendarChangeError(ConflictError):
    """The change does not follow the calendar as it is."""

    code = "calendar-change"
    ru = "Изменение не следует за календарём {state} ({version}). Нужны новая версия и будущие дни в его пределах."
    en = "The change does not follow the calendar of {state} ({version}). Give a newer version, days ahead within it."


def apply(calendar: WorkingCalendar, change: CalendarChange, on: date) -> WorkingCalendar:
    """Return the calendar after a change that was logged on a day.

    Raises:
        CalendarChangeError: its version is not newer, it reaches back or beyond the calendar, or names a day twice.
    """
    last = change.until or calendar.last
    days = [day.date for day in change.days]
    newer = _number(change.version) > _number(calendar.version)
    within = all(on < day <= last for day in days) and len(set(days)) == len(days)
    if not newer or not within or last < calendar.last:
        raise CalendarChangeError(state=calendar.state, version=calendar.version)
    off = {day.date: Holiday(ru=day.ru, en=day.en) for day in change.days if not day.works}
    worked = {day.date for day in change.days if day.works}
    kept = {day: name for day, name in calendar.holidays.items() if day not in worked}
    return replace(
        calendar,
        version=change.version,
        source=change.source,
        last=last,
        holidays={**kept, **off},
        worked=(calendar.worked | worked) - off.keys(),
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def gather(
    calendars: Mapping[str, WorkingCalendar], changes: Iterable[tuple[CalendarChange, date]]
) -> dict[str, WorkingCalendar]:
    """Return the calendars after all changes that follow, in the order of the log; each comes with its leaf's day."""
    found = dict(calendars)
    for change, on in changes:
        if change.state in found:
            try:
                found[change.state] = apply(found[change.state], change, on)
            except CalendarChangeError:
                continue  # taken by a hub that was not right: it counts for nobody
    return found
