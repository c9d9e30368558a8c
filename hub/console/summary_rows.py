"""The figures and statements of a summary as they are typed, in a form or in a spreadsheet: row by row.

    rows of texts  ->  observations and statements, and what is wrong by row and column  ->  the record

A row with a kind of statement (rank, mainly, trend) is a statement, and its note is the statement in words; every other
row is a figure. An indicator, a dimension or a code may be written as its code or as it is called in Russian or
English. Numbers may have blanks between thousands and a comma before decimals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.console import summary_faults as faults
from hub.console.summary_faults import Judge, Problem
from hub.console.table_file import Row
from hub.console.typed_codes import code_of, decimals_of, dims_of, key_of, named_of, number_of, signed_of
from hub.core.statistics import period as periods
from schemas import catalogue

COLUMNS = ("indicator", "part", "value", "qualifier", "status", "base_value", "note_ru", "note_en")
COMPARED = ("base_period", "absolute_change", "percent_change", "change_rounding")
SHARED = ("share", "share_of", "share_rounding")
STATED = ("kind", "rank", "direction", "named")
MORE = (*SHARED, *COMPARED, "own_period", *STATED)
ALL = (*COLUMNS, *MORE)
CHOSEN = frozenset({"qualifier", "status"})  # a form always has one chosen: alone they are no figure
LONGEST: Mapping[str, int] = dict.fromkeys(ALL, 2000)
HEADINGS: Mapping[str, tuple[str, str]] = {
    "indicator": ("показатель", "indicator"),
    "part": ("разрез", "part"),
    "value": ("значение", "value"),
    "qualifier": ("точность", "qualifier"),
    "status": ("статус", "status"),
    "base_value": ("год назад", "a year earlier"),
    "note_ru": ("примечание", "note in russian"),
    "note_en": ("примечание на английском", "note in english"),
    "share": ("доля, %", "share, %"),
    "share_of": ("доля от показателя", "share of indicator"),
    "share_rounding": ("округление доли", "rounding of the share"),
    "base_period": ("период сравнения", "compared period"),
    "absolute_change": ("изменение", "change"),
    "percent_change": ("изменение, %", "change, %"),
    "change_rounding": ("округление изменения", "rounding of the change"),
    "own_period": ("свой период", "own period"),
    "kind": ("вид утверждения", "kind of statement"),
    "rank": ("место", "rank"),
    "direction": ("направление", "direction"),
    "named": ("перечислено", "named"),
}
_PLACES: Mapping[str, str] = {
    "dims": "part",
    "comparison": "base_value",
    "comparison/base_period": "base_period",
    "comparison/absolute_change": "absolute_change",
    "comparison/percent_change": "percent_change",
    "comparison/rounding": "change_rounding",
    "share/of_indicator": "share_of",
    "share/rounding": "share_rounding",
    "period": "own_period",
    "codes": "named",
    "dimension": "named",
    "statement": "note_ru",
    "statement/en": "note_en",
    "note": "note_ru",
    "note/en": "note_en",
    "unit": "indicator",
}

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the rows that are not empty say; `rows` and `stated` have the place of each one's row."""

    observations: Sequence[Mapping[str, Any]]
    rows: Sequence[int]
    problems: Sequence[Problem]
    statements: Sequence[Mapping[str, Any]] = ()
    stated: Sequence[int] = ()


def of_table(table: Sequence[Row]) -> tuple[list[tuple[int, Texts]], list[str]]:
    """Return the rows of a table under its headings, numbered as in the file, and headings that are none of ours."""
    (_, headings), *rows = table
    columns = [_column_of(each) for each in headings]
    unknown = [text for text, column in zip(headings, columns, strict=True) if text and column is None]
    return [(number, _texts(columns, cells)) for number, cells in rows], unknown


def _texts(columns: Sequence[str | None], cells: Sequence[str]) -> Texts:
    return {column: text for column, text in zip(columns, cells, strict=False) if column is not None}


def _column_of(heading: str) -> str | None:
    said = key_of(heading)
    return next((name for name, words in HEADINGS.items() if said in (name, *words)), None)


def read_rows(rows: Sequence[Texts], period: str) -> Figures:
    """Return what rows say; figures of a year earlier are of the comparable period."""
    found: dict[bool, list[tuple[int, Mapping[str, Any]]]] = {False: [], True: []}
    problems = list[Problem]()
    for place, texts in enumerate(rows):
        if not any(text for name, text in texts.items() if name not in CHOSEN):
            continue
        judge = Judge(place)
        is_statement = bool(texts.get("kind"))
        found[is_statement].append((place, _statement(texts, judge) if is_statement else _figure(texts, period, judge)))
        problems += judge.problems
    return Figures(
        observations=[each for _, each in found[False]],
        rows=[place for place, _ in found[False]],
        statements=[each for _, each in found[True]],
        stated=[place for place, _ in found[True]],
        problems=problems,
    )


def place_of(pointer: str, figures: Figures) -> tuple[int, str] | None:
    """Return the row and column that a pointer into the record means; None: it is none of the rows."""
    parts = pointer.removeprefix("/record").split("/")
    places = {"observations": figures.rows, "rank_or_trend": figures.stated}.get(parts[1] if len(parts) > 1 else "")
    if places is None or len(parts) < 3 or not parts[2].isdigit():
        return None
    inside = "/".join(parts[3:5])
    column = _PLACES.get(inside, _PLACES.get(inside.partition("/")[0], inside.partition("/")[0]))
    return places[int(parts[2])], column if column in ALL else "indicator"


def _figure(texts: Texts, period: str, judge: Judge) -> dict[str, Any]:
    indicator = judge("indicator", code_of("indicators", texts.get("indicator", "")), faults.NO_INDICATOR)
    own = texts.get("own_period", "")
    known = periods.parse(own or period)
    if own:
        judge("own_period", known, faults.NO_PERIOD)
    made: dict[str, Any] = {
        "indicator": indicator,
        "dims": judge("part", dims_of(texts.get("part", "")), faults.NO_PART),
        **({"period": known.to_json()} if own and known is not None else {}),
        "value": judge("value", number_of(texts.get("value", "")), faults.NO_NUMBER),
        "qualifier": judge.code("qualifier", texts.get("qualifier") or "exact"),
        "unit": _unit(indicator),
        "status": judge.code("status", texts.get("status") or "final"),
    }
    if any(texts.get(name) for name in (*COMPARED, "base_value")):
        made["comparison"] = _comparison(texts, known, judge)
    if any(texts.get(name) for name in SHARED):
        made["share"] = _share(texts, judge)
    note = _note(texts)
    return {**made, "note": note} if note else made


def _comparison(texts: Texts, period: periods.Period | None, judge: Judge) -> dict[str, Any]:
    earlier = None if period is None else period.year_earlier()
    base = texts.get("base_period") or ("" if earlier is None else earlier.value)
    made: dict[str, Any] = {"base_period": base}
    if texts.get("base_period"):
        judge("base_period", periods.parse(base), faults.NO_PERIOD)
    if texts.get("base_value"):
        made["base_value"] = judge("base_value", number_of(texts["base_value"]), faults.NO_NUMBER)
    for name in ("absolute_change", "percent_change"):
        if texts.get(name):
            made[name] = judge(name, signed_of(texts[name]), faults.NO_NUMBER)
    return {**made, **_printed(texts, "percent_change", "change_rounding", judge)}


def _share(texts: Texts, judge: Judge) -> dict[str, Any]:
    of = texts.get("share_of", "")
    return {
        "percent": judge("share", number_of(texts.get("share", "")), faults.NO_NUMBER),
        **({"of_indicator": judge("share_of", code_of("indicators", of), faults.NO_INDICATOR)} if of else {}),
        **_printed(texts, "share", "share_rounding", judge),
    }


def _printed(texts: Texts, name: str, rounding: str, judge: Judge) -> dict[str, Any]:
    """Return how a percentage was rounded, and with how many decimals it is printed."""
    decimals = decimals_of(texts.get(name, ""))
    return {
        **({"rounding": judge.code(rounding, texts[rounding])} if texts.get(rounding) else {}),
        **({"decimals": decimals} if decimals else {}),
    }


def _statement(texts: Texts, judge: Judge) -> dict[str, Any]:
    made: dict[str, Any] = {
        "indicator": judge("indicator", code_of("indicators", texts.get("indicator", "")), faults.NO_INDICATOR),
        "kind": judge.code("kind", texts["kind"]),
    }
    dims = judge("part", dims_of(texts.get("part", "")), faults.NO_PART)
    made |= {"dims": dims} if dims else {}
    if texts.get("rank"):
        made["rank"] = judge("rank", number_of(texts["rank"]), faults.NO_NUMBER)
    if texts.get("named"):
        made["dimension"], made["codes"] = judge("named", named_of(texts["named"]), faults.NO_NAMES) or ("", [])
    if texts.get("direction"):
        made["direction"] = judge.code("direction", texts["direction"])
    for name in ("value", *SHARED, *COMPARED, "base_value", "own_period"):
        if texts.get(name):
            judge(name, None, faults.NOT_BOTH)
    judge("note_ru", _note(texts) or None, faults.NO_WORDS)
    return {**made, "statement": _note(texts)}


def _note(texts: Texts) -> dict[str, str]:
    return {lang: texts[f"note_{lang}"] for lang in ("ru", "en") if texts.get(f"note_{lang}")}


def _unit(indicator: str | None) -> str | None:
    if indicator is None:
        return None
    return str(catalogue.load().code_list("indicators").entry(indicator).more["unit"])
