"""What the list of grounds says of a ban: whose grounds they are, how long they usually last, and from when.

Source: the members `issuers`, `usual_period` and `start_event` of the code list `ban-grounds`, each with its own source
there. Another state's ground is an error; a period that is not the usual one may well be right, so it is only asked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.entry_ban.period import ENDLESS, last_day, span_of
from hub.core.errors import Fault

_ANY_DAY = date(2000, 1, 1)
_AS_IMPOSED = frozenset({"pending_start", "active"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A listed ground: the states (alpha-2) whose it is, none: everybody's; its usual duration and start, if any."""

    states: frozenset[str]
    usual: str | None
    start_event: str | None


def from_entry(more: Mapping[str, Any]) -> Ground:
    """Return the ground of an entry of the list."""
    return Ground(
        states=frozenset(more.get("issuers") or ()), usual=more.get("usual_period"), start_event=more.get("start_event")
    )


def check(record: Mapping[str, Any], listed: Mapping[str, Ground], state: str) -> Iterator[Fault]:
    """Yield where a ban rests on another state's ground; `state` is its issuer's."""
    for number, code in enumerate(record["grounds"]):
        if listed[code].states and state not in listed[code].states:
            yield Fault(
                pointer=f"/grounds/{number}",
                code="ground-of-another-state",
                ru="Это основание из закона другого государства. Укажите основание своего закона или общее.",
                en="This ground is of another state's law. Give a ground of your own law, or a common one.",
            )


def decided_on(record: Mapping[str, Any]) -> date:
    """Return the day of the decision: the day on which a ground has to be in the list."""
    return date.fromisoformat(record["decision"]["date"])


def check_day(record: Mapping[str, Any], valid: Collection[str]) -> Iterator[Fault]:
    """Yield where a ban rests on a ground that was not in force when it was decided; `valid` are those that were."""
    for number, code in enumerate(record["grounds"]):
        if code not in valid:
            yield Fault(
                pointer=f"/grounds/{number}",
                code="ground-not-in-force",
                ru="В день решения такого основания не было. Исправьте основание или дату решения.",
                en="There was no such ground on the day of the decision. Mend the ground or the decision's date.",
            )


def warn(record: Mapping[str, Any], listed: Mapping[str, Ground]) -> Iterator[Fault]:
    """Yield where a ban, as it was imposed, is not as usual for any of its grounds."""
    found = [listed[code] for code in record["grounds"]]
    if record["status"] in _AS_IMPOSED and not _is_usual(record, [each.usual for each in found if each.usual]):
        yield _PERIOD
    events = {each.start_event for each in found if each.start_event}
    if events and record["period"].get("start_event") not in {None, *events}:
        yield _EVENT


def _is_usual(record: Mapping[str, Any], usual: Sequence[str]) -> bool:
    """Say whether the ban lasts as long as one of these; also where it does not say, or nothing is usual."""
    period = record["period"]
    if not usual or period["kind"] in ENDLESS:
        return not usual
    if "duration" in period:
        if period["duration"] in usual:
            return True
        return last_day(_ANY_DAY, period["duration"]) in {last_day(_ANY_DAY, each) for each in usual}
    span = span_of(record)
    return span.start is None or span.end in {last_day(span.start, each) for each in usual}


_PERIOD = Fault(
    pointer="/period",
    code="period-unusual",
    ru="Срок не тот, что обычен для этого основания. Проверьте основание и срок.",
    en="The period is not the usual one of this ground. Check ground and period.",
)
_EVENT = Fault(
    pointer="/period/start_event",
    code="start-event-unusual",
    ru="Срок по этому основанию обычно идёт от другого события. Проверьте основание и событие.",
    en="The period of this ground usually runs from another event. Check ground and event.",
)
