"""All keys of name tokens that occur, their numbers, and which of them are alike.

Millions of persons share some hundred thousand keys: a spelling is widened here, over keys, and persons are then looked
up by number. Keys that differ by a letter too many, too few, another or two exchanged are found by leaving out letters:
both keys, or the keys less one letter, are then the same.
"""

from array import array
from collections.abc import Callable, Collection, Iterator

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from hub.core.screening.postings import Table

_LEAST = 3  # letters; shorter keys have no neighbours, or all of them
_HASH_BITS = 32


class Vocabulary:
    """Keys and their numbers. Keys are never forgotten: they belong to nobody."""

    __slots__ = ("_keys", "_neighbours", "_number", "_numbers", "_places", "_spelled")

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._places: dict[str, int] = {}
        self._keys: list[str] = []
        self._numbers = array("I")
        self._spelled: dict[int, str] = {}
        self._neighbours = Table()

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def bytes(self) -> int:
        """How much memory the neighbours take; the keys themselves take some 200 bytes each."""
        return self._neighbours.bytes + 200 * len(self._keys)

    def number(self, key: str) -> int:
        """Return the number of a key, which is taken in where it is new."""
        place = self._places.get(key)
        return self._take(key) if place is None else self._numbers[place]

    def _take(self, key: str) -> int:
        place, number = len(self._keys), self._number(key)
        self._places[key] = place
        self._keys.append(key)
        self._numbers.append(number)
        self._spelled[number] = key
        for shorter in _less_one(key):
            self._neighbours.add(_hash(shorter), place)
        return number

    def known(self, keys: Collection[str]) -> Iterator[int]:
        """Yield the numbers of those of the keys that occur."""
        for key in keys:
            place = self._places.get(key)
            if place is not None:
                yield self._numbers[place]

    def alike(self, key: str, *, least: float) -> Iterator[tuple[int, float]]:
        """Yield the numbers of keys about one letter from this one, with their likeness, `least` or more."""
        places = list({place for shorter in _less_one(key) for place in self._neighbours.of(_hash(shorter))})
        spelled = [self._keys[place] for place in places]
        for _, likeness, at in _extract(key, spelled, least):
            yield self._numbers[places[at]], likeness

    def spelled(self, numbers: Collection[int]) -> list[str]:
        """Return the keys of numbers that occur."""
        return [*map(self._spelled.__getitem__, numbers)]

    @staticmethod
    def alike_among(key: str, spelled: list[str], *, least: float) -> Iterator[tuple[int, float]]:
        """Yield the places of those keys of a list that are alike, however many letters differ, with their likeness."""
        return ((at, likeness) for _, likeness, at in _extract(key, spelled, least))


def _extract(key: str, keys: list[str], least: float) -> list[tuple[str, float, int]]:
    return process.extract(key, keys, scorer=JaroWinkler.normalized_similarity, score_cutoff=least, limit=None)


def _less_one(key: str) -> set[str]:
    """Return the key, and the key less each of its letters."""
    if len(key) < _LEAST:
        return {key}
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def _hash(text: str) -> int:
    """Return 32 bits of the text, the same within one process only; strangers that share them are told apart later."""
    return hash(text) & ((1 << _HASH_BITS) - 1)
