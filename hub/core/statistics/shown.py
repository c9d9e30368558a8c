"""Cells as a report shows them: value, share, change, footnotes; and what is left of a total beside its parts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.core.statistics import footnotes as notes
from hub.core.statistics import suppression
from hub.core.statistics.cells import Cell, Scope, is_for
from hub.core.statistics.change import change, percent_of, stated_base
from hub.core.statistics.figure import Amount, Key, Qualifier, decimal, number
from hub.core.statistics.flags import Flag
from hub.core.statistics.footnotes import Footnotes
from hub.core.statistics.indicator import Indicator
from hub.core.statistics.suppression import Hidden

OTHER = "OTHER"
STATUS_NOTES = {"preliminary": notes.PRELIMINARY, "revised": notes.REVISED}
HIDDEN_NOTES = {Hidden.SMALL: notes.SMALL, Hidden.SECONDARY: notes.SECONDARY}


def figures(scope: Scope, cells: Sequence[Cell], flags: Iterable[Flag], footnotes: Footnotes) -> list[dict[str, Any]]:
    """Return every cell as a report holds it."""
    totals = {(cell.key.area, cell.key.indicator): cell.shown for cell in cells if not cell.key.dims}
    asked: dict[Key, list[str]] = {}
    for flag in flags:
        if flag.key is not None:
            asked.setdefault(flag.key, []).append(flag.code)
    return [_figure(scope, cell, totals, asked, footnotes) for cell in cells]


def _figure(
    scope: Scope,
    cell: Cell,
    totals: Mapping[tuple[str, str], Amount | None],
    asked: Mapping[Key, Sequence[str]],
    footnotes: Footnotes,
) -> dict[str, Any]:
    observation, indicator = cell.figure.observation, scope.indicators[cell.key.indicator]
    line: dict[str, Any] = {
        "area": cell.key.area,
        "indicator": cell.key.indicator,
        "dims": dict(cell.key.dims),
        **_said(scope, cell, indicator),
        **_value(cell, indicator),
    }
    parts = {"share": _share(cell, totals), "change": _change(scope, cell, indicator)}
    line |= {name: part for name, part in parts.items() if part}
    noted = [footnotes.add(text) for text in _notes(scope, cell, indicator)]
    if not cell.found.is_difference and "note" in observation:
        noted.append(footnotes.add_note(observation["note"]))
    questioned = sorted({code for each in cell.found.figures for code in asked.get(each.key, ())})
    lists = {"questioned": questioned, "footnotes": noted}
    return line | {name: each for name, each in lists.items() if each}


def _said(scope: Scope, cell: Cell, indicator: Indicator) -> dict[str, Any]:
    """Return what does not go without saying: most figures are final, stated, of the report's period, in their unit."""
    observation, is_derived = cell.figure.observation, cell.found.is_difference
    told = {
        "period": scope.period.value if is_derived else cell.figure.period.value,
        "unit": observation["unit"],
        "status": observation["status"],
        "origin": "derived" if is_derived else "stated",
    }
    usual = {"period": scope.period.value, "unit": indicator.unit, "status": "final", "origin": "stated"}
    return {name: value for name, value in told.items() if value != usual[name]}


def _value(cell: Cell, indicator: Indicator) -> dict[str, Any]:
    if cell.hidden is Hidden.SECONDARY:
        return {"hidden": cell.hidden}
    amount = suppression.limit_of(indicator) if cell.hidden else cell.found.amount
    told = {"value": number(amount.value), "qualifier": amount.qualifier}
    return {**told, "hidden": cell.hidden} if cell.hidden else told


def _share(cell: Cell, totals: Mapping[tuple[str, str], Amount | None]) -> dict[str, Any]:
    if cell.hidden or cell.found.is_difference:
        return {}
    stated = cell.figure.observation.get("share", {})
    found: dict[str, Any] = {}
    if stated:
        found = {"stated": stated["percent"]} | {
            name: stated[name] for name in ("rounding", "decimals") if name in stated
        }
    total = totals.get((cell.key.area, stated.get("of_indicator", cell.key.indicator)))
    is_part = bool(cell.key.dims) or "of_indicator" in stated
    if is_part and total is not None and total.value:
        found["computed"] = number(percent_of(cell.found.amount.value, total.value))
    return found


def _change(scope: Scope, cell: Cell, indicator: Indicator) -> dict[str, Any]:
    """Return the change as it was stated, and as it comes out against the value compared with."""
    if cell.hidden:
        return {}
    comparison = {} if cell.found.is_difference else cell.figure.observation.get("comparison", {})
    base = stated_base(cell.figure.observation) if comparison else None
    if base is None and cell.earlier is not None:
        base = cell.earlier.amount
    if base is not None and suppression.is_small(base, indicator):
        return {}
    found: dict[str, Any] = {}
    if comparison:
        found["stated"] = {name: value for name, value in comparison.items() if name != "base_period"}
    if base is not None:
        found["computed"] = _computed(cell.found.amount, base)
    elif (implied := _implied(cell.found.amount, comparison)) is not None:
        found["implied_base"] = implied
    earlier = scope.period.year_earlier()
    period = comparison.get("base_period", earlier.value if earlier else None)
    return {"base_period": period, **found} if found and period else {}


def _computed(amount: Amount, base: Amount) -> dict[str, Any]:
    since = change(amount, base)
    told = {
        "base_value": number(base.value),
        "base_qualifier": base.qualifier,
        "absolute_change": number(since.absolute),
    }
    return told if since.percent is None else {**told, "percent_change": number(since.percent)}


def _implied(amount: Amount, comparison: Mapping[str, Any]) -> int | float | None:
    """Return about how much it was before, from a percentage alone."""
    factor = 100 + decimal(comparison.get("percent_change", -100))
    return number((amount.value * 100 / factor).to_integral_value()) if factor > 0 else None


def _notes(scope: Scope, cell: Cell, indicator: Indicator) -> Iterable[tuple[str, str]]:
    figure = cell.figure
    if cell.hidden:
        yield HIDDEN_NOTES[cell.hidden]
    if cell.found.is_difference:
        yield notes.DIFFERENCE
    elif not is_for(scope.period, figure.summary):
        yield notes.of_summary(figure)
    if not cell.found.is_difference and figure.period.value != scope.period.value:
        yield notes.of_period(figure.period)
    if figure.before is not None and not cell.hidden and not suppression.is_small(figure.before, indicator):
        yield notes.of_before(figure.before)
    if figure.observation["status"] in STATUS_NOTES:
        yield STATUS_NOTES[figure.observation["status"]]
    if not cell.hidden and figure.observation.get("share", {}).get("rounding") == "truncated":
        yield notes.TRUNCATED


def residuals(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return what exact totals leave beside their exact parts along one dimension, where no part says "other"."""
    totals = {(cell.key.area, cell.key.indicator): cell for cell in cells if not cell.key.dims}
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        if len(cell.key.dims) == 1:
            groups.setdefault((cell.key.area, cell.key.indicator, cell.key.dims[0][0]), []).append(cell)
    found = []
    for (area, indicator, dimension), parts in groups.items():
        total = totals.get((area, indicator))
        if total is None or any(cell.key.dims[0][1] == OTHER for cell in parts) or not _are_exact([total, *parts]):
            continue
        rest = total.found.amount.value - sum(cell.found.amount.value for cell in parts)
        if rest > 0:
            found.append({"area": area, "indicator": indicator, "dimension": dimension, "value": number(rest)})
    return found


def _are_exact(cells: Iterable[Cell]) -> bool:
    return all(cell.hidden is None and cell.found.amount.qualifier is Qualifier.EXACT for cell in cells)
