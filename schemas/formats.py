"""The string formats of the exchange, the same functions for both validators.

The formats of the validators' own libraries differ in details (leap seconds, lower-case `z`, offsets), so none is used:
a date is a date of the Gregorian calendar, and a time is UTC with `Z`, to the second.
"""

import datetime
from collections.abc import Callable, Mapping

_DIGITS = frozenset("0123456789")


def is_date(value: str) -> bool:
    """Say whether this is a calendar date `YYYY-MM-DD` in ASCII digits (RFC 3339 full-date)."""
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return False
    # `fromisoformat` alone would take other ISO 8601 forms (2026-W01-1) and other digits.
    if not _DIGITS.issuperset(value.replace("-", "", 2)):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date_time(value: str) -> bool:
    """Say whether this is an instant `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, UTC only, no fraction, no leap second)."""
    if len(value) != 20 or value[10] != "T" or value[13] != ":" or value[16] != ":" or value[19] != "Z":
        return False
    time = value[11:13] + value[14:16] + value[17:19]
    return _DIGITS.issuperset(time) and time[:2] < "24" and time[2:4] < "60" and time[4:] < "60" and is_date(value[:10])


FORMATS: Mapping[str, Callable[[str], bool]] = {"date": is_date, "date-time": is_date_time}
