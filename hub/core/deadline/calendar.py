"""The working days of one state: which days are off, and which days off are worked.

A calendar is data with a version and a source, as governments move days off from year to year; where it does not
reach, no term can be counted, and that is said instead of guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hub.core.errors import HubError

SATURDAY, SUNDAY = 5, 6


class DayKind(StrEnum):
    """What a day is in a calendar."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED_WORKING = "moved-working"  # a day of the weekend that is worked instead of another


class CalendarRangeError(HubError):
    """A term reaches beyond the years that a calendar knows."""

    code = "calendar-range"
    ru = "Срок выходит за пределы календаря рабочих дней ({state}, до {until}). Секретариату нужно дополнить календарь."
    en = "The term goes beyond the calendar of working days ({state}, until {until}). The secretariat has to extend it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day that is not worked: its names in Russian and English; `estimated` where it is announced only later."""

    ru: str
    en: str
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The days of `state` (alpha-2) from `first` to `last`, as `version` of the calendar says, taken from `source`.

    `holidays` are days off whatever day of the week they are, `worked` days of the weekend that are worked.
    """

    state: str
    version: str
    source: str
    first: date
    last: date
    holidays: Mapping[date, Holiday]
    worked: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def kind(self, day: date) -> DayKind:
        """Return what a day is.

        Raises:
            CalendarRangeError: the calendar does not know the day.
        """
        if not self.first <= day <= self.last:
            raise CalendarRangeError(state=self.state, until=self.last.isoformat())
        if day in self.worked:
            return DayKind.MOVED_WORKING
        if day in self.holidays:
            return DayKind.HOLIDAY
        return DayKind.WEEKEND if day.weekday() in self.weekend else DayKind.WORKING

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked.

        Raises:
            CalendarRangeError: the calendar does not know the day.
        """
        return self.kind(day) in (DayKind.WORKING, DayKind.MOVED_WORKING)


def from_json(document: Mapping[str, Any]) -> WorkingCalendar:
    """Return the calendar of a document that fits `schemas/calendars/calendar.schema.json`."""
    return WorkingCalendar(
        state=document["state"],
        version=document["version"],
        source=document["source"],
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]),
        holidays={
            date.fromisoformat(day["date"]): Holiday(ru=day["ru"], en=day["en"], estimated=day.get("estimated", False))
            for day in document["holidays"]
        },
        worked=frozenset(map(date.fromisoformat, document["worked"])),
        weekend=frozenset(document["weekend"]),
    )
