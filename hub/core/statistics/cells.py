"""The cells of a consolidated report: what each state says, for the report's period, of each indicator and part."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hub.core.statistics import months
from hub.core.statistics.figure import Amount, Figure, Key, Summary
from hub.core.statistics.indicator import Indicator, MirrorPair
from hub.core.statistics.months import Found
from hub.core.statistics.period import Period, PeriodKind
from hub.core.statistics.suppression import Hidden, hide


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a report is about: `states` maps alpha-2 to alpha-3, in its order; `expected` have to report."""

    period: Period
    states: Mapping[str, str]
    expected: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    pairs: tuple[MirrorPair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `earlier` is the same a year before, as its state said it."""

    key: Key
    found: Found
    earlier: Found | None
    hidden: Hidden | None = None

    @property
    def figure(self) -> Figure:
        """The figure that it shows, or the later one of a difference."""
        return self.found.figures[0]

    @property
    def shown(self) -> Amount | None:
        """The amount, unless it is hidden."""
        return None if self.hidden else self.found.amount


def is_for(period: Period, summary: Summary) -> bool:
    """Say whether a summary is one for this period, under whatever name."""
    if summary.period.value == period.value:
        return True
    return period.span is not None and summary.period.span == period.span


def mattering(scope: Scope, summaries: Iterable[Summary]) -> Callable[[Period, Summary], bool]:
    """Return what tells whether a figure can have a part in the report: of its period, a year before, or restated.

    A report is made from years of summaries, and of most of their figures nothing has to be known.
    """
    around = [each for each in (scope.period, scope.period.year_earlier()) if each is not None]
    own = (each.record["observations"] for each in summaries if is_for(scope.period, each))
    named = {each["period"]["value"] for observations in own for each in observations if "period" in each}
    values, ends = named | {each.value for each in around}, {each.end for each in around}
    whole = [each.span for each in around if each.span is not None]
    spans = {*whole, *(each.from_january() for each in whole), *(each.before() for each in whole)} - {None}

    def matters(period: Period, summary: Summary) -> bool:
        is_near = period.value in values or period.end in ends or period.span in spans
        return is_near or is_for(scope.period, summary)

    return matters


def collect(scope: Scope, said: Mapping[Key, Figure]) -> tuple[list[Cell], list[Key]]:
    """Return the cells in the order of the report, and the keys whose difference of cumulative figures is negative."""
    found, negative = list[Cell](), list[Key]()
    for key, group in _group(scope, said).items():
        cell = _cell(scope, key, group)
        if cell is None:
            continue
        if cell.found.amount.value < 0:
            negative.append(key)
        else:
            found.append(cell)
    hidden = hide({cell.key: cell.found.amount for cell in found}, scope.indicators)
    shown = [replace(cell, hidden=hidden.get(cell.key)) for cell in found]
    order, lines = list(scope.states), list(scope.indicators)
    return (
        sorted(shown, key=lambda cell: (lines.index(cell.key.indicator), cell.key.dims, order.index(cell.key.area))),
        negative,
    )


def restated(scope: Scope, said: Mapping[Key, Figure]) -> Iterator[Figure]:
    """Yield what summaries for this period say of other periods: flows of earlier ones, restated."""
    for figure in said.values():
        is_of_here = is_for(scope.period, figure.summary) and figure.period.value != figure.summary.period.value
        if is_of_here and figure.key.indicator in scope.indicators and not _is_own_day(scope, figure):
            yield figure


def _group(scope: Scope, said: Mapping[Key, Figure]) -> dict[Key, dict[str, Figure]]:
    groups: dict[Key, dict[str, Figure]] = {}
    for key, figure in said.items():
        if key.area in scope.states and key.indicator in scope.indicators:
            groups.setdefault(key._replace(period=scope.period.value), {})[key.period] = figure
    return groups


def _cell(scope: Scope, key: Key, group: Mapping[str, Figure]) -> Cell | None:
    is_stock = scope.indicators[key.indicator].is_stock
    found = months.find(scope.period, group, is_stock=is_stock) or _own_day(scope, group.values())
    if found is None:
        return None
    before = scope.period.year_earlier()
    earlier = None if before is None else months.find(before, group, is_stock=is_stock)
    return Cell(key=key, found=found, earlier=earlier)


def _own_day(scope: Scope, group: Iterable[Figure]) -> Found | None:
    """Return what a summary for this period says of a day or, of a stock, of another period: the newest."""
    own = [each for each in group if is_for(scope.period, each.summary) and _is_own_day(scope, each)]
    newest = max(own, key=lambda each: (each.period.end, each.summary.index), default=None)
    return None if newest is None else Found(amount=newest.amount, figures=(newest,))


def _is_own_day(scope: Scope, figure: Figure) -> bool:
    return figure.period.kind is PeriodKind.INSTANT or scope.indicators[figure.key.indicator].is_stock
