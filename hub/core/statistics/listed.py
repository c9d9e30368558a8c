"""What a summary says against the list of indicators: a wrong unit, a dimension that is none, a cell too small to show.

Like other checks of figures they only ask, but for small cells: these are refused, as nine authorities would see them.
They are sent blurred: `qualifier` "under", `value` the limit. Gateways see to it (`disclosure`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.errors import Fault
from hub.core.statistics import disclosure
from hub.core.statistics.indicator import Indicator
from hub.core.statistics.suppression import Hidden


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
    """Yield an error for each value, stated or compared with, that could point to persons."""
    for position, observation, indicator in _listed(record, indicators):
        if disclosure.is_small(observation, indicators):
            yield _small(f"/observations/{position}/value")
        if disclosure.tells_small_base(observation, indicator):
            yield _small(f"/observations/{position}/comparison")


def check_told(record: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield a warning for each value that gives a small one away by subtraction."""
    for position, hidden in disclosure.find_hidden(record, indicators).items():
        if hidden is Hidden.SECONDARY:
            yield Fault(
                pointer=f"/observations/{position}/value",
                code="small-cell-told",
                ru="По этому значению вычитанием находится малое. В следующей редакции не приводите его.",
                en="This value gives a small one away by subtraction. Leave it out of the next revision.",
            )


def _small(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="small-cell",
        ru="По столь малому значению можно узнать людей. Укажите «менее» порога, без доли и сравнения.",
        en="So small a value could point to persons. Say that it is under the limit, with no share or comparison.",
    )
