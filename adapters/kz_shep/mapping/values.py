"""Single values of the Kazakh documents: ISO dates, moments with milliseconds, states by number, IIN."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from adapters._parts import countries, xml_document
from adapters._parts.dates import format_day, format_partial, parse_day, parse_partial
from adapters._parts.faults import FormError
from adapters._parts.json_form import Scalar, read_text
from adapters._parts.letters import fold_number

ASTANA = datetime.timezone(datetime.timedelta(hours=5))
"""One time in the whole state since 1 March 2024; a moment says its own zone."""

_STATES: Mapping[str, str] = {
    "әзербайжан": "AZE",
    "армения": "ARM",
    "беларусь": "BLR",
    "қазақстан": "KAZ",
    "қазақстан республикасы": "KAZ",
    "қырғызстан": "KGZ",
    "ресей": "RUS",
    "ресей федерациясы": "RUS",
    "тәжікстан": "TJK",
    "түрікменстан": "TKM",
    "өзбекстан": "UZB",
    "грузия": "GEO",
    "түркия": "TUR",
    "ауғанстан": "AFG",
    "қытай": "CHN",
    "азаматтығы жоқ": "XXA",
    "босқын": "XXB",
    "анықталмаған": "XXX",
}
_ZONE = r"(?:Z|[+-]\d{2}:\d{2})"
_DAY = re.compile(rf"(?a:(\d{{4}}-\d{{2}}-\d{{2}}){_ZONE}?)")
_MOMENT = re.compile(rf"(?a:\d{{4}}-\d{{2}}-\d{{2}}T\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,9}})?{_ZONE}?)")
_PART = re.compile(r"(?a:\d{4}(?:-\d{2}){0,2})")
_DECIMAL = re.compile(r"(?a:-?\d{1,15}(?:\.\d{1,15})?)")
_CIRCA = "шамамен "
_FIRST, _SECOND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def _date_invalid() -> FormError:
    return FormError(
        "date-invalid",
        "Такой даты нет или она записана иначе. Пишите год, месяц и день: гггг-мм-дд.",
        "There is no such date, or it is written otherwise. Write year, month and day: yyyy-mm-dd.",
    )


def read_day(value: object) -> str:
    """Return the ISO text of a day; a zone behind it says nothing and is left out.

    Raises:
        FormError: it is no date of the calendar.
    """
    match = _DAY.fullmatch(read_text(value))
    if match is None:
        raise _date_invalid()
    return parse_day(format_day(match[1]))


def read_moment(value: object) -> str:
    """Return the UTC instant (`…Z`) of a moment; without a zone it is Astana's. Parts of a second are left out.

    Raises:
        FormError: it is no date and time.
    """
    text = read_text(value)
    if _MOMENT.fullmatch(text) is None:
        raise _date_invalid()
    try:
        moment = datetime.datetime.fromisoformat(text)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=ASTANA)
        instant = moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise _date_invalid() from None
    if not 1900 <= instant.year <= 2200:
        raise _date_invalid()
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_moment(instant: str) -> str:
    """Return a moment as Astana has it, with milliseconds and zone."""
    return datetime.datetime.fromisoformat(instant).astimezone(ASTANA).isoformat(timespec="milliseconds")


def read_partial(value: object) -> dict[str, Any]:
    """Return a date of birth, as far as it is known: `1985`, `1985-03`, `1985-03-12`, «шамамен 1985», `1980/1985`.

    Raises:
        FormError: it is no date, or a range whose end comes before its beginning.
    """
    text = read_text(value)
    circa = text.casefold().startswith(_CIRCA)
    ends = text[len(_CIRCA) :].split("/") if circa else text.split("/")
    if len(ends) > 2 or (circa and len(ends) > 1):
        raise _date_invalid()
    turned = [_turned(_DAY.sub(r"\1", end)) for end in ends]
    return parse_partial("ок. " + turned[0] if circa else " – ".join(turned))


def _turned(part: str) -> str:
    if _PART.fullmatch(part) is None:
        raise _date_invalid()
    return ".".join(reversed(part.split("-")))


def write_partial(date: Mapping[str, Any]) -> str:
    """Return a date of birth as written: the inverse of `read_partial`."""
    written = format_partial(date)
    circa = written.startswith("ок. ")
    ends = [_turned_back(end) for end in written.removeprefix("ок. ").split(" – ")]
    return _CIRCA + ends[0] if circa else "/".join(ends)


def _turned_back(part: str) -> str:
    return "-".join(reversed(part.split(".")))


def read_iin(value: object) -> str:
    """Return an IIN: twelve digits whose last one checks the others. What they say of birth and sex is not asked.

    Raises:
        FormError: it has another form, or its check digit does not fit.
    """
    iin = fold_number(read_text(value), latin=True)
    if len(iin) != 12 or not (iin.isascii() and iin.isdigit()) or check_digit(iin[:11]) != int(iin[11]):
        raise FormError(
            "iin-invalid",
            "ИИН состоит из 12 цифр, последняя из них контрольная. Проверьте его по документу.",
            "An IIN has twelve digits, the last of them a check digit. Check it against the document.",
        )
    return iin


def check_digit(digits: str) -> int:
    """Return the check digit of the first eleven; 10 where there is none, and no such IIN is issued."""
    first = _weighed(digits, _FIRST)
    return first if first < 10 else _weighed(digits, _SECOND)


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


def read_decimal(value: object) -> int | float:
    """Return a number with a decimal point.

    Raises:
        FormError: it is none.
    """
    text = read_text(value)
    if _DECIMAL.fullmatch(text) is None:
        raise FormError(
            "number-invalid",
            "Нужно число цифрами, дробная часть через точку.",
            "A number in digits is needed, its fraction behind a point.",
        )
    return float(text) if "." in text else int(text)


def write_decimal(value: float) -> str:
    """Return a number with a decimal point, as exact as it is."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def _state(read: Callable[[str], str]) -> Scalar:
    def parse(value: object) -> str:
        text = read_text(value)
        return read(_STATES.get(text.casefold(), text))

    return Scalar(parse, countries.format_numeric)


DAY = Scalar(read_day)
MOMENT = Scalar(read_moment, write_moment)
PARTIAL = Scalar(read_partial, write_partial)
STATE, CITIZENSHIP = _state(countries.parse_state), _state(countries.parse_citizenship)
IIN = Scalar(read_iin)
FLAG = Scalar(lambda value: xml_document.flag(read_text(value)), lambda value: "true" if value else "false")
WHOLE = Scalar(lambda value: xml_document.whole_number(read_text(value)), str)
NUMBER = Scalar(read_decimal, write_decimal)
