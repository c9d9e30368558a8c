"""The register in memory, for finding candidates; it keeps no persons (see `hub.core.screening`).

    day of birth  ->  sorted numbers of name keys, and whose they are       year of birth  ->  the same, by name
    blind number  ->  whose it is

A person found on the asked day, or on a day it is often mistaken for, by enough of the name is a candidate. Who left
stays in the postings until these are swept, a bucket with every further change; answers leave him out at once.
"""

import functools
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from hub.core.screening import birth, expansion, places
from hub.core.screening.birth import Birth
from hub.core.screening.entry import Candidate, Entry, Query
from hub.core.screening.expansion import Expansion
from hub.core.screening.places import SAME, Place
from hub.core.screening.postings import Postings, Table
from hub.core.screening.vocabulary import Vocabulary

MOST = {False: 8, True: 64}  # candidates of one answer, fast and thorough: each has to be decrypted and scored
RANKED = 2000  # candidates among whom those are chosen whom the caller may see
_LEAST_COVER = 0.6  # how much of a name must be found where the date agrees; less is scored as another name anyway
_LEAST_OF_SHORT = 0.2  # where the register has a single name: one part of four or five
_GONE = (1 << 64) - 1  # the key of a slot whose person left
_LOWEST = (1 << 32) - 1
_YEAR_SPREAD = 64
_SWEEP_FROM = 0.02  # the share of persons who left from which their postings are swept out
_SWEEP_LEAST = 256

Found = tuple[int, float, float]  # slot, worth of the date, cover of the name


class Index:
    """Persons by name and birth, and by exact numbers. For one thread; no call takes longer than some milliseconds.

    Args:
        number: gives the keyed number of a name key (`entry.numbering`); the same for all calls.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._vocabulary = Vocabulary(number)
        self._keys = array("Q")  # of each slot; slots are the owners in all postings
        self._births = array("I")  # of each slot, the first one
        self._slots = Table()  # lowest bits of keys -> slots
        self._short: set[int] = set()  # slots of those with a single name: few
        self._days: dict[int, Postings] = {}
        self._years: dict[int, Table] = {}
        self._exact = Table()
        self._here = self._gone = self._swept = 0
        self._sweeping: Iterator[Postings] = iter(())

    def __len__(self) -> int:
        return self._here

    def __contains__(self, key: int) -> bool:
        return bool(self._slots_of(key))

    def add(self, entry: Entry) -> None:
        """Take a person in; one of the same key that is there already is replaced."""
        self.remove(entry.key)
        slot = len(self._keys)
        self._here += 1
        self._keys.append(entry.key)
        self._births.append(entry.births[0])
        self._slots.add(entry.key & _LOWEST, slot)
        if entry.is_short:
            self._short.add(slot)
        numbers = [self._vocabulary.number(key) for key in entry.names]
        for code in entry.births:
            day, year = self._day(code), self._year(birth.year_of(code))
            for number in numbers:
                day.add(number, slot)
                year.add(number, slot)
        for token in entry.exact:
            self._exact.add(_number(token), slot)

    def _day(self, code: int) -> Postings:
        day = self._days.get(code)
        if day is None:
            day = self._days[code] = Postings()
        return day

    def _year(self, number: int) -> Table:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = Table(spread=_YEAR_SPREAD)
        return year

    def remove(self, key: int) -> bool:
        """Forget a person; tell whether it was there."""
        self._sweep()
        slots = self._slots_of(key)
        for slot in slots:
            self._keys[slot] = _GONE
            self._short.discard(slot)
            self._slots.discard(key & _LOWEST, slot)
            self._here -= 1
            self._gone += 1
        return bool(slots)

    def _slots_of(self, key: int) -> list[int]:
        return [slot for slot in self._slots.of(key & _LOWEST) if self._keys[slot] == key]

    def exact(self, tokens: Collection[bytes]) -> list[int]:
        """Return the keys of the persons with any of these blind tokens, in their order, none twice."""
        slots = {slot for token in tokens for slot in self._exact.of(_number(token))}
        return sorted({self._keys[slot] for slot in slots} - {_GONE})

    def find(self, query: Query, *, thorough: bool = False, most: int | None = None) -> list[Candidate]:
        """Return who may be meant, the likeliest first; at most `most`, or as many as `MOST` says.

        The fast search looks at the asked day with all spellings, and with the same keys at the days that are often
        mistaken for it, partial dates among them. `thorough` looks at other spellings and at more days there as well,
        at those whose birth the register does not know, and through the whole year.
        """
        asked = expansion.expand(query, self._vocabulary, near=thorough)
        found = chain(
            self._on_day(asked, query.birth),
            self._on_days(asked, places.days(query.birth, thorough=thorough)),
            self._in_years(asked, query.birth, places.years(query.birth, self._years, thorough=thorough)),
        )
        best: dict[int, tuple[float, float]] = {}
        for slot, worth, cover in found:
            if worth * cover > best.get(slot, (0.0, 0.0))[0]:
                best[slot] = worth * cover, cover
        ranked = sorted((-worth, slot, cover) for slot, (worth, cover) in best.items() if self._keys[slot] != _GONE)
        return [
            Candidate(key=self._keys[slot], name_score=cover) for _, slot, cover in ranked[: most or MOST[thorough]]
        ]

    def _on_day(self, asked: Expansion, born: Birth | None) -> Iterator[Found]:
        """Yield who is found on the very day, however many letters of the name differ."""
        day = self._days.get(birth.codes(born)[0]) if born is not None and born.is_full else None
        if day is not None:
            widened = expansion.widen(asked, self._vocabulary, day.numbers)
            for slot, cover in widened.any_part(day.among, least=_LEAST_COVER, short=self._short):
                if cover >= (_LEAST_OF_SHORT if slot in self._short else _LEAST_COVER):
                    yield slot, SAME, cover

    def _on_days(self, asked: Expansion, chosen: Iterable[Place]) -> Iterator[Found]:
        for place in chosen:
            day = self._days.get(place.code)
            if day is not None:
                yield from ((slot, place.worth, cover) for slot, cover in asked.all_parts(day.among))

    def _in_years(self, asked: Expansion, born: Birth | None, chosen: Iterable[int]) -> Iterator[Found]:
        worths = functools.cache(functools.partial(places.worth, born))  # many were born on few days
        for number in chosen:
            year = self._years.get(number)
            if year is not None:
                for slot, cover in asked.all_parts(year.among):
                    if worth := worths(self._births[slot]):
                        yield slot, worth, cover

    @property
    def sizes(self) -> dict[str, int]:
        """How much there is of what: persons, days, keys of names, and the bytes that the postings take."""
        return {
            "persons": len(self),
            "days": len(self._days),
            "name_keys": len(self._vocabulary),
            "name_postings": sum(map(len, self._days.values())),
            "exact_postings": len(self._exact),
            "bytes_names": sum(day.bytes for day in self._days.values())
            + sum(year.bytes for year in self._years.values()),
            "bytes_exact": self._exact.bytes,
            "bytes_keys": self._slots.bytes + len(self._keys) * (self._keys.itemsize + self._births.itemsize),
            "bytes_vocabulary": self._vocabulary.bytes,
        }

    def _sweep(self) -> None:
        """Sweep one bucket, where a round is under way or due."""
        bucket = next(self._sweeping, None)
        if bucket is not None:
            bucket.keep(lambda slot: self._keys[slot] != _GONE)
            return
        self._gone, self._swept = self._gone - self._swept, 0
        if self._gone > max(_SWEEP_LEAST, _SWEEP_FROM * self._here):
            self._swept = self._gone
            self._sweeping = iter(
                [
                    *self._days.values(),
                    *(shard for year in self._years.values() for shard in year.shards.values()),
                    *self._exact.shards.values(),
                ]
            )


def _number(token: bytes) -> int:
    """Return the first 32 bits of a blind token: of a thousand looked up, one or two find a stranger as well."""
    return int.from_bytes(token[:4])
