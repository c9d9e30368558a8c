"""Personal numbers that states give: their form, their check digits, and what they say of their bearer.

Nothing here refuses by itself. A clerk who copies another state's number mistypes it, and a number that looks wrong may
still find its bearer; so findings come with a severity, which depends on whose number it is:

    form, check digit      an error in a record about the issuer's own citizens, a warning about another state's
    date of birth, sex     a warning at most; only a hint for Kazakhstan, whose numbers are tied to neither since the
                           government's decree 853 of 26.08.2013

Which schemes there are is data (`schemas/codes/identifier-schemes.json`); a scheme without an entry below is opaque.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.core.identity import check_digit, look_alikes

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f.\-]+")


class Finding(StrEnum):
    """What is odd about a number."""

    FORM = "identifier-form"
    CHECK_DIGIT = "identifier-check-digit"
    NEVER_ISSUED = "identifier-never-issued"
    BIRTH_DATE = "identifier-birth-date"
    SEX = "identifier-sex"


class Severity(StrEnum):
    """How much a finding weighs: an error refuses, a warning travels with the answer, a hint is only shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """What a number says of its bearer, where it says anything; `sex` is M or F."""

    birth: date | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How the numbers of one scheme are built.

    `right` tells whether the check digit is right, None where no number of this base is given out; `official` whether
    that rule was published by the issuer; `read` what the number says of its bearer; `tied` whether it still says so.
    """

    form: re.Pattern[str]
    right: Callable[[str], bool | None] = lambda _value: True
    read: Callable[[str], Bearer | None] = lambda _value: Bearer()
    official: bool = True
    tied: bool = True


def normalise(value: str) -> str:
    """Return a number in digits and capital Latin letters: no blanks, dots or hyphens, no Cyrillic look-alikes."""
    return look_alikes.latin(_BLANKS.sub("", value).upper())


def check(scheme: str, value: str, *, birth: date | None = None, sex: str | None = None) -> tuple[Finding, ...]:
    """Return what is odd about a number, given what the record says of its bearer.

    Args:
        scheme: a code of the list `identifier-schemes`.
        value: the number, as `normalise` leaves it.
        birth: the bearer's full date of birth; None where a part is unknown.
        sex: M or F; anything else is not compared.
    """
    rules = SCHEMES.get(scheme)
    if rules is None:
        return ()
    bearer = rules.read(value) if rules.form.fullmatch(value) else None
    if bearer is None:
        return (Finding.FORM,)
    right = rules.right(value)
    findings = []
    if right is None:
        findings.append(Finding.NEVER_ISSUED)
    elif not right:
        findings.append(Finding.CHECK_DIGIT)
    if birth is not None and bearer.birth is not None and birth != bearer.birth:
        findings.append(Finding.BIRTH_DATE)
    if sex in ("M", "F") and bearer.sex is not None and sex != bearer.sex:
        findings.append(Finding.SEX)
    return tuple(findings)


def severity(scheme: str, finding: Finding, *, own: bool) -> Severity:
    """Return how much a finding weighs; `own`: the record's sender is of the state that gave the number."""
    rules = SCHEMES[scheme]
    if finding in (Finding.BIRTH_DATE, Finding.SEX):
        return Severity.WARNING if rules.tied else Severity.HINT
    if not own or (finding is Finding.CHECK_DIGIT and not rules.official):
        return Severity.WARNING
    return Severity.ERROR


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _by_century(digit: str) -> tuple[int, str]:
    """Read a digit for century and sex: 1 and 2 the 19th, 3 and 4 the 20th, 5 and 6 the 21st; odd is male."""
    return 1800 + (int(digit) - 1) // 2 * 100, "M" if digit in "135" else "F"


def _kz(value: str) -> Bearer:
    if value[6] not in "123456":  # 0 stands for foreigners, whose numbers say nothing
        return Bearer()
    century, sex = _by_century(value[6])
    return Bearer(birth=_day(century + int(value[:2]), value[2:4], value[4:6]), sex=sex)


def _kg(value: str) -> Bearer | None:
    birth = _day(int(value[5:9]), value[3:5], value[1:3])
    return None if birth is None else Bearer(birth=birth, sex="F" if value[0] == "1" else "M")


def _dated(value: str) -> Bearer | None:
    """Read century and sex, then DDMMYY: the numbers of Belarus and Uzbekistan."""
    century, sex = _by_century(value[0])
    birth = _day(century + int(value[5:7]), value[3:5], value[1:3])
    return None if birth is None else Bearer(birth=birth, sex=sex)


def _ends_right(digit: Callable[[str], str | int | None], length: int) -> Callable[[str], bool | None]:
    def right(value: str) -> bool | None:
        expected = digit(value[:-length])
        return None if expected is None else value[-length:] == str(expected)

    return right


def _snils(value: str) -> bool:
    expected = check_digit.ru_snils(value)
    return expected is None or value[-2:] == expected


SCHEMES: Mapping[str, Scheme] = {
    "KZ-IIN": Scheme(form=re.compile("[0-9]{12}"), right=_ends_right(check_digit.kz_iin, 1), read=_kz, tied=False),
    "KG-PIN": Scheme(form=re.compile("[12][0-9]{13}"), read=_kg),
    "UZ-PINFL": Scheme(
        form=re.compile("[1-6][0-9]{13}"), right=_ends_right(check_digit.weighted_731, 1), read=_dated, official=False
    ),
    "BY-IDNO": Scheme(
        form=re.compile("[1-6][0-9]{6}[ABCEHKM][0-9]{3}[A-Z]{2}[0-9]"),
        right=_ends_right(check_digit.weighted_731, 1),
        read=_dated,
    ),
    "AZ-FIN": Scheme(form=re.compile("[0-9A-NP-Z]{7}")),
    "AM-PSN": Scheme(form=re.compile("[0-9]{10}")),
    "RU-SNILS": Scheme(form=re.compile("[0-9]{11}"), right=_snils),
    "RU-INN12": Scheme(form=re.compile("[0-9]{12}"), right=_ends_right(check_digit.ru_inn12, 2)),
    "RU-PASS-INT": Scheme(form=re.compile("[0-9]{10}")),
    "MD-IDNP": Scheme(form=re.compile("[0-9]{13}"), right=_ends_right(check_digit.weighted_731, 1)),
    "GE-PN": Scheme(form=re.compile("[0-9]{11}")),
}
