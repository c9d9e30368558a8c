"""Dates as JSON and XML write them (ISO 8601): `1985-03-12`, `1985-03-00` with unknown parts, moments with an offset.

Read strictly: no week dates, no other calendars, no digits of other scripts.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from adapters._parts.faults import FormError

FIRST_YEAR, LAST_YEAR = 1850, 2200
_DAY = re.compile(r"(?a:(\d{4})-(\d{2})-(\d{2}))")
_PARTIAL = re.compile(r"(?a:(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?)")
_MOMENT = re.compile(r"(?a:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))")


def _not_a_date() -> FormError:
    return FormError(
        "date-invalid",
        "Такой даты нет или она записана иначе. Пишите год, месяц и день: гггг-мм-дд.",
        "There is no such date, or it is written otherwise. Write year, month and day: yyyy-mm-dd.",
    )


def parse_day(value: object) -> str:
    """Return a day as it is, once it is known to be one.

    Raises:
        FormError: it is no day of the calendar between 1850 and 2200.
    """
    if not isinstance(value, str) or (match := _DAY.fullmatch(value)) is None:
        raise _not_a_date()
    return _checked(int(match[1]), int(match[2]), int(match[3])).isoformat()


def parse_partial(value: object) -> dict[str, Any]:
    """Return year, month and day of a date of birth, as far as they are known; `00` stands for what is not.

    Raises:
        FormError: it is no date, or a day is known and its month is not.
    """
    if not isinstance(value, str) or (match := _PARTIAL.fullmatch(value)) is None:
        raise _not_a_date()
    year, month, day = (int(part or 0) for part in match.groups())
    if day and not month:
        raise _not_a_date()
    _checked(year, month or 1, day or 1)
    return {"year": year} | ({"month": month} if month else {}) | ({"day": day} if day else {})


def format_partial(date: Mapping[str, Any]) -> str:
    """Return year, month and day as written: the inverse of `parse_partial`; qualifiers are the caller's."""
    return f"{date['year']:04d}-{date.get('month', 0):02d}-{date.get('day', 0):02d}"


def parse_moment(value: object) -> str:
    """Return the UTC instant (`…Z`) of a moment with its offset; fractions of a second are dropped.

    Raises:
        FormError: it is no moment, or has no offset.
    """
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        raise _not_a_moment()
    try:
        moment = datetime.datetime.fromisoformat(value).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise _not_a_moment() from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _not_a_moment()
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def format_moment(instant: str, hours: int) -> str:
    """Return a UTC instant as a moment so many hours east of Greenwich, with that offset."""
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    return datetime.datetime.fromisoformat(instant).astimezone(zone).isoformat(timespec="seconds")


def _not_a_moment() -> FormError:
    return FormError(
        "moment-invalid",
        "Такого момента нет или не указано смещение от UTC. Пишите гггг-мм-ддTчч:мм:сс+05:00.",
        "There is no such moment, or its offset from UTC is missing. Write yyyy-mm-ddThh:mm:ss+05:00.",
    )


def _checked(year: int, month: int, day: int) -> datetime.date:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise _not_a_date() from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _not_a_date()
    return date
