"""What is drawn: for each indicator the states side by side, and now beside a year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.report.cell import Number, period_name
from hub.report.labels import Labels
from hub.report.tables import whole_figures

MOST = 12  # charts in a report


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A chart of bars: `names` along the axis, each series with a name and one value per name (None: not shown)."""

    title: str
    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[Number | None, ...]], ...]


def bars_of(report: Mapping[str, Any], labels: Labels) -> list[Bars]:
    """Return the charts of a report: indicators that most states give come first."""
    whole = [(code, lines) for code, lines in whole_figures(report).items() if _is_drawn(lines)]
    order = sorted(whole, key=lambda each: -len(each[1]))
    return [_bars(report, code, lines, labels) for code, lines in order[:MOST]]


def _is_drawn(lines: Mapping[str, Mapping[str, Any]]) -> bool:
    """Say whether there is something to compare: two states, or a year before."""
    given = [line for line in lines.values() if _value(line) is not None]
    return len(given) > 1 or any(_base(line) is not None for line in given)


def _bars(report: Mapping[str, Any], code: str, lines: Mapping[str, Mapping[str, Any]], labels: Labels) -> Bars:
    now = tuple(_value(line) for line in lines.values())
    before = tuple(_base(line) for line in lines.values())
    series = [(period_name(report["period"]["value"], labels.language), now)]
    if any(value is not None for value in before):
        series.insert(0, (_base_name(lines.values(), labels), before))
    return Bars(
        title=labels.title("indicators", code),
        names=tuple(labels.of("states", area) for area in lines),
        series=tuple(series),
    )


def _value(line: Mapping[str, Any]) -> Number | None:
    return None if "hidden" in line else line.get("value")


def _base(line: Mapping[str, Any]) -> Number | None:
    value: Number | None = line.get("change", {}).get("computed", {}).get("base_value")
    return value


def _base_name(lines: Any, labels: Labels) -> str:
    named: Sequence[str] = [line["change"]["base_period"] for line in lines if _base(line) is not None]
    return period_name(named[0], labels.language)
