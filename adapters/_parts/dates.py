"""Dates as written in Russian: `12.03.1985`, `03.1985`, `1985`, `ок. 1985`, `1980-1985`, with or without «г.р.».

A day of a record is ISO text (`1985-03-12`); a date of birth is a partial date, `{"year", "month"?, "day"?,
"qualifier"?}`; without qualifier it is exact as far as it goes, else `circa` or `range`; a range has `until`.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from adapters._parts.faults import FormError

_DAY = re.compile(r"(?a:(\d{1,2})\.(\d{1,2})\.(\d{4}))")
_MONTH = re.compile(r"(?a:(\d{1,2})\.(\d{4}))")
_YEAR = re.compile(r"(?a:\d{4})")
_BORN = re.compile(r"\s*(?:г\.?\s?р\.?|года? рождения|г\.|года)$", re.IGNORECASE)
_CIRCA = re.compile(r"^(?:около|ок\.?|прим\.?|примерно|~)\s*", re.IGNORECASE)
_UNKNOWN_PARTS = re.compile(r"^(?:(?:00|__|xx|хх|--)\.)+", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-–—]\s*")
_MOMENT = re.compile(r"(?a:(\d{2})\.(\d{2})\.(\d{4})[ T](\d{2}):(\d{2})(?::(\d{2}))?)")
MOSCOW, DUSHANBE = 3, 5


def _not_a_date() -> FormError:
    return FormError(
        "date-invalid",
        "Такой даты нет или она записана иначе. Пишите день, месяц и год: дд.мм.гггг.",
        "There is no such date, or it is written otherwise. Write day, month and year: dd.mm.yyyy.",
    )


def parse_day(text: str) -> str:
    """Return the ISO text of `dd.mm.yyyy`.

    Raises:
        FormError: it is no date of the calendar.
    """
    match = _DAY.fullmatch(_BORN.sub("", text))
    if match is None:
        raise _not_a_date()
    return _checked(int(match[3]), int(match[2]), int(match[1])).isoformat()


def format_day(iso: str) -> str:
    """Return `dd.mm.yyyy` of ISO text."""
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def parse_moment(text: str, hours: int = MOSCOW) -> str:
    """Return the UTC instant (`…Z`) of a local `dd.mm.yyyy hh:mm:ss`, so many hours east of Greenwich.

    Raises:
        FormError: it is no date and time.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise _not_a_date()
    day, month, year, hour, minute = (int(part) for part in match.groups()[:5])
    try:
        moment = datetime.datetime(year, month, day, hour, minute, int(match[6] or 0), tzinfo=_zone(hours))
    except ValueError:
        raise _not_a_date() from None
    if not 1900 <= year <= 2200:
        raise _not_a_date()
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_moment(instant: str, hours: int = MOSCOW) -> str:
    """Return the local `dd.mm.yyyy hh:mm:ss` of a UTC instant."""
    moment = datetime.datetime.fromisoformat(instant).astimezone(_zone(hours))
    return moment.strftime("%d.%m.%Y %H:%M:%S")


def _zone(hours: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(hours=hours))


def parse_partial(text: str) -> dict[str, Any]:
    """Return the partial date of a written date of birth.

    Raises:
        FormError: it is no date, or a range whose end comes before its beginning.
    """
    text = _BORN.sub("", text.strip())
    circa = _CIRCA.match(text)
    if circa is not None:
        return {**_parts(text[circa.end() :]), "qualifier": "circa"}
    ends = _RANGE.split(text) if not _UNKNOWN_PARTS.match(text) else [text]
    if len(ends) == 1:
        return _parts(ends[0])
    if len(ends) != 2:
        raise _not_a_date()
    first, last = _parts(ends[0]), _parts(ends[1])
    if _order(last) < _order(first):
        raise _not_a_date()
    return {**first, "qualifier": "range", "until": last}


def format_partial(date: Mapping[str, Any]) -> str:
    """Return a partial date as written: the inverse of `parse_partial`."""
    written = _write(date)
    match date.get("qualifier"):
        case "circa":
            return f"ок. {written}"
        case "range":
            return f"{written} – {_write(date['until'])}"
        case _:
            return written


def _parts(text: str) -> dict[str, int]:
    text = _UNKNOWN_PARTS.sub("", text)
    if (match := _DAY.fullmatch(text)) is not None:
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        _checked(year, month, day)
        return {"year": year, "month": month, "day": day}
    if (match := _MONTH.fullmatch(text)) is not None:
        month, year = int(match[1]), int(match[2])
        _checked(year, month, 1)
        return {"year": year, "month": month}
    if _YEAR.fullmatch(text) is None:
        raise _not_a_date()
    _checked(int(text), 1, 1)
    return {"year": int(text)}


def _checked(year: int, month: int, day: int) -> datetime.date:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise _not_a_date() from None
    if not 1850 <= year <= 2200:
        raise _not_a_date()
    return date


def _order(date: Mapping[str, int]) -> tuple[int, int, int]:
    return date["year"], date.get("month", 12), date.get("day", 31)


def _write(date: Mapping[str, Any]) -> str:
    parts = [f"{date['year']:04d}"]
    if "month" in date:
        parts.insert(0, f"{date['month']:02d}")
        if "day" in date:
            parts.insert(0, f"{date['day']:02d}")
    return ".".join(parts)
