"""Small cells of asylum figures are not shown: few persons of one citizenship could be told by a number.

A cell from 1 up to below the indicator's limit is hidden ("fewer than 5"). Wherever parts add up to a total, along any
set of dimensions, subtraction could give what is hidden away. So the smallest of the other parts are hidden with it,
until what is hidden of each total leaves a range and is itself no small amount. A total that is not given is taken as
known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from hub.core.statistics.figure import Amount, Key, Qualifier
from hub.core.statistics.indicator import Indicator


class Hidden(StrEnum):
    """Why an amount is not shown."""

    SMALL = "small"  # it is below the limit, which may be told
    SECONDARY = "secondary"  # it would give a small one away


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A total and its parts along some dimensions; nobody says that the parts are all there are."""

    total: Key
    parts: tuple[Key, ...]


def is_small(amount: Amount, indicator: Indicator) -> bool:
    """Say whether an amount is too small to be shown; nought is nobody's secret, nor is what says "under" itself."""
    limit = indicator.small_below
    return limit is not None and amount.qualifier is not Qualifier.UNDER and 0 < amount.value < limit


def hide(amounts: Mapping[Key, Amount], indicators: Mapping[str, Indicator]) -> dict[Key, Hidden]:
    """Return what is not to be shown of these amounts; those of different periods do not add up."""
    judged = {key: each for key, each in amounts.items() if indicators[key.indicator].small_below is not None}
    hidden = {key: Hidden.SMALL for key, amount in judged.items() if is_small(amount, indicators[key.indicator])}
    tables, before = list(_tables(judged)), -1
    while len(hidden) > before:
        before = len(hidden)
        for table in tables:
            _protect(table, judged, hidden, indicators[table.total.indicator].small_below or 0)
    return hidden


def _tables(amounts: Mapping[Key, Amount]) -> Iterable[_Table]:
    """Return each total, given or not, with its parts along each set of dimensions."""
    parts: dict[tuple[Key, tuple[str, ...]], list[Key]] = {}
    for key in amounts:
        names = tuple(name for name, _ in key.dims)
        for length in range(len(key.dims)):
            for fixed in combinations(key.dims, length):
                parts.setdefault((key._replace(dims=fixed), names), []).append(key)
    return (_Table(total=total, parts=tuple(each)) for (total, _), each in parts.items())


def _protect(table: _Table, amounts: Mapping[Key, Amount], hidden: dict[Key, Hidden], limit: int) -> None:
    """Hide more of the parts, smallest first, as long as subtraction tells too much."""
    rest = sorted(
        (key for key in table.parts if key not in hidden and amounts[key].value > 0 and not _says_under(amounts, key)),
        key=lambda key: (amounts[key].value, key),
    )
    for key in rest:
        if not _tells(table, amounts, hidden, limit):
            return
        hidden[key] = Hidden.SECONDARY


def _tells(table: _Table, amounts: Mapping[Key, Amount], hidden: Mapping[Key, Hidden], limit: int) -> bool:
    """Say whether the total less the parts shown tells what is hidden.

    Whoever subtracts knows that a small part is from 1 to below the limit, and that another hidden one is not. Where
    more is left than small parts can be, or less, the parts are not all there are, and nothing is told.
    """
    kept = [key for key in table.parts if key in hidden or _says_under(amounts, key)]
    if not kept:  # the parts shown would give a hidden total away
        return table.total in hidden
    others = sum(hidden.get(key) is Hidden.SECONDARY for key in kept)
    least, most = len(kept) - others + others * limit, len(kept) * (limit - 1)
    left = _left(table, amounts, kept)
    if others:
        return len(kept) == 1 or left == least
    return least <= left < limit or left == most


def _left(table: _Table, amounts: Mapping[Key, Amount], kept: Iterable[Key]) -> Decimal:
    """Return what is left of the total, or of what is kept back where no total is given."""
    if table.total not in amounts or _says_under(amounts, table.total):
        return sum((amounts[key].value for key in kept), Decimal(0))
    shown = set(table.parts) - set(kept)
    return amounts[table.total].value - sum((amounts[key].value for key in shown), Decimal(0))


def _says_under(amounts: Mapping[Key, Amount], key: Key) -> bool:
    return amounts[key].qualifier is Qualifier.UNDER


def limit_of(indicator: Indicator) -> Amount:
    """Return what is shown of a small cell: fewer than the limit."""
    return Amount(value=Decimal(indicator.small_below or 0), qualifier=Qualifier.UNDER)


def blur(amount: Amount, indicator: Indicator) -> Amount:
    """Return what is shown of an amount that stands alone."""
    return limit_of(indicator) if is_small(amount, indicator) else amount
