"""Numbers and who has them: multimaps in sorted arrays, a tenth of what dictionaries of Python take.

An insertion moves what stands behind it, so one `Postings` is kept to some ten thousands; a `Table` spreads more over
many of them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Set

_BISECT_COST = 16  # looking a number up costs as much as passing over so many


class Postings:
    """Pairs of a number and an owner, of 32 bits each, sorted by number."""

    __slots__ = ("_numbers", "_owners")

    def __init__(self) -> None:
        self._numbers = array("I")
        self._owners = array("I")

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._numbers, self._owners, strict=True)

    @property
    def numbers(self) -> Collection[int]:
        """All numbers, sorted, as often as they have owners."""
        return self._numbers

    @property
    def bytes(self) -> int:
        """How much memory the pairs take."""
        return len(self._numbers) * (self._numbers.itemsize + self._owners.itemsize)

    def add(self, number: int, owner: int) -> None:
        """Keep a pair; the same pair twice is kept twice."""
        place = bisect_right(self._numbers, number)
        self._numbers.insert(place, number)
        self._owners.insert(place, owner)

    def of(self, number: int) -> Collection[int]:
        """Return the owners of a number."""
        begin = bisect_left(self._numbers, number)
        if begin == len(self._numbers) or self._numbers[begin] != number:
            return ()
        return self._owners[begin : bisect_right(self._numbers, number, begin)]

    def among(self, wanted: Set[int]) -> list[tuple[int, Collection[int]]]:
        """Return those of the wanted numbers that there are, each with its owners.

        Where there are few pairs, all are passed over first: that is quicker than looking up each wanted number.
        """
        if len(self._numbers) <= _BISECT_COST * len(wanted):
            wanted = set(self._numbers) & wanted
        return [(number, owners) for number in wanted if (owners := self.of(number))]

    def discard(self, number: int, owner: int) -> None:
        """Forget the pairs of this number and owner."""
        place = bisect_left(self._numbers, number)
        while place < len(self._numbers) and self._numbers[place] == number:
            if self._owners[place] == owner:
                del self._numbers[place], self._owners[place]
            else:
                place += 1

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Forget the pairs of all owners but the wanted."""
        kept = [pair for pair in self if wanted(pair[1])]
        if len(kept) < len(self._numbers):
            self._numbers = array("I", [number for number, _ in kept])
            self._owners = array("I", [owner for _, owner in kept])


class Table:
    """As `Postings`, for many numbers: spread over `spread` postings by their lowest bits."""

    __slots__ = ("_spread", "shards")

    def __init__(self, *, spread: int = 4096) -> None:
        self._spread = spread
        self.shards: dict[int, Postings] = {}

    def __len__(self) -> int:
        return sum(map(len, self.shards.values()))

    @property
    def bytes(self) -> int:
        """How much memory the pairs take."""
        return sum(shard.bytes for shard in self.shards.values())

    def add(self, number: int, owner: int) -> None:
        """Keep a pair."""
        shard = self.shards.get(number % self._spread)
        if shard is None:
            shard = self.shards[number % self._spread] = Postings()
        shard.add(number, owner)

    def of(self, number: int) -> Collection[int]:
        """Return the owners of a number."""
        shard = self.shards.get(number % self._spread)
        return () if shard is None else shard.of(number)

    def among(self, wanted: Set[int]) -> list[tuple[int, Collection[int]]]:
        """Return those of the wanted numbers that there are, each with its owners."""
        return [(number, owners) for number in wanted if (owners := self.of(number))]

    def discard(self, number: int, owner: int) -> None:
        """Forget the pairs of this number and owner."""
        if shard := self.shards.get(number % self._spread):
            shard.discard(number, owner)
