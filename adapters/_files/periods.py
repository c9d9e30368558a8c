"""Reporting periods as written: «2019 год», «I полугодие 2020», «III квартал 2020», «июль 2020», «на 01.07.2020»."""

import re

from adapters._parts import dates
from adapters._parts.faults import FormError
from adapters._parts.letters import tidy

_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?P<year>(?a:\d{4}))"
_FORMS = (
    ("year", re.compile(_YEAR)),
    ("half", re.compile(rf"(?P<part>i{{1,2}}|[12])(?:-?е)? полугодие {_YEAR}")),
    ("quarter", re.compile(rf"(?P<part>i{{1,3}}|iv|[1-4])(?:-?й)? (?:квартал|кв\.?) {_YEAR}")),
    ("9m", re.compile(rf"9 (?:месяцев|мес\.?) {_YEAR}")),
    ("cumulative", re.compile(rf"январь ?[-–—] ?(?P<part>[а-я]+) {_YEAR}")),
    ("month", re.compile(rf"(?P<part>[а-я]+) {_YEAR}")),
)
_CODES = (
    ("month", re.compile(r"(?a:\d{4}-M\d{2})")),
    ("quarter", re.compile(r"(?a:\d{4}-Q[1-4])")),
    ("half", re.compile(r"(?a:\d{4}-H[12])")),
    ("9m", re.compile(r"(?a:\d{4}-9M)")),
    ("cumulative", re.compile(r"(?a:\d{4}-C\d{2})")),
    ("year", re.compile(r"(?a:\d{4})")),
)
_INSTANT = re.compile(r"на (.+)")
_YEAR_WORD = re.compile(r" ?(?:год|года|г)\.?$")


def parse(text: str) -> dict[str, str]:
    """Return type and value of a period.

    Raises:
        FormError: it is no period.
    """
    plain = tidy(text)
    for kind, code in _CODES:
        if code.fullmatch(plain) is not None:
            return {"type": kind, "value": plain}
    plain = plain.casefold()
    if (match := _INSTANT.fullmatch(plain)) is not None:
        return {"type": "instant", "value": dates.parse_day(match[1])}
    plain = _YEAR_WORD.sub("", plain)
    for kind, form in _FORMS:
        if (match := form.fullmatch(plain)) is not None:
            return {"type": kind, "value": match["year"] + _suffix(kind, match.groupdict().get("part"))}
    raise _no_period()


def parse_value(text: str) -> str:
    """Return the value of a period alone, as a base of comparison is named.

    Raises:
        FormError: it is no period.
    """
    return parse(text)["value"]


def _suffix(kind: str, part: str | None) -> str:
    if kind == "year":
        return ""
    if kind == "9m":
        return "-9M"
    if kind in {"half", "quarter"}:
        return f"-{'H' if kind == 'half' else 'Q'}{_ROMAN.get(part or '') or part}"
    if part not in _MONTHS:
        raise _no_period()
    return f"-{'M' if kind == 'month' else 'C'}{_MONTHS.index(part) + 1:02d}"


def _no_period() -> FormError:
    return FormError(
        "period-invalid",
        "Период не распознан. Пишите, например: «2019 год», «I полугодие 2020 года», «III квартал 2020 года».",
        "The period is not recognised. Write for example «2019 год», «I полугодие 2020 года», «III квартал 2020 года».",
    )
