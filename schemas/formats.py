"""The string formats of the exchange, the same functions for both validators.

The formats of the validators' own libraries differ in details (leap seconds, lower-case `z`, offsets), so none is used:
a date is a date of the Gregorian calendar, and a time is UTC with `Z`, to the second.
"""

import datetime
from collections.abc import Callable, Mapping


def is_date(value: str) -> bool:
    """Say whether this is a calendar date `YYYY-MM-DD` in ASCII digits (RFC 3339 full-date)."""
    # The dashes are looked at because `fromisoformat` alone takes other ISO 8601 forms (2026-W01-1).
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date_time(value: str) -> bool:
    """Say whether this is an instant `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC only, no fraction, no leap second)."""
    # Every third character from the fifth is a separator. Newer Pythons take 24:00:00 for midnight; we do not.
    if len(value) != 20 or value[4::3] != "--T::Z" or value[11:13] == "24":
        return False
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


FORMATS: Mapping[str, Callable[[str], bool]] = {"date": is_date, "date-time": is_date_time}
