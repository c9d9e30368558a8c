"""Judge figures by the list of indicators: units and dimensions, and values that could point to persons (refused)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from hub.core.envelope import Envelope
from hub.core.errors import Fault, UnprocessableError
from hub.core.statistics import indicator, listed, situation_summary
from hub.core.statistics.indicator import Indicator
from schemas.catalogue import Catalogue


@cache
def indicators_of(catalogue: Catalogue) -> Mapping[str, Indicator]:
    """Return the indicators, in the order of their list; read once."""
    entries = catalogue.code_list("indicators").entries
    return {each.code: indicator.from_entry(each.code, each.more) for each in entries}


def check(envelope: Envelope, catalogue: Catalogue) -> Sequence[Fault]:
    """Return warnings of a situation summary; none of a record of another type.

    Raises:
        UnprocessableError: it has a value that could point to persons.
    """
    if envelope.type != situation_summary.TYPE:
        return ()
    known = indicators_of(catalogue)
    if small := list(listed.check_small(envelope.record, known)):
        raise UnprocessableError([replace(each, pointer=f"/record{each.pointer}") for each in small])
    return [*listed.check(envelope.record, known), *listed.check_told(envelope.record, known)]
