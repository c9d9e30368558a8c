"""States as they are written: names, alpha-2, alpha-3 and numeric codes (ISO 3166-1, the Russian OKSM), ICAO codes.

Codes and names come from the code list `countries`; `spellings.csv` adds what else is met in documents: full names,
abbreviations, former names («Киргизия»). Those are read and never written.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from adapters._parts.faults import FormError
from adapters._parts.letters import tidy
from schemas import catalogue
from schemas.codes import CodeList

_PERSONS_WITHOUT_STATE = {
    "XXA": ("лицо без гражданства", "без гражданства", "лбг", "апатрид"),
    "XXB": ("беженец",),
    "XXC": ("беженец (иное)",),
    "XXX": ("гражданство не установлено", "не установлено", "неизвестно"),
}
"""ICAO 9303-3 §5, with the Russian words."""


@cache
def _spellings() -> Mapping[str, str]:
    """Return alpha-3 (or ICAO code) by every folded spelling."""
    spellings: dict[str, str] = {}
    for entry in _list().entries:
        for spelling in (entry.ru, entry.en, entry.code, entry.more["alpha2"], entry.more["numeric"]):
            spellings[_fold(spelling)] = entry.code
    with Path(__file__).with_name("spellings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spellings.update(dict.fromkeys(map(_fold, row["also"].split("|")), row["alpha3"]))
    for code, words in _PERSONS_WITHOUT_STATE.items():
        spellings.update(dict.fromkeys((code.casefold(), *words), code))
    return spellings


def _list() -> CodeList:
    return catalogue.load().code_list("countries")


def _fold(text: str) -> str:
    return tidy(text).casefold().replace("ё", "е")


def parse_citizenship(text: str) -> str:
    """Return the alpha-3 or ICAO code (XXA stateless …) of any spelling.

    Raises:
        FormError: nobody writes a state like that.
    """
    code = _spellings().get(_fold(text))
    if code is None:
        raise FormError(
            "state-unknown",
            "Государство не распознано. Укажите краткое русское название или код ISO 3166 (буквенный или цифровой).",
            "The state is not recognised. Write its short Russian name or an ISO 3166 code (letters or digits).",
        )
    return code


def parse_state(text: str) -> str:
    """Return the alpha-3 code of a state.

    Raises:
        FormError: it is no state (also: stateless).
    """
    code = parse_citizenship(text)
    if code in _PERSONS_WITHOUT_STATE:
        raise FormError(
            "state-expected",
            "Здесь нужно государство, а не статус лица. Укажите название или код государства.",
            "A state is needed here, not a person's status. Write the name or the code of a state.",
        )
    return code


def format_name(code: str) -> str:
    """Return the Russian name of an alpha-3 or ICAO code; a code that has none stays as it is."""
    country = _list().index.get(code)
    if country is not None:
        return country.ru
    return _PERSONS_WITHOUT_STATE[code][0] if code in _PERSONS_WITHOUT_STATE else code


def format_numeric(code: str) -> str:
    """Return the numeric (OKSM) code of an alpha-3 code; a code that has none stays as it is."""
    country = _list().index.get(code)
    return code if country is None else str(country.more["numeric"])
