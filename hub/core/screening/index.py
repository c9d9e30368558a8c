"""The register in memory, for finding candidates; it keeps no persons (see `hub.core.screening`)."""

from collections.abc import Callable, Collection, Iterable

from hub.core.screening import birth
from hub.core.screening.entry import Candidate, Entry, Query

FAST_MOST = 12
THOROUGH_MOST = 40


class Index:
    """Persons by name and birth, and by exact numbers. One thread at a time."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._entries: dict[int, Entry] = {}
        self._exact: dict[bytes, set[int]] = {}
        self._births: dict[int, set[int]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: int) -> bool:
        return key in self._entries

    def add(self, entry: Entry) -> None:
        """Take a person in; one of the same key that is there already is replaced."""
        self.remove(entry.key)
        self._entries[entry.key] = entry
        for token in entry.exact:
            self._exact.setdefault(token, set()).add(entry.key)

    def remove(self, key: int) -> bool:
        """Forget a person; tell whether it was there."""
        entry = self._entries.pop(key, None)
        for token in entry.exact if entry else ():
            self._exact[token].discard(key)
        return entry is not None

    def exact(self, tokens: Collection[bytes]) -> list[int]:
        """Return the keys of the persons with any of these blind tokens, in their order, none twice."""
        return sorted({key for token in tokens for key in self._exact.get(token, ())})

    def find(self, query: Query, *, thorough: bool = False) -> list[Candidate]:
        """Return who may be meant, the likeliest first; `thorough` looks at more spellings and dates."""
        found = [Candidate(key=key, name_score=self._cover(query, entry)) for key, entry in self._entries.items()]
        most = THOROUGH_MOST if thorough else FAST_MOST
        return sorted((each for each in found if each.name_score > 0.4), key=lambda c: (-c.name_score, c.key))[:most]

    def _cover(self, query: Query, entry: Entry) -> float:
        if query.birth is not None and not any(map(self._near(query.birth), entry.births)):
            return 0.0
        return max((_share(not entry.names.isdisjoint(keys) for keys, _ in name) for name in query.names), default=0.0)

    @staticmethod
    def _near(asked: birth.Birth) -> Callable[[int], bool]:
        years = range(asked.year - 1, asked.last + 2)
        return lambda code: code == birth.UNKNOWN or code // 512 in years


def _share(found: Iterable[bool]) -> float:
    hits = list(found)
    return sum(hits) / len(hits) if hits else 0.0
