"""Small cells of asylum figures are not shown: few persons of one citizenship could be told by a number.

A cell from 1 up to below the indicator's limit is hidden ("fewer than 5"). Where a total is shown and one part alone is
hidden, subtraction would give it away: the smallest of the other parts is hidden with it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from hub.core.statistics.figure import Amount, Key, Qualifier
from hub.core.statistics.indicator import Indicator


class Hidden(StrEnum):
    """Why an amount is not shown."""

    SMALL = "small"  # it is below the limit, which may be told
    SECONDARY = "secondary"  # it would give a small one away


def is_small(amount: Amount, indicator: Indicator) -> bool:
    """Say whether an amount is too small to be shown; nought is nobody's secret, nor is what says "under" itself."""
    limit = indicator.small_below
    return limit is not None and amount.qualifier is not Qualifier.UNDER and 0 < amount.value < limit


def hide(amounts: Mapping[Key, Amount], indicators: Mapping[str, Indicator]) -> dict[Key, Hidden]:
    """Return what is not to be shown of these amounts, all of one period."""
    hidden = {key: Hidden.SMALL for key, amount in amounts.items() if is_small(amount, indicators[key.indicator])}
    for group in _groups(amounts):
        small = [key for key in group if key in hidden]
        rest = [key for key in group if key not in hidden and amounts[key].value > 0]
        if len(small) == 1 and rest:
            hidden[min(rest, key=lambda key: (amounts[key].value, key))] = Hidden.SECONDARY
    return hidden


def _groups(amounts: Mapping[Key, Amount]) -> Iterable[list[Key]]:
    """Return the parts of each total along each set of dimensions."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Key]] = {}
    for key in amounts:
        if key.dims:
            groups.setdefault((key.area, key.indicator, tuple(name for name, _ in key.dims)), []).append(key)
    return groups.values()


def limit_of(indicator: Indicator) -> Amount:
    """Return what is shown of a small cell: fewer than the limit."""
    return Amount(value=Decimal(indicator.small_below or 0), qualifier=Qualifier.UNDER)


def blur(amount: Amount, indicator: Indicator) -> Amount:
    """Return what is shown of an amount that stands alone."""
    return limit_of(indicator) if is_small(amount, indicator) else amount
