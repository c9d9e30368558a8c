"""The board as a page shows it: sides in rows and columns, one measure in the cells.

A side is a state, whose authorities are taken together, or a body of the CIS. What one participant's people may not
see is not in the health that they are given, so no cell hides anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.core.health.flow import Flow
from hub.core.health.threshold import Level, worst
from hub.workflows.exchange import Exchange
from hub.workflows.health.read_health import Health, Pair
from hub.workflows.health.show_health import measure_pair
from keys.trust_participants import Participant, ParticipantRole

HUB = "hub"


class Measure(StrEnum):
    """What the cells show."""

    COUNT = "count"
    QUEUE = "queue-age"
    ERRORS = "error-share"
    MEDIAN = "median-delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A row and a column: the code of a state or a participant's name, and the participants that it stands for."""

    code: str
    is_state: bool
    participants: tuple[str, ...]
    is_below: bool  # the rule: bodies and observers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """From one side to another: the level and the value of the measure (None: nothing to measure), what flowed.

    `reason` names the measure that the level comes from, where the cell counts messages and all is not well.
    """

    level: Level
    reason: str | None
    value: float | None
    flow: Flow
    queue: float | None
    in_force: bool
    under_way: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether there is anything to look at."""
        return self.in_force or self.flow.sent > 0 or self.queue is not None


def sides_of(exchange: Exchange) -> list[Side]:
    """Return all sides: states of members, then observers and bodies."""
    taken: dict[str, list[Participant]] = {}
    for each in sorted(exchange.judgement.trust.participants.values(), key=lambda one: one.id):
        if each.id != HUB:
            taken.setdefault(each.state or each.id, []).append(each)
    sides = (_side(code, found) for code, found in taken.items())
    return sorted(sides, key=lambda side: (side.is_below, not side.is_state, side.code))


def _side(code: str, found: Sequence[Participant]) -> Side:
    return Side(
        code=code,
        is_state=found[0].state is not None,
        participants=tuple(each.id for each in found),
        is_below=all(each.role is not ParticipantRole.MEMBER for each in found),
    )


def find_side(exchange: Exchange, code: str) -> Side | None:
    """Return the side of this code, or the one participant of this name; None: there is none."""
    for side in sides_of(exchange):
        if side.code == code:
            return side
        if code in side.participants:
            return Side(code=code, is_state=False, participants=(code,), is_below=side.is_below)
    return None


def make_cells(health: Health, sides: Sequence[Side], chosen: Measure) -> Mapping[tuple[str, str], Cell]:
    """Return the cells by the codes of sender and recipient; where both are one state there is none."""
    side_of = {name: side.code for side in sides for name in side.participants}
    grouped: dict[tuple[str, str], list[Pair]] = {}
    for pair in health.pairs:
        key = (side_of[pair.sender], side_of[pair.recipient])
        if key[0] != key[1]:
            grouped.setdefault(key, []).append(pair)
    return {key: make_cell(health, pairs, chosen) for key, pairs in grouped.items()}


def make_cell(health: Health, pairs: Sequence[Pair], chosen: Measure) -> Cell:
    """Return what several pairs are together."""
    flow = sum((each.flow for each in pairs), Flow())
    queue = max((age for each in pairs if (age := each.queue_age(health.at)) is not None), default=None)
    values = {
        Measure.COUNT: float(flow.delivered),
        Measure.QUEUE: queue,
        Measure.ERRORS: flow.error_share,
        Measure.MEDIAN: flow.median,
    }
    known = health.thresholds
    measured = [each for pair in pairs for each in measure_pair(health, pair)]
    level = (
        known[chosen.value].level(values[chosen]) if chosen is not Measure.COUNT else worst(m.level for m in measured)
    )
    reasons = (each.measure for each in measured if each.level is level is not Level.OK)
    return Cell(
        level=level,
        reason=next(reasons, None),
        value=values[chosen],
        flow=flow,
        queue=queue,
        in_force=any(each.direction.in_force for each in pairs),
        under_way=_names(pairs),
    )


def _names(pairs: Iterable[Pair]) -> tuple[str, ...]:
    return tuple(sorted({name for each in pairs for name in each.direction.under_way}))


def trouble(health: Health, at: datetime) -> list[tuple[str, float]]:
    """Return the gateways that are late or silent, with the seconds since they came, the longest first."""
    ages = ((each.participant, each.sync_age(at)) for each in health.gateways)
    late = [
        (name, age)
        for name, age in ages
        if age is not None and health.thresholds["sync-age"].level(age) is not Level.OK
    ]
    return sorted(late, key=lambda each: -each[1])
