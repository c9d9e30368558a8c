"""Reporting periods: 2020-M07, 2020-Q3, 2020-H1, 2020-9M, 2020-C11, 2020, and an instant, 2020-07-01.

Every period but an instant is a span of whole months of one year, so that half a year and the six months from January
on, 2020-H1 and 2020-C06, are one and the same span under two names.
"""

import datetime
import functools
import re
from dataclasses import dataclass
from enum import StrEnum


class PeriodKind(StrEnum):
    """The kinds of the code list `period-types`."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "9m"
    CUMULATIVE = "cumulative"
    YEAR = "year"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole months of one year, both ends included (1 to 12)."""

    year: int
    first: int
    last: int

    def before(self) -> "Span | None":
        """Return the months of the year that precede it; None: it begins with January."""
        return None if self.first == 1 else Span(self.year, 1, self.first - 1)

    def from_january(self) -> "Span":
        """Return the span from January to its last month."""
        return Span(self.year, 1, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A reporting period; `span` is None for an instant, `end` its last day."""

    kind: PeriodKind
    value: str
    span: Span | None
    end: datetime.date

    def to_json(self) -> dict[str, str]:
        """Return it as records hold it."""
        return {"type": self.kind, "value": self.value}

    def year_earlier(self) -> "Period | None":
        """Return the comparable period: of the same kind, one year before; None: there is no such day."""
        return parse(f"{int(self.value[:4]) - 1:04}{self.value[4:]}")


_PATTERNS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (PeriodKind.MONTH, re.compile(r"M(0[1-9]|1[0-2])")),
    (PeriodKind.QUARTER, re.compile(r"Q([1-4])")),
    (PeriodKind.HALF, re.compile(r"H([12])")),
    (PeriodKind.NINE_MONTHS, re.compile(r"(9)M")),
    (PeriodKind.CUMULATIVE, re.compile(r"C(0[1-9]|1[0-2])")),
)
_LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6}
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@functools.lru_cache(maxsize=4096)
def parse(value: str) -> Period | None:
    """Read a period by its value alone; None: it is none."""
    year, _, rest = value.partition("-")
    if not value.isascii() or _YEAR.fullmatch(year) is None:
        return None
    if value == year:
        return _spanning(PeriodKind.YEAR, value, Span(int(year), 1, 12))
    for kind, pattern in _PATTERNS:
        if (found := pattern.fullmatch(rest)) is not None:
            return _spanning(kind, value, _span(kind, int(year), int(found[1])))
    return _instant(value)


def _span(kind: PeriodKind, year: int, number: int) -> Span:
    length = _LENGTHS.get(kind)
    return Span(year, 1, number) if length is None else Span(year, (number - 1) * length + 1, number * length)


def _spanning(kind: PeriodKind, value: str, span: Span) -> Period:
    following = datetime.date(span.year, 12, 31) if span.last == 12 else datetime.date(span.year, span.last + 1, 1)
    end = following if span.last == 12 else following - datetime.timedelta(days=1)
    return Period(kind=kind, value=value, span=span, end=end)


def _instant(value: str) -> Period | None:
    if _DAY.fullmatch(value) is None:
        return None
    try:
        return Period(kind=PeriodKind.INSTANT, value=value, span=None, end=datetime.date.fromisoformat(value))
    except ValueError:
        return None
