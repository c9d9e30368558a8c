"""One clock of a case, as a value: how it stands, when its term ends, and what that brought about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.core.deadline.clock import Deadline
from hub.core.deadline.profile import Expiry, Parameter
from hub.core.deadline.term import Pause


class ClockState(StrEnum):
    """How a clock stands."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    LATE = "late"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class NoConsent(StrEnum):
    """Why silence is no consent although the profile speaks of it."""

    UNVERIFIED = "unverified"
    NOT_REGISTERED = "not-registered"
    PROTECTED = "protected"
    NOT_IN_FORCE = "not-in-force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock of a case.

    `acting` is the participant that has to act, `since` the instant from which the term is counted, `basis` what gave
    it: `delivered`, `accepted`, `fact`, or `fallback`. `deadline` is the count, None while there is none. `ended_at` is
    when a record met the term. `effect` is what the end of the term brought about, `no_consent` why that is less than
    the profile says. `extended` says whether the term was extended, `refused_extension` whether one came too late or
    for the second time. `escalate_at`: since when people have to be told of a missing delivery; None:
    not, or not yet. `pauses`: when it stood still.
    """

    parameter: Parameter
    profile: str
    profile_version: str
    profile_verified: bool
    calendar: str
    state: ClockState
    index: int
    acting: str
    since: datetime | None = None
    basis: str | None = None
    deadline: Deadline | None = None
    pauses: tuple[Pause, ...] = ()
    ended_at: datetime | None = None
    effect: Expiry | None = None
    no_consent: NoConsent | None = None
    extended: bool = False
    refused_extension: bool = False
    escalate_at: datetime | None = None

    @property
    def escalate(self) -> bool:
        """Whether people have to be told of a missing delivery."""
        return self.escalate_at is not None

    @property
    def verified(self) -> bool:
        """Whether the term, and every other of its profile, was checked against its source; else it only reminds."""
        return self.profile_verified and self.parameter.term.verified
