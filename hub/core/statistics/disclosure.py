"""A summary before it is signed: what of its figures could point to persons is taken out of it.

A small amount becomes "under" the indicator's limit, what would give one away by subtraction is left out, and no change
tells a small amount of the period compared with. A gateway does so before it signs; the hub refuses what is left.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.statistics import suppression
from hub.core.statistics.change import stated_base
from hub.core.statistics.figure import Key, amount_of, number
from hub.core.statistics.indicator import Indicator
from hub.core.statistics.suppression import Hidden

_DERIVED = frozenset({"share", "comparison"})  # members from which the value could be reckoned


def suppress(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Mapping[str, Any]:
    """Return a summary that fits its schema without what could point to persons: the same one, if nothing does."""
    hidden = find_hidden(record, indicators)
    kept = [
        shown
        for place, each in enumerate(record["observations"])
        for shown in _shown(each, hidden.get(place), indicators.get(each["indicator"]))
    ]
    return record if kept == record["observations"] else {**record, "observations": kept}


def find_hidden(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> dict[int, Hidden]:
    """Return, by their places, which observations are not to be shown as they are."""
    keys = {
        place: _key(record, each)
        for place, each in enumerate(record["observations"])
        if each["indicator"] in indicators
    }
    found = suppression.hide({key: amount_of(record["observations"][at]) for at, key in keys.items()}, indicators)
    hidden = {at: found[key] for at, key in keys.items() if key in found}
    small = (at for at in keys if is_small(record["observations"][at], indicators))  # one figure may be stated twice
    return {**hidden, **dict.fromkeys(small, Hidden.SMALL)}


def is_small(observation: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> bool:
    """Say whether an observation of a listed indicator states a small amount."""
    return suppression.is_small(amount_of(observation), indicators[observation["indicator"]])


def tells_small_base(observation: Mapping[str, Any], indicator: Indicator) -> bool:
    """Say whether the comparison tells a small amount of the period compared with."""
    base = stated_base(observation)
    return base is not None and suppression.is_small(base, indicator)


def _key(record: Mapping[str, Any], observation: Mapping[str, Any]) -> Key:
    period = observation.get("period", record["period"])["value"]
    return Key(record["area"], observation["indicator"], tuple(sorted(observation["dims"].items())), period)


def _shown(
    observation: Mapping[str, Any], hidden: Hidden | None, indicator: Indicator | None
) -> Iterator[Mapping[str, Any]]:
    if indicator is None:
        yield observation
    elif hidden is Hidden.SMALL:
        limit = suppression.limit_of(indicator)
        stated = {name: value for name, value in observation.items() if name not in _DERIVED}
        yield {**stated, "value": number(limit.value), "qualifier": limit.qualifier.value}
    elif hidden is None:
        told = tells_small_base(observation, indicator)
        yield {name: value for name, value in observation.items() if not (told and name == "comparison")}
