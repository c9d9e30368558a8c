"""What a period comes to where a state says it otherwise: by another name, or by cumulative figures.

2020-H1 of a flow   <-  2020-C06, the same span
2020-M07 of a flow  <-  2020-C07 - 2020-C06
2020-H1 of a stock  <-  any figure whose period ends on 30 June 2020
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.core.statistics.figure import Amount, Figure
from hub.core.statistics.period import Period, PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An amount for a period: `figures` are what it comes from, `is_difference` whether it was derived by one."""

    amount: Amount
    figures: tuple[Figure, ...]
    is_difference: bool = False


def find(wanted: Period, said: Mapping[str, Figure], *, is_stock: bool) -> Found | None:
    """Return the amount of a period from what one state said of one indicator and part, by value of period."""
    if wanted.value in said:
        return Found(amount=said[wanted.value].amount, figures=(said[wanted.value],))
    alike = [each for each in said.values() if _is_same(each.period, wanted, is_stock=is_stock)]
    if alike:
        found = max(alike, key=lambda each: (each.summary.index, each.period.value))
        return Found(amount=found.amount, figures=(found,))
    return None if is_stock else _difference(wanted, said)


def _is_same(period: Period, wanted: Period, *, is_stock: bool) -> bool:
    if is_stock:
        return period.end == wanted.end
    return period.span is not None and period.span == wanted.span


def _difference(wanted: Period, said: Mapping[str, Figure]) -> Found | None:
    """Return cumulative up to its end, less cumulative up to its beginning."""
    if wanted.kind is PeriodKind.INSTANT or wanted.span is None or (before := wanted.span.before()) is None:
        return None
    by_span = {each.period.span: each for each in said.values() if each.period.span is not None}
    until, less = by_span.get(wanted.span.from_january()), by_span.get(before)
    if until is None or less is None:
        return None
    return Found(amount=until.amount - less.amount, figures=(until, less), is_difference=True)
