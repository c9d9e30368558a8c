"""A term as an agreement's profile states it, and the stretches of time in which it stands still."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Unit(StrEnum):
    """What a term is counted in."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """So many units from an event on.

    The day of the event is not counted. `rolls`: a last day that is not worked moves to the next working day; hours
    never roll. `article` names the rule it comes from, `verified` whether that rule was read in an official text: an
    unverified term only reminds. `before`: it is counted back from the event, and never rolls.
    """

    value: int
    unit: Unit
    article: str
    rolls: bool = True
    verified: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """From `since` on until `until` the clock stands still; None: it still does. `reason` is a code."""

    since: datetime
    until: datetime | None
    reason: str
