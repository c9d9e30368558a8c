"""Calendars in the form of RFC 5545: whole days only, which is all that meetings and terms need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import icalendar

PRODUCT = "-//CIS migration exchange//hub//RU"


class Status(StrEnum):
    """Whether the days are fixed, may change, or are off."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry: the days `first` to `last`, both included; `uid` stays, `sequence` counts changes."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    category: str
    status: Status
    sequence: int
    stamp: datetime


def format_calendar(events: Iterable[Event], *, name: str) -> bytes:
    """Return the calendar, UTF-8."""
    calendar = icalendar.Calendar()
    for member, value in (("version", "2.0"), ("prodid", PRODUCT), ("method", "PUBLISH")):
        calendar.add(member, value)
    calendar.add("x-wr-calname", icalendar.vText(_printable(name)))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical(sorted=False))


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", _printable(event.uid))
    component.add("dtstamp", event.stamp)
    component.add("sequence", event.sequence)
    component.add("dtstart", event.first)
    if event.last < date.max:  # without an end an event is of one day: RFC 5545, 3.6.1
        component.add("dtend", event.last + timedelta(days=1))
    component.add("summary", _printable(event.summary))
    if event.description:
        component.add("description", _printable(event.description))
    component.add("categories", [event.category])
    component.add("status", event.status.value)
    component.add("transp", "TRANSPARENT")
    return component


def _printable(text: str) -> str:
    return "\n".join("".join(each for each in line if each.isprintable()) for line in text.splitlines())
