"""The period of a ban: when it begins and ends, as far as that can be told.

    start        `start_on`; of a duration that runs from the decision's date, that date; else not yet known
    end          `end_on`; else start + duration − 1 day: the last day is inside
    no start     the ban waits for its start event (exit, expulsion, transfer): it has no end, and holds meanwhile

Years and months are counted by the calendar: where the month has no such day, by its last one (29 February + 1 year is
28 February). Source: domain paper §3.4; an end that the issuer states himself stands.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_DAY = timedelta(days=1)
_ANY_DAY = date(2000, 1, 1)
FROM_DECISION = "decision_date"
ENDLESS = frozenset({"indefinite", "until_condition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """First and last day of a ban; None: not known yet, or without end."""

    start: date | None
    end: date | None


def add(day: date, duration: str) -> date:
    """Return the day so long after `day`; `duration` is one unit of ISO 8601 (`P3Y`, `P6M`, `P90D`).

    Beyond the year 9999 it is the last day that there is.
    """
    value, unit = int(duration[1:-1]), duration[-1]
    if unit == "D":
        return date.max if value > (date.max - day).days else day + timedelta(days=value)
    return months_on(day, value * (12 if unit == "Y" else 1))


def months_on(day: date, months: int) -> date:
    """Return the same day of the month so many months later or earlier, or that month's last day.

    Beyond the years 1 to 9999 it is the last or first day that there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(start: date, duration: str) -> date:
    """Return the last day, inclusive, of a duration that begins on `start`."""
    end = add(start, duration)
    return end if end == date.max else max(end - _DAY, start)


def span_of(record: Mapping[str, Any]) -> Span:
    """Return first and last day of a ban's record."""
    period = record.get("period", {})
    start, end = day_of(period, "start_on"), day_of(period, "end_on")
    if start is None and period.get("start_event") == FROM_DECISION:
        start = day_of(record.get("decision", {}), "date")
    return Span(start=start, end=end or derived_end(period, start))


def derived_end(period: Mapping[str, Any], start: date | None) -> date | None:
    """Return the last day as start and duration give it, whatever `end_on` says; None if they do not."""
    if start is None or "duration" not in period or period["kind"] != "duration":
        return None
    return last_day(start, period["duration"])


def lengthens(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether a revision of a ban ends later than the one before it, as far as both say when they end."""
    ended, ends = span_of(before).end, span_of(after).end
    if ended is not None and ends is not None:
        return ends > ended
    was, now = before["period"].get("duration"), after["period"].get("duration")
    if was is not None and now is not None:
        return last_day(_ANY_DAY, now) > last_day(_ANY_DAY, was)
    return ended is not None and after["period"]["kind"] in ENDLESS


def day_of(members: Mapping[str, Any], name: str) -> date | None:
    """Return a member that is a date, if it is there."""
    text = members.get(name)
    return None if text is None else date.fromisoformat(text)
