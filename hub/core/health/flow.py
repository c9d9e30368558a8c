"""How messages flow from one side to another: counts, and how long recipients took, in slots of growing width.

A message is counted in the span of time in which the hub took it, whenever it is answered. It waits, is delivered
(with the time until its recipient's first receipt), or has failed: rejected, or expired.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

BOUNDS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400)  # seconds; then: longer
SLOTS = len(BOUNDS) + 1
FAILED = frozenset({"rejected", "expired"})


def slot_of(seconds: float) -> int:
    """Return in which slot a time of delivery falls; one on a bound belongs to the slot that it ends."""
    return bisect_left(BOUNDS, seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Messages of a span of time, from one side to another.

    `slots` counts the delivered ones by `BOUNDS`; what is neither delivered nor failed waits.
    """

    sent: int = 0
    failed: int = 0
    slots: tuple[int, ...] = (0,) * SLOTS

    def __add__(self, other: "Flow") -> "Flow":
        slots = tuple(mine + others for mine, others in zip(self.slots, other.slots, strict=True))
        return Flow(sent=self.sent + other.sent, failed=self.failed + other.failed, slots=slots)

    def __neg__(self) -> "Flow":
        return Flow(sent=-self.sent, failed=-self.failed, slots=tuple(-each for each in self.slots))

    @property
    def delivered(self) -> int:
        """Return how many their recipients took."""
        return sum(self.slots)

    @property
    def waiting(self) -> int:
        """Return how many nobody has answered yet."""
        return max(0, self.sent - self.failed - self.delivered)

    @property
    def error_share(self) -> float | None:
        """Return the share of failed ones among those that were answered; None: none was."""
        answered = self.failed + self.delivered
        return None if answered == 0 else self.failed / answered

    @property
    def median(self) -> float | None:
        """Return the median time of delivery in seconds, within its slot as if they were spread evenly; None: none."""
        return quantile(self.slots, 0.5)

    def within(self, seconds: int) -> int:
        """Return how many were delivered within a time, which is one of `BOUNDS`."""
        return sum(self.slots[: BOUNDS.index(seconds) + 1])


def quantile(slots: Sequence[int], share: float) -> float | None:
    """Return the time within which this share was delivered; the last slot has no end, so it counts as its begin."""
    total = sum(slots)
    if total == 0:
        return None
    wanted, below = total * share, 0
    place = 0
    while below + slots[place] < wanted:
        below += slots[place]
        place += 1
    begin = 0 if place == 0 else BOUNDS[place - 1]
    if place == len(BOUNDS):
        return float(begin)
    return begin + (BOUNDS[place] - begin) * (wanted - below) / slots[place]


def contribution(at: datetime, status: str | None, answered_at: datetime | None) -> Flow:
    """Return what one message adds: when the hub took it, what its recipient said last, and when it said so first."""
    if status in FAILED:
        return Flow(sent=1, failed=1)
    if status is None or answered_at is None:
        return Flow(sent=1)
    place = slot_of(max(0.0, (answered_at - at).total_seconds()))
    return Flow(sent=1, slots=tuple(int(number == place) for number in range(SLOTS)))


def missed(flow: Flow, within: int, fresh: int = 0) -> int:
    """Return how many missed the objective; `fresh` of those that wait are not late yet."""
    late = flow.delivered - flow.within(within)
    return late + flow.failed + max(0, flow.waiting - fresh)


def burn(share_missed: float, allowed: float) -> float:
    """Return how many times faster than allowed the error budget is spent."""
    return share_missed / allowed


def budget_left(share_missed: float, allowed: float) -> float:
    """Return which share of the error budget is left, not less than none."""
    return max(0.0, 1 - share_missed / allowed)
