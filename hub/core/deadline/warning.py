"""Which stage of a clock people have to be told of: it ends soon, it is over, or nobody has proven a delivery.

    running ──so many days of its unit are left──> due-soon (the last warning that became due counts)
    waiting ──the profile's term of escalation──> undelivered
    expired ─────────────────────────────────────> overdue, with what came of it

Made from the clock alone, so that the same clock gives the same warning wherever it is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hub.core.deadline.case_clock import Clock, ClockState
from hub.core.deadline.clock import Deadline, Why, end_of
from hub.core.deadline.term import Unit


class Stage(StrEnum):
    """What a term has come to; the codes of `term-stages`."""

    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A stage that was reached at `at`, of a term whose last day is `due_on`; `days` of `unit` were left then."""

    stage: Stage
    at: datetime
    due_on: date | None = None
    days: int | None = None
    unit: Unit | None = None


def warning_of(clock: Clock, now: datetime, days: Sequence[int]) -> Warned | None:
    """Return the last stage of a clock that people have to be told of by now, if there is one.

    Args:
        clock: how it stands at `now`.
        now: the instant, aware.
        days: how many days before the end a warning becomes due: working days where the term is counted on in those,
            calendar days where it is counted in others, or back from a day.
    """
    due = clock.deadline
    if clock.state is ClockState.WAITING and clock.escalate_at is not None:
        return Warned(stage=Stage.UNDELIVERED, at=clock.escalate_at)
    if due is None or due.at is None:
        return None
    if clock.state is ClockState.EXPIRED:
        return Warned(stage=Stage.OVERDUE, at=due.at, due_on=due.on)
    if clock.state is not ClockState.RUNNING:
        return None
    reached = [each for each in _soon(clock, due, days) if each.at <= now]
    return max(reached, key=lambda each: each.at, default=None)


def _soon(clock: Clock, due: Deadline, days: Sequence[int]) -> Iterator[Warned]:
    """Yield the warnings before the end; a term that is not longer than a warning's days has none so early."""
    working = due.term.unit is Unit.WORKING_DAY and not due.term.before
    for left in days:
        at = _working_days_before(due, left) if working else _days_before(due, left)
        if at is not None and (due.term.before or clock.since is None or at > clock.since):
            unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
            yield Warned(stage=Stage.DUE_SOON, at=at, due_on=due.on, days=left, unit=unit)


def _working_days_before(due: Deadline, left: int) -> datetime | None:
    """Return the end of the counted day after which so many are left; None: the term is no longer than they are."""
    counted = [each.day for each in due.days if each.why is Why.COUNTED]
    if due.at is None or due.at.tzinfo is None or left >= len(counted):
        return None
    return end_of(counted[-1 - left], due.at.tzinfo)


def _days_before(due: Deadline, left: int) -> datetime | None:
    if due.at is None or due.on is None or due.at.tzinfo is None:
        return None
    if due.term.unit is Unit.HOUR:
        return due.at - timedelta(days=left)
    return end_of(due.on - timedelta(days=left), due.at.tzinfo)
