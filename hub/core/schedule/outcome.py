r"""What became of a run, told from what came: messages of its type in the log, and the gateway's report.

    ahead ──opens──> open ──something came by `due`──────────────────> done
                       └───nothing did──> missed ──something comes──> late

A report counts where there is one, as it is made when the run is over; else the first message does. A gateway that is
merely alive shows nothing by that: no answer to a ping makes a run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from hub.core.schedule.slot import Slot
from keys.sync_plan import Volume

USUAL_OF = 5  # runs
USUAL_FROM = 3


class State(StrEnum):
    """How a run stands."""

    AHEAD = "ahead"
    OPEN = "open"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


CAME = frozenset({State.DONE, State.LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of a run: messages that each recipient got, the first one's time, and the time of the report."""

    count: int = 0
    first_at: datetime | None = None
    reported_at: datetime | None = None

    @property
    def came_at(self) -> datetime | None:
        """Return when the run came; None: nothing did."""
        return self.first_at if self.reported_at is None else self.reported_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a run. `empty` and `shrinking` are told as far as its plan finds them remarkable."""

    state: State
    at: datetime | None
    empty: bool = False
    shrinking: bool = False


def judge(slot: Slot, seen: Seen, now: datetime, *, volume: Volume, usual: float | None) -> Outcome:
    """Return what became of a run so far; `usual` is how much came in runs before it (`usual_of`)."""
    if seen.came_at is None:
        return Outcome(state=_waited_for(slot, now), at=None)
    state = State.DONE if seen.came_at <= slot.due_at else State.LATE
    less = usual is not None and seen.count * 100 < usual * volume.shrinks_below
    return Outcome(
        state=state,
        at=seen.came_at,
        empty=seen.count == 0 and not volume.empty_is_normal,
        shrinking=seen.count > 0 and less,
    )


def _waited_for(slot: Slot, now: datetime) -> State:
    if now < slot.opens_at:
        return State.AHEAD
    return State.OPEN if now <= slot.due_at else State.MISSED


def usual_of(counts: Sequence[int]) -> float | None:
    """Return how much usually comes, by what came in the runs before, last ones last; None: too few to say."""
    full = [each for each in counts if each > 0][-USUAL_OF:]
    return float(median(full)) if len(full) >= USUAL_FROM else None
