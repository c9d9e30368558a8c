"""Mirror statistics: what A counts as gone to B beside what B counts as come from A.

Both amounts are shown with their difference. Neither replaces the other: the two count differently, and why they differ
is for the two states to find out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hub.core.statistics.change import percent_of
from hub.core.statistics.figure import Amount
from hub.core.statistics.indicator import MirrorPair, MirrorSide

Look = Callable[[str, str, tuple[tuple[str, str], ...]], Amount | None]  # state, indicator, dims


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What `left_area` counts and what `right_area` counts of the same; `percent` of the left amount."""

    pair: str
    left_area: str
    right_area: str
    left: Amount
    right: Amount

    @property
    def absolute(self) -> Decimal:
        """Right less left."""
        return self.right.value - self.left.value

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of the left amount; None: that is nothing."""
        return percent_of(self.absolute, self.left.value) if self.left.value else None


def compare(pairs: Iterable[MirrorPair], states: Mapping[str, str], look: Look) -> Iterator[Difference]:
    """Yield every pair of amounts that two states give; `states` maps alpha-2 to alpha-3 codes."""
    for pair in pairs:
        for left in states:
            for right in states:
                if left != right:
                    yield from _compare(pair, left, right, states, look)


def _compare(pair: MirrorPair, left: str, right: str, states: Mapping[str, str], look: Look) -> Iterator[Difference]:
    ours = look(left, pair.left.indicator, _dims(pair.left, states[right]))
    theirs = look(right, pair.right.indicator, _dims(pair.right, states[left]))
    if ours is not None and theirs is not None:
        yield Difference(pair=pair.code, left_area=left, right_area=right, left=ours, right=theirs)


def _dims(side: MirrorSide, other: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({**side.dims, side.dimension: other}.items()))
