"""Calendars in the form of RFC 5545: whole days only, which is all that meetings and terms need.

Lines end with CR LF and are folded at 75 octets; a fold never splits a character. Texts are escaped (§3.3.11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WIDTH = 75
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
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    lines = [*head, *(line for event in events for line in _event(event)), "END:VCALENDAR"]
    return b"".join(_fold(line) for line in lines)


def _event(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{event.stamp:%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
        *([f"DESCRIPTION:{_text(event.description)}"] if event.description else []),
        f"CATEGORIES:{_text(event.category)}",
        f"STATUS:{event.status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join("".join(each for each in line if each.isprintable()) for line in text.splitlines())


def _fold(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, each after the first begun with a blank that is no part of it."""
    pieces, room = [b""], WIDTH
    for letter in line.encode("utf-8").decode("utf-8"):
        octets = letter.encode("utf-8")
        if len(octets) > room:
            pieces.append(b" ")
            room = WIDTH - 1
        pieces[-1] += octets
        room -= len(octets)
    return b"\r\n".join(pieces) + b"\r\n"
