"""The tables of a report, the same for every format: what a spreadsheet says, the PDF and the text file say too."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hub.report.cell import Cell, Table, amount, bilingual, indicator, number, percent, period_name, plain, state
from hub.report.labels import Labels
from hub.report.texts import say

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


def _completeness(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            state(each["area"], labels),
            plain(labels.of("completeness-statuses", each["status"])),
            plain(", ".join(each["summaries"])),
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
            plain(labels.title("indicators", code)),
            plain(labels.of("units", labels.unit(code))),
            *(amount(lines[area], labels) if area in lines else plain("—") for area in areas),
            amount(totals[code], labels) if code in totals else plain(""),
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
            plain(labels.title("indicators", line["indicator"])),
            plain(labels.part(line["dims"])),
            state(line["area"], labels),
            amount(line, labels),
            percent(line.get("share", {}).get("stated"), labels),
            percent(line.get("share", {}).get("computed"), labels),
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
        plain(labels.title("indicators", line["indicator"])),
        plain(f"{dimension}: {say('rest', labels.language)}"),
        state(line["area"], labels),
        number(line["value"], labels),
        plain(""),
        plain(""),
    )


def _changes(report: Mapping[str, Any], labels: Labels) -> Table:
    columns = ("indicator", "state", "value", "base_period", "base", "absolute", "percent_stated", "percent_computed")
    rows = [_change(line, labels) for line in report["figures"] if "change" in line]
    return _table("changes", columns, rows, labels)


def _change(line: Mapping[str, Any], labels: Labels) -> tuple[Cell, ...]:
    change = line["change"]
    stated, computed = change.get("stated", {}), change.get("computed", {})
    return (
        indicator(line, labels),
        state(line["area"], labels),
        amount(line, labels),
        plain(period_name(change["base_period"], labels.language)),
        _base(change, labels),
        number(stated.get("absolute_change", computed.get("absolute_change")), labels, signed=True),
        percent(stated.get("percent_change"), labels, signed=True),
        percent(computed.get("percent_change"), labels, signed=True),
    )


def _base(change: Mapping[str, Any], labels: Labels) -> Cell:
    computed = change.get("computed", {})
    if "base_value" in computed:
        line = {"value": computed["base_value"], "qualifier": computed["base_qualifier"]}
    elif "implied_base" in change:
        line = {"value": change["implied_base"], "qualifier": "about"}
    else:
        return plain("")
    return amount(line, labels)


def _flags(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            state(each["area"], labels),
            indicator(each, labels),
            plain(bilingual(each["text"], labels.language)),
            plain(_explanation(each, labels.language)),
        )
        for each in report["flags"]
    ]
    return _table("flags", ("state", "indicator", "check", "explanation"), rows, labels)


def _explanation(flag: Mapping[str, Any], language: str) -> str:
    return bilingual(flag["explanation"], language) if "explanation" in flag else say("none_yet", language)


def _mirror(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            plain(labels.title("mirror-pairs", each["pair"])),
            state(each["left_area"], labels),
            amount(each["left"], labels),
            state(each["right_area"], labels),
            amount(each["right"], labels),
            number(each["difference"], labels, signed=True),
            percent(each.get("percent"), labels, signed=True),
        )
        for each in report["mirror"]
    ]
    columns = ("pair", "first", "left", "second", "right", "difference", "in_percent")
    return _table("mirror", columns, rows, labels, say("not_reconciled", labels.language))


def _statements(report: Mapping[str, Any], labels: Labels) -> Table:
    language = labels.language
    rows = [
        (
            state(each["area"], labels),
            plain(labels.of("statement-kinds", each["kind"])),
            _statement(bilingual(each["text"], language), is_asked=each["questioned"]),
        )
        for each in report["statements"]
    ]
    told = ((each["area"], bilingual(each["text"], language)) for each in report["narratives"])
    rows += [(state(area, labels), plain(say("narrative", language)), plain(text)) for area, text in told]
    return _table("statements", ("state", "kind", "statement"), rows, labels)


def _statement(text: str, *, is_asked: bool) -> Cell:
    return Cell(text=text + (" ?" if is_asked else ""), is_asked=is_asked)


def _restated(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            state(each["area"], labels),
            indicator(each, labels),
            plain(period_name(each["period"], labels.language)),
            amount(each, labels),
            amount(each["before"], labels) if "before" in each else plain(""),
        )
        for each in report["restated"]
    ]
    return _table("restated", ("state", "indicator", "period", "value", "before"), rows, labels)


def _footnotes(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (plain(str(each["number"])), plain(bilingual(each["text"], labels.language))) for each in report["footnotes"]
    ]
    return _table("footnotes", ("number", "text"), rows, labels)


def _sources(report: Mapping[str, Any], labels: Labels) -> Table:
    rows = [
        (
            state(each["area"], labels),
            plain(labels.of("participants", each["sender"])),
            plain(period_name(each["period"], labels.language)),
            number(each["revision"], labels),
            plain(each["sent_at"]),
            plain(each["id"]),
            number(each["index"], labels),
            plain(each["sha256"]),
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
