"""Rows of figures -> situation summaries, one per period.

Each row is one statement; «Вид строки» says of what kind:

    показатель (or empty)       a figure: indicator, breakdown, value with «более», comparison, share
    преимущественно, место,     what is said without a figure; the words stand in «Текст»
    среди первых, тенденция
    текст                       narrative of the period
    источник                    where the figures come from
    публикация                  «да» in «Значение»: the state agrees to publication; without such a row it does not

The same in English: figure, narrative, source, publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from adapters._files import coded, numbers, packing, periods, words
from adapters._files.coded import Coded
from adapters._files.forms.form import column_at
from adapters._files.tables import RowReader, Table
from adapters._parts import countries
from adapters._parts.faults import FormError
from adapters._parts.letters import is_nothing, tidy
from schemas import catalogue

TYPE = "situation-summary"
VERSION = "1.0"

PLACES: Mapping[str, str] = {
    "/indicator": "indicator",
    "/dims": "dims",
    "/value": "value",
    "/unit": "unit",
    "/comparison/base_period": "base_period",
    "/comparison/base_value": "base_value",
    "/comparison": "change",
    "/share": "share",
    "/note": "text",
    "/statement": "text",
    "/rank": "rank",
    "/codes": "codes",
    "/direction": "direction",
}
_FIGURE = "показатель"
_NARRATIVE = "текст"
_SOURCE = "источник"
_PUBLICATION = "публикация"
_ENGLISH = {"figure": _FIGURE, "narrative": _NARRATIVE, "source": _SOURCE, "publication": _PUBLICATION}


@dataclass(slots=True, kw_only=True)
class Draft:
    """A summary being put together: the record, and the place of the row each statement stands in."""

    record: dict[str, Any]
    observation_rows: list[str] = field(default_factory=list)
    statement_rows: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresForm:
    """The table of figures of one state; `sexes` are its words for the sexes in breakdowns."""

    table: Table
    sexes: Coded

    @property
    def kind(self) -> str:
        """The record type."""
        return self.table.kind

    def column_of(self, pointer: str) -> str | None:
        """Return the key of the column that a member of a statement comes from; None when it cannot be told."""
        return column_at(PLACES, pointer)

    def parse(self, row: RowReader, area: str, drafts: dict[str, Draft]) -> None:
        """Add the statement of one row to the draft of its period; what is wrong becomes faults of the reader."""
        _parse(self.sexes, row, area, drafts)


def _parse(sexes: Coded, row: RowReader, area: str, drafts: dict[str, Draft]) -> None:
    period = row.must_read("period", periods.parse, {"type": "year", "value": ""})
    draft = drafts.setdefault(period["value"], Draft(record=_empty(period, area)))
    kind = (row.text("kind") or _FIGURE).casefold()
    kind = _ENGLISH.get(kind, kind)
    if kind == _FIGURE:
        draft.record["observations"].append(_parse_observation(sexes, row))
        draft.observation_rows.append(row.place(None))
    elif kind in {_NARRATIVE, _SOURCE}:
        _add_text(draft.record, "narrative" if kind == _NARRATIVE else "source_note", row)
    elif kind == _PUBLICATION:
        draft.record["publication_consent"] = bool(row.read_raw("value", coded.parse_flag))
    else:
        statement = row.read("kind", words.STATEMENTS.parse)
        draft.record.setdefault("rank_or_trend", []).append(_parse_statement(sexes, row, statement or "trend"))
        draft.statement_rows.append(row.place(None))


def _empty(period: Mapping[str, str], area: str) -> dict[str, Any]:
    return {
        "period": dict(period),
        "area": area,
        "publication_consent": False,
        "observations": [],
        "revision": 1,
    }


def _parse_observation(sexes: Coded, row: RowReader) -> dict[str, Any]:
    indicator = row.must_read("indicator", words.INDICATORS.parse, "")
    written = row.must_read("value", numbers.parse_qualified, numbers.Qualified(qualifier=None, value=0))
    observation = {
        "indicator": indicator,
        "dims": row.read("dims", partial(_parse_dims, sexes)) or {},
        "value": written.value,
        "qualifier": row.read("qualifier", words.QUALIFIERS.parse) or written.qualifier or "exact",
        "unit": row.read("unit", words.UNITS.parse) or _unit_of(indicator),
        "status": row.read("status", words.OBSERVATION_STATUSES.parse) or "final",
        "comparison": _parse_comparison(row),
        "share": _parse_share(row, indicator),
        "note": _text(row),
    }
    return {name: value for name, value in observation.items() if value is not None}


def _unit_of(indicator: str) -> str:
    entry = catalogue.load().code_list("indicators").index.get(indicator)
    return "persons" if entry is None else str(entry.more["unit"])


def _parse_comparison(row: RowReader) -> dict[str, Any] | None:
    base = row.read("base_period", periods.parse_value)
    percent = row.read("change_percent", numbers.parse)
    values = {
        "base_value": row.read("base_value", lambda text: numbers.parse(text).value),
        "absolute_change": row.read("change", lambda text: numbers.parse(text).value),
        "percent_change": None if percent is None else percent.value,
    }
    known: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
    if base is None:
        if known:
            row.need("base_period")
        return None
    if percent is not None:
        known |= {"rounding": _rounding(row), "decimals": percent.decimals}
    return {"base_period": base, **known}


def _parse_share(row: RowReader, indicator: str) -> dict[str, Any] | None:
    percent = row.read("share", numbers.parse)
    if percent is None:
        return None
    return {
        "percent": percent.value,
        "of_indicator": row.read("share_of", words.INDICATORS.parse) or indicator,
        "rounding": _rounding(row),
        "decimals": percent.decimals,
    }


def _rounding(row: RowReader) -> str:
    return row.read("rounding", words.ROUNDINGS.parse) or "unknown"


def _parse_statement(sexes: Coded, row: RowReader, kind: str) -> dict[str, Any]:
    dims = row.text("dims")
    named = kind == "mainly" and dims is not None and "=" not in dims
    dimension = row.read("dims", words.DIMENSIONS.parse) if named else None
    statement = {
        "indicator": row.must_read("indicator", words.INDICATORS.parse, ""),
        "kind": kind,
        "dims": None if named else row.read("dims", partial(_parse_dims, sexes)),
        "rank": row.read("rank", numbers.parse_whole),
        "dimension": dimension,
        "codes": row.read("codes", partial(_parse_codes, sexes, dimension or "citizenship")),
        "direction": row.read("direction", words.TRENDS.parse),
        "statement": _text(row) or {"ru": row.need("text")},
    }
    return {name: value for name, value in statement.items() if value is not None}


def _parse_dims(sexes: Coded, text: str) -> dict[str, str]:
    """Return the breakdown of `пол=М; государство назначения=Россия`."""
    dims: dict[str, str] = {}
    for part in (part for fields in packing.unpack(text) for part in fields if part):
        name, equals, value = part.partition("=")
        if not equals:
            raise FormError(
                "dims-invalid",
                "Разрез пишется как «признак=значение», несколько — через «;».",
                "A breakdown is written «признак=значение», several with «;» between.",
            )
        dimension = words.DIMENSIONS.parse(name)
        if dimension in dims:
            raise FormError(
                "dims-invalid",
                "Один признак назван в разрезе дважды. Оставьте одно значение или разделите строку на две.",
                "One dimension is named twice in the breakdown. Leave one value, or make two rows of the row.",
            )
        dims[dimension] = _parse_code(sexes, dimension, tidy(value))
    return dims


def _parse_codes(sexes: Coded, dimension: str, text: str) -> list[str]:
    return [_parse_code(sexes, dimension, fields[0]) for fields in packing.unpack(text) if fields[0]]


def _parse_code(sexes: Coded, dimension: str, text: str) -> str:
    lists = catalogue.load().code_list("dimensions").entry(dimension).more["lists"]
    if "countries" not in lists:
        return sexes.parse(text) if lists[0] == "sexes" else Coded(lists[0]).parse(text)
    if "dimension-other" in lists and text.casefold() in {"other", "прочие", "другие", "иные"}:
        return "OTHER"
    return countries.parse_citizenship(text)


def _text(row: RowReader) -> dict[str, str] | None:
    texts = {"ru": row.raw("text"), "en": row.raw("text_en")}
    return {lang: text for lang, text in texts.items() if not is_nothing(text)} or None


def _add_text(record: dict[str, Any], member: str, row: RowReader) -> None:
    """Add a text to what earlier rows said, paragraph by paragraph."""
    text = _text(row) or {"ru": row.need("text")}
    before = record.setdefault(member, {})
    for lang, paragraph in text.items():
        before[lang] = f"{before[lang]}\n{paragraph}" if lang in before else paragraph
