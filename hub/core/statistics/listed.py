"""What a summary says against the list of indicators: a wrong unit, a dimension that is none, a cell too small to show.

Like every check of figures it only asks. A small cell can be sent blurred: `qualifier` "under", `value` the limit.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.errors import Fault
from hub.core.statistics import suppression
from hub.core.statistics.figure import amount_of
from hub.core.statistics.indicator import Indicator


def _listed(
    record: Mapping[str, Any], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[int, Mapping[str, Any], Indicator]]:
    for position, observation in enumerate(record["observations"]):
        if observation["indicator"] in indicators:
            yield position, observation, indicators[observation["indicator"]]


def check(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield a warning for each observation whose unit or dimensions are not its indicator's."""
    for position, observation, indicator in _listed(record, indicators):
        if observation["unit"] != indicator.unit:
            yield Fault(
                pointer=f"/observations/{position}/unit",
                code="unit-differs",
                ru="Единица измерения не та, что у показателя: требует пояснения.",
                en="The unit is not the indicator's: an explanation is asked for.",
            )
        if not observation["dims"].keys() <= indicator.dims:
            yield Fault(
                pointer=f"/observations/{position}/dims",
                code="dimension-unknown",
                ru="Такого разреза у показателя нет: требует пояснения.",
                en="The indicator has no such dimension: an explanation is asked for.",
            )


def check_small(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield a warning for each value that could point to persons: reports hide it, its recipients see it as sent."""
    for position, observation, indicator in _listed(record, indicators):
        if suppression.is_small(amount_of(observation), indicator):
            yield Fault(
                pointer=f"/observations/{position}/value",
                code="small-cell",
                ru="По столь малому значению можно узнать людей. В следующей редакции укажите «менее» порога.",
                en="So small a value could point to persons. Say that it is under the limit, in the next revision.",
            )
