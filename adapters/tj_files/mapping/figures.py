"""Rows of figures -> situation summaries, one per period.

Each row is one statement; «Вид строки» says of what kind:

    показатель (or empty)       a figure: indicator, breakdown, value with «более», comparison, share
    преимущественно, место,     what is said without a figure; the words stand in «Текст»
    среди первых, тенденция
    текст                       narrative of the period
    источник                    where the figures come from
    публикация                  «да» in «Значение»: the state agrees to publication; without such a row it does not
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters._files.tables import Column, RowReader, Table
from adapters._parts import countries
from adapters._parts.faults import FormError
from adapters._parts.letters import is_nothing, tidy
from adapters.tj_files.mapping import numbers, packing, periods, words
from schemas import catalogue

TYPE = "situation-summary"
VERSION = "1.0"

TABLE = Table(
    kind=TYPE,
    marks=("indicator", "period", "value"),
    columns=(
        Column(key="kind", heading="Вид строки"),
        Column(key="indicator", heading="Показатель", required=True),
        Column(key="period", heading="Период", required=True),
        Column(key="dims", heading="Разрез"),
        Column(key="value", heading="Значение", required=True),
        Column(key="qualifier", heading="Уточнение"),
        Column(key="unit", heading="Единица", also=("Единица измерения", "Ед. изм.")),
        Column(key="status", heading="Статус"),
        Column(key="base_period", heading="База сравнения"),
        Column(key="base_value", heading="Значение базы"),
        Column(key="change", heading="Изменение"),
        Column(key="change_percent", heading="Изменение, %"),
        Column(key="share", heading="Доля, %"),
        Column(key="share_of", heading="Доля от"),
        Column(key="rounding", heading="Округление"),
        Column(key="codes", heading="Перечень"),
        Column(key="rank", heading="Место"),
        Column(key="direction", heading="Направление"),
        Column(key="text", heading="Текст"),
        Column(key="text_en", heading="Текст (англ.)", also=("Текст на английском",)),
    ),
)
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


@dataclass(slots=True, kw_only=True)
class Draft:
    """A summary being put together: the record, and the row each statement stands in."""

    record: dict[str, Any]
    observation_rows: list[int] = field(default_factory=list)
    statement_rows: list[int] = field(default_factory=list)


def parse(row: RowReader, area: str, drafts: dict[str, Draft]) -> None:
    """Add the statement of one row to the draft of its period; what is wrong becomes faults of the reader."""
    period = row.must_read("period", periods.parse, {"type": "year", "value": ""})
    draft = drafts.setdefault(period["value"], Draft(record=_empty(period, area)))
    kind = (row.text("kind") or _FIGURE).casefold()
    if kind == _FIGURE:
        draft.record["observations"].append(_parse_observation(row))
        draft.observation_rows.append(row.number)
    elif kind in {_NARRATIVE, _SOURCE}:
        _add_text(draft.record, "narrative" if kind == _NARRATIVE else "source_note", row)
    elif kind == _PUBLICATION:
        draft.record["publication_consent"] = bool(row.read_raw("value", words.parse_flag))
    else:
        statement = row.read("kind", words.STATEMENTS.parse)
        draft.record.setdefault("rank_or_trend", []).append(_parse_statement(row, statement or "trend"))
        draft.statement_rows.append(row.number)


def _empty(period: Mapping[str, str], area: str) -> dict[str, Any]:
    return {
        "period": dict(period),
        "area": area,
        "publication_consent": False,
        "observations": [],
        "revision": 1,
    }


def _parse_observation(row: RowReader) -> dict[str, Any]:
    indicator = row.must_read("indicator", words.INDICATORS.parse, "")
    written = row.must_read("value", numbers.parse_qualified, numbers.Qualified(qualifier=None, value=0))
    observation = {
        "indicator": indicator,
        "dims": row.read("dims", _parse_dims) or {},
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


def _parse_statement(row: RowReader, kind: str) -> dict[str, Any]:
    dims = row.text("dims")
    named = kind == "mainly" and dims is not None and "=" not in dims
    dimension = row.read("dims", words.DIMENSIONS.parse) if named else None
    statement = {
        "indicator": row.must_read("indicator", words.INDICATORS.parse, ""),
        "kind": kind,
        "dims": None if named else row.read("dims", _parse_dims),
        "rank": row.read("rank", numbers.parse_whole),
        "dimension": dimension,
        "codes": row.read("codes", lambda text: _parse_codes(dimension or "citizenship", text)),
        "direction": row.read("direction", words.TRENDS.parse),
        "statement": _text(row) or {"ru": row.need("text")},
    }
    return {name: value for name, value in statement.items() if value is not None}


def _parse_dims(text: str) -> dict[str, str]:
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
        dims[dimension] = _parse_code(dimension, tidy(value))
    return dims


def _parse_codes(dimension: str, text: str) -> list[str]:
    return [_parse_code(dimension, fields[0]) for fields in packing.unpack(text) if fields[0]]


def _parse_code(dimension: str, text: str) -> str:
    lists = catalogue.load().code_list("dimensions").entry(dimension).more["lists"]
    if "countries" not in lists:
        return words.SEXES.parse(text) if lists[0] == "sexes" else words.Coded(lists[0]).parse(text)
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
