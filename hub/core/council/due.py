"""Terms of plans and decisions: a day, a month, a quarter, a half-year, a year (due on its last day), or permanent."""

import calendar
import re
from datetime import date

PERMANENT = "permanent"
_SHAPE = re.compile(r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})))?")


def first_day(term: str) -> date | None:
    """Return the first day of a term; None for one without days, or that no calendar has."""
    months = _months(term)
    if months is None:
        return _day(term)
    return date(months[0], months[1], 1)


def last_day(term: str) -> date | None:
    """Return the day on which something is due; None for `permanent`, or for a day that no calendar has."""
    months = _months(term)
    if months is None:
        return _day(term)
    year, _, last = months
    return date(year, last, calendar.monthrange(year, last)[1])


def is_possible(term: str) -> bool:
    """Say whether the term is `permanent` or has a last day."""
    return term == PERMANENT or last_day(term) is not None


def _months(term: str) -> tuple[int, int, int] | None:
    """Return year, first and last month of a term that consists of whole months."""
    found = _SHAPE.fullmatch(term)
    if found is None or int(found["year"]) == 0:
        return None
    year = int(found["year"])
    if found["half"]:
        half = int(found["half"])
        return year, 6 * half - 5, 6 * half
    if found["quarter"]:
        quarter = int(found["quarter"])
        return year, 3 * quarter - 2, 3 * quarter
    if found["month"]:
        month = int(found["month"])
        return (year, month, month) if 1 <= month <= 12 else None
    return year, 1, 12


def _day(term: str) -> date | None:
    try:
        return date.fromisoformat(term)
    except ValueError:
        return None
