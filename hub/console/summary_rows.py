"""The figures of a summary as they are typed, in a form or in a spreadsheet: row by row, in codes or in words.

    rows of texts  ->  observations, and what is wrong by row and column  ->  the record

An indicator, a dimension or a code may be written as its code or as it is called in Russian or English. Numbers may
have blanks between thousands and a comma before decimals.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.console.table_file import Row
from hub.core.errors import Fault
from hub.core.statistics import period as periods
from schemas import catalogue, files

COLUMNS = ("indicator", "part", "value", "qualifier", "status", "base_value", "note_ru", "note_en")
CHOSEN = frozenset({"qualifier", "status"})  # a form always has one chosen: alone they are no figure
LONGEST: Mapping[str, int] = dict.fromkeys(COLUMNS, 2000)
HEADINGS: Mapping[str, tuple[str, str]] = {
    "indicator": ("показатель", "indicator"),
    "part": ("разрез", "part"),
    "value": ("значение", "value"),
    "qualifier": ("точность", "qualifier"),
    "status": ("статус", "status"),
    "base_value": ("год назад", "a year earlier"),
    "note_ru": ("примечание", "note in russian"),
    "note_en": ("примечание на английском", "note in english"),
}
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"[0-9]+([.,][0-9]{1,6})?")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a row (its place among all, from 0) and column."""

    row: int
    column: str
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The observations of the rows that are not empty; `rows` has the place of each one's row."""

    observations: Sequence[Mapping[str, Any]]
    rows: Sequence[int]
    problems: Sequence[Problem]


def of_table(table: Sequence[Row]) -> tuple[list[tuple[int, Texts]], list[str]]:
    """Return the rows of a table under its headings, numbered as in the file, and headings that are none of ours."""
    (_, headings), *rows = table
    columns = [_column_of(each) for each in headings]
    unknown = [text for text, column in zip(headings, columns, strict=True) if text and column is None]
    return [(number, _texts(columns, cells)) for number, cells in rows], unknown


def _texts(columns: Sequence[str | None], cells: Sequence[str]) -> Texts:
    return {column: text for column, text in zip(columns, cells, strict=False) if column is not None}


def _column_of(heading: str) -> str | None:
    said = _key(heading)
    return next((name for name, words in HEADINGS.items() if said in (name, *words)), None)


def read_rows(rows: Sequence[Texts], period: str) -> Figures:
    """Return the figures of rows, those of a year earlier being of the comparable period."""
    found, places, problems = [], [], list[Problem]()
    for place, texts in enumerate(rows):
        if not any(text for name, text in texts.items() if name not in CHOSEN):
            continue
        wrong: list[Problem] = []
        found.append(_observation(place, texts, period, wrong))
        places.append(place)
        problems += wrong
    return Figures(observations=found, rows=places, problems=problems)


def place_of(pointer: str, figures: Figures) -> tuple[int, str] | None:
    """Return the row and column that a pointer into the record means; None: it is none of the figures."""
    parts = pointer.removeprefix("/record").split("/")
    if len(parts) < 3 or parts[1] != "observations" or not parts[2].isdigit():
        return None
    member = parts[3] if len(parts) > 3 else "indicator"
    column = {"dims": "part", "comparison": "base_value", "note": "note_ru", "unit": "indicator"}.get(member, member)
    return figures.rows[int(parts[2])], column if column in COLUMNS else "indicator"


def _observation(place: int, texts: Texts, period: str, wrong: list[Problem]) -> dict[str, Any]:
    def judged(column: str, found: Any, fault: Fault) -> Any:
        if found is None:
            wrong.append(Problem(row=place, column=column, fault=fault))
        return found

    indicator = judged("indicator", _code("indicators", texts.get("indicator", "")), _NO_INDICATOR)
    made: dict[str, Any] = {
        "indicator": indicator,
        "dims": judged("part", _dims(texts.get("part", "")), _NO_PART),
        "value": judged("value", number_of(texts.get("value", "")), _NO_NUMBER),
        "qualifier": judged("qualifier", _code("value-qualifiers", texts.get("qualifier") or "exact"), _NO_CODE),
        "unit": _unit(indicator),
        "status": judged("status", _code("observation-statuses", texts.get("status") or "final"), _NO_CODE),
    }
    known = periods.parse(period)
    earlier = None if known is None else known.year_earlier()
    if texts.get("base_value"):
        value = judged("base_value", number_of(texts["base_value"]), _NO_NUMBER)
        if earlier is not None:
            made["comparison"] = {"base_period": earlier.value, "base_value": value}
    note = {lang: texts[f"note_{lang}"] for lang in ("ru", "en") if texts.get(f"note_{lang}")}
    return {**made, "note": note} if note else made


def number_of(text: str) -> float | int | None:
    """Return a typed number; None: it is none."""
    plain = _BLANKS.sub("", text)
    if _NUMBER.fullmatch(plain) is None:
        return None
    plain = plain.replace(",", ".")
    return float(plain) if "." in plain and float(plain) % 1 else int(plain.partition(".")[0])


def _unit(indicator: str | None) -> str | None:
    if indicator is None:
        return None
    return str(catalogue.load().code_list("indicators").entry(indicator).more["unit"])


def _dims(text: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for each in filter(None, (part.strip() for part in text.split(";"))):
        dimension, _, code = each.partition("=")
        name = _dimensions().get(_key(dimension))
        known = None if name is None else next(filter(None, (_code(one, code) for one in name[1])), None)
        if name is None or known is None:
            return None
        found[name[0]] = known
    return found


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _code(name: str, text: str) -> str | None:
    return _codes(name).get(_key(text))


@functools.cache
def _codes(name: str) -> Mapping[str, str]:
    """Return the codes of a list by all that they may be written as."""
    entries = catalogue.load().code_list(name).entries
    spoken = {_key(each.label(lang)): each.code for each in entries for lang in ("ru", "en")}
    return spoken | {_key(each.code): each.code for each in entries}


@functools.cache
def _dimensions() -> Mapping[str, tuple[str, Sequence[str]]]:
    """Return the dimensions, each with the lists of its codes, by all that they may be written as."""
    found: dict[str, tuple[str, Sequence[str]]] = {}
    for name, titles, lists in dimensions():
        for text in (name, *titles.values()):
            found[_key(text)] = (name, lists)
    return found


@functools.cache
def dimensions() -> Sequence[tuple[str, Mapping[str, str], Sequence[str]]]:
    """Return the dimensions with their titles and the lists of their codes."""
    return tuple(_read_dimensions())


def _read_dimensions() -> Iterator[tuple[str, Mapping[str, str], Sequence[str]]]:
    for name, each in files.read(files.ROOT / "shared/statistical-dimensions.json")["properties"].items():
        lists = each["x-codes"] if isinstance(each["x-codes"], list) else [each["x-codes"]]
        yield name, {"ru": each["x-ru"]["title"], "en": each["title"]}, lists


_NO_INDICATOR = Fault(
    pointer="/indicator",
    code="indicator-unknown",
    ru="Такого показателя в справочнике нет. Возьмите код или название из списка показателей.",
    en="The list has no such indicator. Take a code or a name from the list of indicators.",
)
_NO_PART = Fault(
    pointer="/part",
    code="part-unreadable",
    ru="Разрез не распознан. Напишите, например, «пол=женский; гражданство=Таджикистан»; для итога оставьте пустым.",
    en="The part cannot be read. Write, for example, 'sex=female; citizenship=Tajikistan'; for a total nothing.",
)
_NO_NUMBER = Fault(
    pointer="/value",
    code="number-unreadable",
    ru="Это не число. Введите только цифры, например 129807 или 12,5; слова «более», «около» — в столбец точности.",
    en="This is no number. Enter digits alone, such as 129807 or 12.5; 'over' and 'about' have a column of their own.",
)
_NO_CODE = Fault(
    pointer="/qualifier",
    code="word-unknown",
    ru="Такого слова в справочнике нет. Выберите одно из предложенных.",
    en="The list has no such word. Choose one of those offered.",
)
