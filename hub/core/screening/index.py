"""The register in memory, for finding candidates; it keeps no persons (see `hub.core.screening`).

    day of birth  ->  sorted numbers of name keys, and whose they are       year of birth  ->  the same, by name
    blind number  ->  whose it is

A person found on the asked day, or on a day it is often mistaken for, by enough of the name is a candidate. Who left
stays in the postings until these are swept, a bucket with every further change; answers leave him out at once.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from hub.core.screening import birth, expansion, places
from hub.core.screening.birth import Birth
from hub.core.screening.entry import Candidate, Entry, Query
from hub.core.screening.expansion import Expansion, Found, Wanted
from hub.core.screening.places import SAME, SLIP, Place
from hub.core.screening.postings import Postings, Table
from hub.core.screening.vocabulary import Vocabulary

MOST = {False: 8, True: 24}  # candidates of one answer, fast and thorough: each has to be decrypted and scored
_LEAST_COVER = 0.6  # how much of a name must be found where the date agrees; less is scored as another name anyway
_LEAST_NEAR = 0.8  # and where it only nearly agrees
_LEAST_ALONE = 0.9  # and where no date is asked for
_GONE = (1 << 64) - 1  # the key of a slot whose person left
_SMALL = 4096  # postings of a day that is looked through name by name
_YEAR_SPREAD = 64
_SWEEP_FROM = 0.02  # the share of persons who left from which their postings are swept out
_SWEEP_LEAST = 256


class Index:
    """Persons by name and birth, and by exact numbers. For one thread; no call takes longer than some milliseconds.

    Args:
        number: gives the keyed number of a name key (`entry.numbering`); the same for all calls.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._vocabulary = Vocabulary(number)
        self._keys = array("Q")  # of each slot; slots are the owners in all postings
        self._births = array("I")  # of each slot, the first one
        self._slots = Table(wide=True)  # keys -> slots
        self._days: dict[int, Postings] = {}
        self._years: dict[int, Table] = {}
        self._exact = Table(wide=True)
        self._here = self._gone = self._swept = 0
        self._sweeping: Iterator[Postings] = iter(())

    def __len__(self) -> int:
        return self._here

    def __contains__(self, key: int) -> bool:
        return bool(self._slots.of(key))

    def add(self, entry: Entry) -> None:
        """Take a person in; one of the same key that is there already is replaced."""
        self.remove(entry.key)
        slot = len(self._keys)
        self._here += 1
        self._keys.append(entry.key)
        self._births.append(entry.births[0])
        self._slots.add(entry.key, slot)
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
        slots = self._slots.of(key)
        for slot in slots:
            self._keys[slot] = _GONE
            self._slots.discard(key, slot)
            self._here -= 1
            self._gone += 1
        return bool(slots)

    def exact(self, tokens: Collection[bytes]) -> list[int]:
        """Return the keys of the persons with any of these blind tokens, in their order, none twice."""
        slots = {slot for token in tokens for slot in self._exact.of(_number(token))}
        return sorted({self._keys[slot] for slot in slots} - {_GONE})

    def find(self, query: Query, *, thorough: bool = False) -> list[Candidate]:
        """Return who may be meant, the likeliest first; `thorough` looks at more spellings and dates."""
        everywhere = query.birth is None
        asked = expansion.expand(query, self._vocabulary, near=thorough or not everywhere)
        least = _LEAST_ALONE if everywhere else _LEAST_COVER
        best: dict[int, tuple[float, float]] = {}
        for slot, worth, cover in chain(
            self._in_days(asked, places.days(query.birth, thorough=thorough), widely=thorough),
            self._in_years(asked, query.birth, places.years(query.birth, self._years, thorough=thorough)),
        ):
            if cover >= (least if worth == SAME else _LEAST_NEAR) and worth * cover > best.get(slot, (0.0, 0.0))[0]:
                best[slot] = worth * cover, cover
        ranked = sorted((-worth, slot, cover) for slot, (worth, cover) in best.items() if self._keys[slot] != _GONE)
        return [Candidate(key=self._keys[slot], name_score=cover) for _, slot, cover in ranked[: MOST[thorough]]]

    def _in_days(
        self, asked: Expansion, chosen: Iterable[Place], *, widely: bool
    ) -> Iterator[tuple[int, float, float]]:
        """Yield who is found on days: slot, worth of the date, cover of the name.

        On the asked day itself (`widely`: on all small days) names are compared however many letters differ.
        """
        for place in chosen:
            day = self._days.get(place.code)
            if day is not None:
                fully = place.worth == SAME or (widely and place.worth > SLIP and len(day) <= _SMALL)
                wanted = expansion.widen(asked, self._vocabulary, day.numbers) if fully else asked.wanted
                for slot, cover in _covers(asked, wanted, day.among(frozenset(wanted))):
                    yield slot, place.worth, cover

    def _in_years(
        self, asked: Expansion, born: Birth | None, chosen: Iterable[int]
    ) -> Iterator[tuple[int, float, float]]:
        """Yield who is found in years: slot, worth of the date, cover of the name."""
        for number in chosen:
            year = self._years.get(number)
            if year is not None:
                pairs = [(wanted, slot) for wanted in asked.wanted for slot in year.of(wanted)]
                for slot, cover in _covers(asked, asked.wanted, pairs):
                    if cover >= _LEAST_NEAR and (worth := places.worth(born, self._births[slot])):
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


def _covers(asked: Expansion, wanted: Wanted, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, float]]:
    """Yield who has any part of the name, and how much of it."""
    found: dict[int, Found] = {}
    for number, slot in pairs:
        of_slot = found.setdefault(slot, {})
        for token, likeness in wanted[number]:
            if likeness > of_slot.get(token, 0.0):
                of_slot[token] = likeness
    return ((slot, asked.cover(each)) for slot, each in found.items())


def _number(token: bytes) -> int:
    """Return the first 64 bits of a blind token: among millions two are the same once in millions of years."""
    return int.from_bytes(token[:8])
