"""Amounts, changes and periods in words: «более 530 883», "over 530,883", «I полугодие 2020 г.»."""

from collections.abc import Mapping
from decimal import Decimal

from hub.core.statistics.period import Period, PeriodKind

NARROW = "\u202f"  # between thousands in Russian
MINUS = "\u2212"
QUALIFIERS: Mapping[str, Mapping[str, str]] = {
    "ru": {"exact": "", "over": "более ", "about": "около ", "under": "менее "},
    "en": {"exact": "", "over": "over ", "about": "about ", "under": "fewer than "},
}
MONTHS: Mapping[str, tuple[str, ...]] = {
    "ru": (
        *("январь", "февраль", "март", "апрель", "май", "июнь"),
        *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
ROMAN = ("I", "II", "III", "IV")
ORDINALS = ("first", "second", "third", "fourth")


def number(value: Decimal | float, lang: str) -> str:
    """Return a number with its thousands apart and all of its decimals: 530 883 or 530,883; −56,8 or −56.8."""
    said = Decimal(str(value))
    text = f"{abs(said):,f}"
    if lang == "ru":
        text = text.replace(",", NARROW).replace(".", ",")
    return (MINUS if said < 0 else "") + text


def signed(value: Decimal | float, lang: str) -> str:
    """Return a change: a rise has its sign, too."""
    return ("+" if value > 0 else "") + number(value, lang)


def percent(value: Decimal | float, lang: str) -> str:
    """Return a percentage."""
    return number(value, lang) + (f"{NARROW}%" if lang == "ru" else "%")


def amount(value: Decimal | float, qualifier: str, lang: str) -> str:
    """Return an amount as it was said."""
    return QUALIFIERS[lang][qualifier] + number(value, lang)


def period(said: Period, lang: str) -> str:
    """Return the name of a period."""
    if said.span is None:
        return _day(said, lang)
    return _span(said, said.span.year, lang)


def _day(said: Period, lang: str) -> str:
    day, month, year = said.end.day, said.end.month, said.end.year
    return f"на {day:02}.{month:02}.{year}" if lang == "ru" else f"as of {day} {MONTHS['en'][month - 1]} {year}"


def _span(said: Period, year: int, lang: str) -> str:
    russian, first, last = lang == "ru", *_ends(said)
    if said.kind is PeriodKind.YEAR:
        return f"{year} г." if russian else f"{year}"
    if said.kind is PeriodKind.QUARTER:
        return (
            f"{ROMAN[last // 3 - 1]} квартал {year} г." if russian else f"{ORDINALS[last // 3 - 1]} quarter of {year}"
        )
    if said.kind is PeriodKind.HALF:
        return f"{ROMAN[last // 6 - 1]} полугодие {year} г." if russian else f"{ORDINALS[last // 6 - 1]} half of {year}"
    if said.kind is PeriodKind.NINE_MONTHS:
        return f"9 месяцев {year} г." if russian else f"nine months of {year}"
    months = MONTHS[lang]
    named = months[first - 1] if first == last else f"{months[first - 1]}–{months[last - 1]}"
    return f"{named} {year} г." if russian else f"{named} {year}"


def _ends(said: Period) -> tuple[int, int]:
    return (said.end.month, said.end.month) if said.span is None else (said.span.first, said.span.last)
