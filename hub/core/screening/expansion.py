"""What a name that is asked for may be spelled like in the register: numbers of keys, each with its likeness."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hub.core.identity import name_parts
from hub.core.identity.name_match import ALIKE
from hub.core.identity.name_parts import Part
from hub.core.screening.entry import Query
from hub.core.screening.names import WEAK
from hub.core.screening.vocabulary import Vocabulary

_LEAST_ON_DAY = 0.82  # likeness of keys where the date of birth agrees; elsewhere `ALIKE`
_MOST_NAMES = 6  # of one person; more are looked at only by the score
_FATHER = 0.06  # what the patronymic adds to the cover: it orders candidates and excludes none

Spellings = Mapping[int, float]  # number of a key in the register -> likeness
LookUp = Callable[[frozenset[int]], Iterable[tuple[int, int]]]  # numbers -> pairs of number and owner


@dataclass(frozen=True, slots=True)
class Expansion:
    """The parts that are asked for, each once, with their spellings; names are places of parts, patronymics apart."""

    parts: tuple[Part, ...]
    spellings: tuple[Spellings, ...]
    names: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    def any_part(self, look_up: LookUp) -> Iterator[tuple[int, float]]:
        """Yield who has any part of a name, and how much of it, 0 to 1."""
        found: dict[int, dict[int, float]] = {}
        for place, spellings in enumerate(self.spellings):
            for slot, likeness in _owners(spellings, look_up).items():
                found.setdefault(slot, {})[place] = likeness
        return ((slot, max(_cover(name, each) for name in self.names)) for slot, each in found.items())

    def all_parts(self, look_up: LookUp) -> Iterator[tuple[int, float]]:
        """Yield who has all parts of a name but the patronymic, and how well they fit, 0 to 1."""
        for own, fathers in self.names:
            found: dict[int, dict[int, float]] | None = None
            for place in own:
                owners = _owners(self.spellings[place], look_up)
                if found is None:
                    found = {slot: {place: likeness} for slot, likeness in owners.items()}
                else:
                    found = {slot: {**each, place: owners[slot]} for slot, each in found.items() if slot in owners}
                if not found:
                    break
            for place in fathers if found else ():
                for slot, likeness in _owners(self.spellings[place], look_up).items():
                    if found and slot in found:
                        found[slot][place] = likeness
            yield from ((slot, _cover((own, fathers), each)) for slot, each in (found or {}).items())


def _owners(spellings: Spellings, look_up: LookUp) -> dict[int, float]:
    """Return who has any of the spellings, and the best likeness."""
    owners: dict[int, float] = {}
    for number, slot in look_up(frozenset(spellings)):
        likeness = spellings[number]
        if likeness > owners.get(slot, 0.0):
            owners[slot] = likeness
    return owners


def _cover(name: tuple[tuple[int, ...], tuple[int, ...]], found: Mapping[int, float]) -> float:
    own, fathers = name
    cover = sum([found.get(place, 0.0) for place in own]) / len(own)
    if fathers:
        cover *= 1 - _FATHER + _FATHER * sum([found.get(place, 0.0) for place in fathers]) / len(fathers)
    return cover


def expand(query: Query, vocabulary: Vocabulary, *, near: bool) -> Expansion:
    """Widen a query over the vocabulary: by spellings of the same keys and stems; `near` also by a letter or so."""
    places: dict[Part, int] = {}
    names = {}
    for name in query.names[:_MOST_NAMES]:
        own, fathers = _divide(name)
        names[tuple(places.setdefault(part, len(places)) for part in own)] = tuple(
            places.setdefault(part, len(places)) for part in fathers
        )
    return Expansion(
        parts=tuple(places),
        spellings=tuple(_spellings(part, vocabulary, near=near) for part in places),
        names=tuple(names.items()),
    )


def widen(asked: Expansion, vocabulary: Vocabulary, numbers: Collection[int]) -> Expansion:
    """Add all spellings among some numbers that are alike, however many letters differ."""
    chosen = list(set(numbers))
    spelled = vocabulary.spelled(chosen)
    widened = []
    for part, spellings in zip(asked.parts, asked.spellings, strict=True):
        found = {
            chosen[at]: likeness
            for key in part.keys
            for at, likeness in vocabulary.alike_among(key, spelled, least=_LEAST_ON_DAY)
        }
        widened.append({**found, **spellings})
    return Expansion(parts=asked.parts, spellings=tuple(widened), names=asked.names)


def _divide(name: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the parts that must be found, and the patronymics; a name of patronymics alone has only the first."""
    own = tuple(dict.fromkeys(part for part in name if not part.is_patronymic))
    fathers = tuple(dict.fromkeys(part for part in name if part.is_patronymic))
    return (own, fathers) if own else (fathers, ())


def _spellings(part: Part, vocabulary: Vocabulary, *, near: bool) -> Spellings:
    found = dict.fromkeys(vocabulary.known(name_parts.related(part.keys, part.weak)), WEAK)
    if near:
        for key in part.keys:
            for number, likeness in vocabulary.alike(key, least=ALIKE):
                found[number] = max(likeness, found.get(number, 0.0))
    found.update(dict.fromkeys(vocabulary.known(part.keys), 1.0))
    return found
