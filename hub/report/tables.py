"""The tables of a report, the same for every format: what a spreadsheet says, the PDF and the text file say too.

A cell has a text and, where it is a number that can be counted with, a value. A figure to be explained (`is_asked`) has
a `?` behind it, footnotes are numbers in brackets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.core.statistics import period as periods
from hub.core.statistics import words
from hub.report.labels import Labels
from hub.report.texts import say

Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a cell; `value` where it is a plain number, in per cent where `is_percent`."""

    text: str
    value: Number | None = None
    is_percent: bool = False
    is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `name` is the key of its title in the texts."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


Maker = Callable[[Mapping[str, Any], Labels], Table]


def make(report: Mapping[str, Any], labels: Labels) -> list[Table]:
    """Return the tables of a report, without those that have nothing in them."""
    return [table for table in (maker(report, labels) for maker in MAKERS) if table.rows]


def _table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], labels: Labels, note: str = "") -> Table:
    language = labels.language
    return Table(
        name=name,
        title=say(name, language),
        columns=tuple(say(column, language) for column in columns),
        rows=tuple(tuple(row) for row in rows),
        note=note,
    )


def _text(text: str) -> Cell:
    return Cell(text=text)


def _state(area: str, labels: Labels) -> Cell:
    return _text(labels.of("states", area))


def _indicator(line: Mapping[str, Any], labels: Labels) -> Cell:
    part = labels.part(line.get("dims", {}))
    name = labels.title("indicators", line["indicator"])
    return _text(f"{name} ({part})" if part else name)


def amount(line: Mapping[str, Any], labels: Labels) -> Cell:
    """Return the amount of a line with its mark and its footnotes."""
    asked = bool(line.get("questioned"))
    marks = (" ?" if asked else "") + notes(line)
    if "value" not in line:
        return Cell(text=say("hidden", labels.language) + marks, is_asked=asked)
    text = words.amount(line["value"], line["qualifier"], labels.language)
    plain = line["qualifier"] == "exact"
    return Cell(text=text + marks, value=line["value"] if plain else None, is_asked=asked)


def notes(line: Mapping[str, Any]) -> str:
    """Return the footnotes of a line: ` [1, 3]`."""
    return f" [{', '.join(map(str, line['footnotes']))}]" if line.get("footnotes") else ""


def _number(value: Number | None, labels: Labels, *, signed: bool = False) -> Cell:
    if value is None:
        return _text("")
    return Cell(text=(words.signed if signed else words.number)(value, labels.language), value=value)


def _percent(value: Number | None, labels: Labels, *, signed: bool = False) -> Cell:
    if value is None:
        return _text("")
    sign = "+" if signed and value > 0 else ""
    return Cell(text=sign + words.percent(value, labels.language), value=value, is_percent=True)


def _completeness(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            _state(each["area"], labels),
            _text(labels.of("completeness-statuses", each["status"])),
            _text(", ".join(each["summaries"])),
        )
        for each in report["completeness"]
    ]
    return _table("completeness", ("state", "status", "summaries"), rows, labels)


def areas_of(report: Mapping[str, Any]) -> list[str]:
    """Return the states that have a figure, in the order of the report."""
    given = {line["area"] for line in report["figures"]}
    return [each["area"] for each in report["completeness"] if each["area"] in given]


def whole_figures(report: Mapping[str, Any]) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return the figures that are no parts: by indicator, then by state."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for line in report["figures"]:
        if not line["dims"]:
            found.setdefault(line["indicator"], {})[line["area"]] = line
    return found


def _totals(report: Mapping[str, Any], labels: Labels) -> Table:
    areas, totals = areas_of(report), {each["indicator"]: each for each in report["totals"]}
    rows = [
        (
            _text(labels.title("indicators", code)),
            _text(labels.of("units", next(iter(lines.values()))["unit"])),
            *(amount(lines[area], labels) if area in lines else _text("—") for area in areas),
            amount(totals[code], labels) if code in totals else _text(""),
        )
        for code, lines in whole_figures(report).items()
    ]
    named = [labels.of("states", area) for area in areas]
    table = _table("totals", ("indicator", "unit", "total"), rows, labels)
    indicator, unit, total = table.columns
    return Table(name=table.name, title=table.title, columns=(indicator, unit, *named, total), rows=table.rows)


def _parts(report: Mapping[str, Any], labels: Labels) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            _text(labels.title("indicators", line["indicator"])),
            _text(labels.part(line["dims"])),
            _state(line["area"], labels),
            amount(line, labels),
            _percent(line.get("share", {}).get("stated"), labels),
            _percent(line.get("share", {}).get("computed"), labels),
        )
        for line in report["figures"]
        if line["dims"] or "stated" in line.get("share", {})
    ]
    rows += [_rest(line, labels) for line in report["residuals"]]
    columns = ("indicator", "part", "state", "value", "share_stated", "share_computed")
    return _table("parts", columns, rows, labels)


def _rest(line: Mapping[str, Any], labels: Labels) -> tuple[Cell, ...]:
    dimension = labels.of("dimensions", line["dimension"])
    return (
        _text(labels.title("indicators", line["indicator"])),
        _text(f"{dimension}: {say('rest', labels.language)}"),
        _state(line["area"], labels),
        _number(line["value"], labels),
        _text(""),
        _text(""),
    )


def _changes(report: Mapping[str, Any], labels: Labels) -> Table:
    columns = ("indicator", "state", "value", "base_period", "base", "absolute", "percent_stated", "percent_computed")
    rows = [_change(line, labels) for line in report["figures"] if "change" in line]
    return _table("changes", columns, rows, labels)


def _change(line: Mapping[str, Any], labels: Labels) -> tuple[Cell, ...]:
    change = line["change"]
    stated, computed = change.get("stated", {}), change.get("computed", {})
    return (
        _indicator(line, labels),
        _state(line["area"], labels),
        amount(line, labels),
        _text(period_name(change["base_period"], labels.language)),
        _base(change, labels),
        _number(stated.get("absolute_change", computed.get("absolute_change")), labels, signed=True),
        _percent(stated.get("percent_change"), labels, signed=True),
        _percent(computed.get("percent_change"), labels, signed=True),
    )


def _base(change: Mapping[str, Any], labels: Labels) -> Cell:
    computed = change.get("computed", {})
    if "base_value" in computed:
        line = {"value": computed["base_value"], "qualifier": computed["base_qualifier"]}
    elif "implied_base" in change:
        line = {"value": change["implied_base"], "qualifier": "about"}
    else:
        return _text("")
    return amount(line, labels)


def period_name(value: str, language: str) -> str:
    """Return the name of a period."""
    found = periods.parse(value)
    return value if found is None else words.period(found, language)


def _flags(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            _state(each["area"], labels),
            _indicator(each, labels),
            _text(bilingual(each["text"], labels.language)),
            _text(_explanation(each, labels.language)),
        )
        for each in report["flags"]
    ]
    return _table("flags", ("state", "indicator", "check", "explanation"), rows, labels)


def _explanation(flag: Mapping[str, Any], language: str) -> str:
    return bilingual(flag["explanation"], language) if "explanation" in flag else say("none_yet", language)


def bilingual(text: Mapping[str, str], language: str) -> str:
    """Return a text in the language, or in the one that there is."""
    return text.get(language) or next(iter(text.values()), "")


def _mirror(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            _text(labels.title("mirror-pairs", each["pair"])),
            _state(each["left_area"], labels),
            amount(each["left"], labels),
            _state(each["right_area"], labels),
            amount(each["right"], labels),
            _number(each["difference"], labels, signed=True),
            _percent(each.get("percent"), labels, signed=True),
        )
        for each in report["mirror"]
    ]
    columns = ("pair", "first", "left", "second", "right", "difference", "in_percent")
    return _table("mirror", columns, rows, labels, say("not_reconciled", labels.language))


def _statements(report: Mapping[str, Any], labels: Labels) -> Table:
    language = labels.language
    rows = [
        (
            _state(each["area"], labels),
            _text(labels.of("statement-kinds", each["kind"])),
            _statement(bilingual(each["text"], language), is_asked=each["questioned"]),
        )
        for each in report["statements"]
    ]
    told = ((each["area"], bilingual(each["text"], language)) for each in report["narratives"])
    rows += [(_state(area, labels), _text(say("narrative", language)), _text(text)) for area, text in told]
    return _table("statements", ("state", "kind", "statement"), rows, labels)


def _statement(text: str, *, is_asked: bool) -> Cell:
    return Cell(text=text + (" ?" if is_asked else ""), is_asked=is_asked)


def _restated(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            _state(each["area"], labels),
            _indicator(each, labels),
            _text(period_name(each["period"], labels.language)),
            amount(each, labels),
            amount(each["before"], labels) if "before" in each else _text(""),
        )
        for each in report["restated"]
    ]
    return _table("restated", ("state", "indicator", "period", "value", "before"), rows, labels)


def _footnotes(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (_text(str(each["number"])), _text(bilingual(each["text"], labels.language))) for each in report["footnotes"]
    ]
    return _table("footnotes", ("number", "text"), rows, labels)


def _sources(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            _state(each["area"], labels),
            _text(labels.of("participants", each["sender"])),
            _text(period_name(each["period"], labels.language)),
            _number(each["revision"], labels),
            _text(each["sent_at"]),
            _text(each["id"]),
            _number(each["index"], labels),
            _text(each["sha256"]),
        )
        for each in report["sources"]
    ]
    columns = ("state", "sender", "period", "revision", "sent_at", "message", "index", "sha256")
    return _table("sources", columns, rows, labels)


MAKERS: tuple[Maker, ...] = (
    _completeness,
    _totals,
    _parts,
    _changes,
    _flags,
    _mirror,
    _statements,
    _restated,
    _footnotes,
    _sources,
)
