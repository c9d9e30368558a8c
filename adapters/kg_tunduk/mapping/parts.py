"""Small parts that several documents have: dates, states, authority, law, text in two languages, evidence."""

import re
from collections.abc import Mapping

from adapters._parts import countries, dates
from adapters._parts.faults import FormError
from adapters._parts.json_form import FLAG, LINES, TEXT, Form, Member, Scalar, read_text
from adapters._parts.letters import tidy

BISHKEK = 6

STATES: Mapping[str, str] = {
    "Кыргызстан": "KGZ",
    "Кыргыз Республикасы": "KGZ",
    "Казакстан": "KAZ",
    "Казакстан Республикасы": "KAZ",
    "Өзбекстан": "UZB",
    "Өзбекстан Республикасы": "UZB",
    "Тажикстан": "TJK",
    "Тажикстан Республикасы": "TJK",
    "Түркмөнстан": "TKM",
    "Россия": "RUS",
    "Россия Федерациясы": "RUS",
    "Беларусь": "BLR",
    "Беларусь Республикасы": "BLR",
    "Армения": "ARM",
    "Армения Республикасы": "ARM",
    "Азербайжан": "AZE",
    "Азербайжан Республикасы": "AZE",
    "Кытай": "CHN",
    "Түркия": "TUR",
    "Афганистан": "AFG",
    "жарандыгы жок": "XXA",
}
"""Kyrgyz names, the one that is written first; other states stand under their alpha-3 codes."""
_BY_NAME = {tidy(name).casefold(): code for name, code in STATES.items()}
_NAME_OF = {code: name for name, code in reversed(list(STATES.items()))}
_TERM = re.compile(r"(?a:([1-9]\d{0,3})) ?(жыл|ай|күн)")
_UNITS = {"жыл": "Y", "ай": "M", "күн": "D"}
_UNIT_WORDS = {letter: word for word, letter in _UNITS.items()}


def _citizenship(value: object) -> str:
    text = read_text(value)
    return _BY_NAME.get(text.casefold()) or countries.parse_citizenship(text)


def _state(value: object) -> str:
    text = read_text(value)
    return countries.parse_state(_BY_NAME.get(text.casefold(), text))


def _name_of(code: str) -> str:
    return _NAME_OF.get(code, code)


def _term(value: object) -> str:
    match = _TERM.fullmatch(read_text(value).casefold())
    if match is None:
        raise FormError(
            "term-invalid",
            "Срок записан иначе. Пишите число и единицу: «3 жыл», «6 ай» или «90 күн».",
            "The term is written otherwise. Write a number and a unit: «3 жыл», «6 ай» or «90 күн».",
        )
    return f"P{match[1]}{_UNITS[match[2]]}"


DAY = Scalar(lambda value: dates.parse_day(read_text(value)), dates.format_day)
MOMENT = Scalar(
    lambda value: dates.parse_moment(read_text(value), BISHKEK), lambda instant: dates.format_moment(instant, BISHKEK)
)
PARTIAL = Scalar(lambda value: dates.parse_partial(read_text(value)), dates.format_partial)
CITIZENSHIP = Scalar(_citizenship, _name_of)
STATE = Scalar(_state, _name_of)
TERM = Scalar(_term, lambda duration: f"{duration[1:-1]} {_UNIT_WORDS[duration[-1]]}")
BILINGUAL = Form(Member("ru", "ru", LINES), Member("en", "en", LINES))
AUTHORITY = Form(
    Member("name", "name", TEXT, required=True),
    Member("unit", "unit", TEXT),
    Member("participant", "participant", TEXT),
    Member("country", "state", STATE),
)
LAW = Form(
    Member("act", "law", TEXT, required=True),
    Member("article", "article", TEXT, required=True),
    Member("part", "part", TEXT),
    Member("country", "state", STATE),
)
EVIDENCE = Form(
    Member("tier", "tier", TEXT, required=True),
    Member("item", "item", TEXT, required=True),
    Member("reference", "document_ref", TEXT),
    Member("note", "note", LINES),
    Member("forged", "forged", FLAG),
)
REASON = Form(Member("code", "code", TEXT, required=True), Member("text", "text", BILINGUAL))
