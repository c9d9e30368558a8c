"""Numbers as written: `530 883` with spaces of all kinds, `85,4 %`, `−170 477`, `более 90 тыс.`."""

import re
from dataclasses import dataclass

from adapters._files import words
from adapters._parts.faults import FormError
from adapters._parts.letters import tidy

_NUMBER = re.compile(r"(?a:([+-]?)(\d{1,3}(?: \d{3})+|\d{1,16})(?:,(\d{1,6})|\.(\d{1,6}))?)")
_SCALES = {"тыс": 1_000, "млн": 1_000_000, "млрд": 1_000_000_000}
_SCALE = re.compile(r" ?(тыс|млн|млрд)\.?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, and how many decimals were written."""

    value: float
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    """A number with the qualifier written before it, if any."""

    qualifier: str | None
    value: float


def parse(text: str) -> Number:
    """Return the number of a text; a whole number is an int.

    Raises:
        FormError: it is no number.
    """
    plain = tidy(text).replace("\u2212", "-").replace("\u2013", "-").removesuffix("%").strip()
    scale = _SCALE.search(plain)
    factor = 1 if scale is None else _SCALES[scale[1]]
    match = _NUMBER.fullmatch(plain if scale is None else plain[: scale.start()])
    if match is None:
        raise FormError(
            "number-invalid",
            "Это не число. Пишите цифрами, дробную часть — после запятой.",
            "This is no number. Write digits, with decimals after a comma.",
        )
    sign, whole, decimals = match[1], match[2].replace(" ", ""), match[3] or match[4] or ""
    value = float(f"{sign}{whole}.{decimals}") if decimals else int(f"{sign}{whole}")
    scaled = round(value * factor, 6)
    return Number(value=int(scaled) if float(scaled).is_integer() and not decimals else scaled, decimals=len(decimals))


def parse_qualified(text: str) -> Qualified:
    """Return a number and the qualifier written before it («более 90 тыс.»).

    Raises:
        FormError: it is no number with or without a known word before it.
    """
    first, _, rest = tidy(text).partition(" ")
    if rest and first.isalpha():
        return Qualified(qualifier=words.QUALIFIERS.parse(first), value=parse(rest).value)
    return Qualified(qualifier=None, value=parse(text).value)


def parse_whole(text: str) -> int:
    """Return a whole number.

    Raises:
        FormError: it is none.
    """
    value = parse(text).value
    if not isinstance(value, int):
        raise FormError("number-invalid", "Нужно целое число.", "A whole number is needed.")
    return value
