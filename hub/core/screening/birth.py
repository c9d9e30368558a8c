"""Dates of birth as far as they are known, and how well two of them agree.

    1985-03-15  a day         1985-03  a month         1985  a year         1984..1986  a range

Registrars write 1 January where the day is unknown: such a date agrees, weakly, with every day of its year, and two of
them are not surely one day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

UNKNOWN = 0  # the code of no date at all
_LONGEST_RANGE = 10  # years; a longer range says nothing


class Agreement(StrEnum):
    """How well two dates of birth agree."""

    SAME = "same"  # both are full and equal
    PARTLY = "partly"  # what is known of both agrees, but one is not full
    DEFAULTS = "defaults"  # both are 1 January of one year: written for a day that nobody knew, or the very day
    DEFAULTED = "defaulted"  # one is 1 January, the other another day of that year
    SWAPPED = "swapped"  # day and month changed places
    SLIP = "slip"  # one digit differs, two neighbours changed places, or the year is one off
    DIFFERENT = "different"
    ABSENT = "absent"  # one of them is unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A date of birth: `month` and `day` are 0 where unknown; `last` is the last year of a range, else `year`."""

    year: int
    month: int = 0
    day: int = 0
    last: int

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day > 0 and self.last == self.year

    @property
    def is_default(self) -> bool:
        """Whether it is what registrars write for a day that they do not know."""
        return (self.month, self.day) == (1, 1) and self.last == self.year


def read(date: Mapping[str, Any] | None) -> Birth | None:
    """Read a partial date (schemas/shared/partial-date.json); None where nothing is known."""
    if date is None:
        return None
    year = int(date["year"])
    if date.get("qualifier") == "circa":
        return Birth(year=year - 1, last=year + 1)
    last = int(date.get("until", date)["year"])
    if last != year:
        return Birth(year=year, last=max(year, last))
    if "until" in date:  # a range inside one year: only the year is certain
        return Birth(year=year, last=year)
    return Birth(year=year, month=int(date.get("month", 0)), day=int(date.get("day", 0)), last=year)


def code(year: int, month: int = 0, day: int = 0) -> int:
    """Return a date as one number, below 2^21; the order of the dates is that of the numbers."""
    return year * 512 + month * 32 + day


def year_of(date: int) -> int:
    """Return the year of a date's number; 0 for the unknown."""
    return date // 512


def of_code(date: int) -> Birth | None:
    """Return the date that a number stands for; None for the unknown."""
    if date == UNKNOWN:
        return None
    year = date // 512
    return Birth(year=year, month=date // 32 % 16, day=date % 32, last=year)


def codes(birth: Birth | None) -> tuple[int, ...]:
    """Return the numbers under which a person is kept: one, or one for each year of a range."""
    if birth is None or birth.last - birth.year >= _LONGEST_RANGE:
        return (UNKNOWN,)
    if birth.last != birth.year:
        return tuple(code(year) for year in range(birth.year, birth.last + 1))
    return (code(birth.year, birth.month, birth.day),)


def compare(one: Birth | None, other: Birth | None) -> Agreement:
    """Return how well two dates agree; the order of the two does not matter."""
    if one is None or other is None:
        return Agreement.ABSENT
    if one.is_full and other.is_full:
        return _compare_days(one, other)
    overlap = one.year <= other.last and other.year <= one.last
    months = one.month == other.month or 0 in (one.month, other.month)
    if overlap and months:
        return Agreement.PARTLY
    if overlap and (one.is_default or other.is_default):
        return Agreement.DEFAULTED
    return Agreement.DIFFERENT


def _compare_days(one: Birth, other: Birth) -> Agreement:
    if one == other:
        return Agreement.DEFAULTS if one.is_default else Agreement.SAME
    if one.year == other.year and (one.is_default or other.is_default):
        return Agreement.DEFAULTED
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return Agreement.SWAPPED
    a, b = _digits(one), _digits(other)
    odd = [place for place in range(8) if a[place] != b[place]]
    beside = len(odd) == 2 and odd[1] == odd[0] + 1 and a[odd[0]] == b[odd[1]] and a[odd[1]] == b[odd[0]]
    year_off = abs(one.year - other.year) == 1 and (one.month, one.day) == (other.month, other.day)
    return Agreement.SLIP if len(odd) == 1 or beside or year_off else Agreement.DIFFERENT


def _digits(birth: Birth) -> str:
    return f"{birth.year:04}{birth.month:02}{birth.day:02}"


def near(birth: Birth) -> Iterator[int]:
    """Yield the numbers of other days that a full date is often mistaken for: swapped, or the year one off."""
    if birth.day <= 12 and birth.day != birth.month:
        yield code(birth.year, birth.day, birth.month)
    yield code(birth.year - 1, birth.month, birth.day)
    yield code(birth.year + 1, birth.month, birth.day)


def slips(birth: Birth) -> Iterator[int]:
    """Yield the numbers of the days in other years that are one digit from a full date.

    Slips within the year are found by looking the year up.
    """
    for place in (2, 3):
        step = 10 ** (3 - place)
        first = birth.year - birth.year // step % 10 * step
        yield from (code(first + digit * step, birth.month, birth.day) for digit in range(10))
    tens, ones = birth.year // 10 % 10, birth.year % 10
    yield code(birth.year - birth.year % 100 + ones * 10 + tens, birth.month, birth.day)
