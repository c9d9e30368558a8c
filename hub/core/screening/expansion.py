"""What a name that is asked for may be spelled like in the register: numbers of keys, each with its likeness."""

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass

from hub.core.identity import name_parts
from hub.core.identity.name_match import ALIKE
from hub.core.identity.name_parts import Part
from hub.core.screening.entry import Query
from hub.core.screening.names import VARIANT, WEAK
from hub.core.screening.vocabulary import Vocabulary

_LEAST_ON_DAY = 0.82  # likeness of keys where the date of birth agrees; elsewhere `ALIKE`
_LEAST_ELSEWHERE = 0.92  # of the whole name on another day: one of two parts may be spelled otherwise
_MOST_NAMES = 6  # of one person; more are looked at only by the score
_FATHER = 0.06  # what the patronymic adds to the cover: it orders candidates and excludes none

Places = tuple[int, ...]  # of parts
Spellings = Mapping[int, float]  # number of a key in the register -> likeness
LookUp = Callable[[Set[int]], Collection[tuple[int, Collection[int]]]]  # numbers -> those that there are, with owners
Owners = list[tuple[float, Collection[int]]]  # likeness of a spelling, and who has it; the most alike last


@dataclass(frozen=True, slots=True)
class Expansion:
    """The parts that are asked for, each once, with their spellings; names are places of parts, patronymics apart."""

    parts: tuple[Part, ...]
    spellings: tuple[Spellings, ...]
    names: tuple[tuple[Places, Places], ...]

    def any_part(self, look_up: LookUp, *, least: float, short: Set[int]) -> Iterator[tuple[int, float]]:
        """Yield who has `least` of a name, 0 to 1, and how much of it; of those who are `short` any part will do."""
        for own, fathers in self.names:
            enough = least * len(own)
            found = self._any(own, look_up, None)
            wanted = {slot: total for slot, total in found.items() if total >= enough or slot in short}
            yield from self._covered(wanted, own, fathers, look_up)

    def all_parts(self, look_up: LookUp) -> Iterator[tuple[int, float]]:
        """Yield who has all parts of a name but the patronymic, and how well they fit, 0 to 1."""
        for own, fathers in self.names:
            least = _LEAST_ELSEWHERE * len(own)
            wanted = {slot: total for slot, total in self._all(own, look_up).items() if total >= least}
            yield from self._covered(wanted, own, fathers, look_up)

    def _covered(
        self, wanted: Mapping[int, float], own: Places, fathers: Places, look_up: LookUp
    ) -> Iterator[tuple[int, float]]:
        """Yield how much of a name those have whose sums of its own parts are given; the patronymic adds a little."""
        named = self._any(fathers, look_up, wanted.keys()) if wanted else {}
        for slot, total in wanted.items():
            cover = total / len(own)
            if fathers:
                cover *= 1 - _FATHER + _FATHER * named.get(slot, 0.0) / len(fathers)
            yield slot, cover

    def _all(self, places: Places, look_up: LookUp) -> dict[int, float]:
        """Return who has all of the parts, and the sum of their likenesses; the rarest part is looked at first."""
        known = []
        for place in places:
            spelled = self._owners(place, look_up)
            if not spelled:
                return {}
            known.append((sum(len(owners) for _, owners in spelled), place, spelled))
        known.sort(key=lambda each: each[:2])
        found = _best(known[0][2], None)
        for _, _, spelled in known[1:]:
            found = {slot: found[slot] + likeness for slot, likeness in _best(spelled, found.keys()).items()}
        return found

    def _any(self, places: Places, look_up: LookUp, among: Set[int] | None) -> dict[int, float]:
        """Return who has any of the parts, of those among whom is looked, and the sum of their likenesses."""
        found: dict[int, float] = {}
        for place in places:
            for slot, likeness in _best(self._owners(place, look_up), among).items():
                found[slot] = found.get(slot, 0.0) + likeness
        return found

    def _owners(self, place: int, look_up: LookUp) -> Owners:
        spellings = self.spellings[place]
        return sorted(
            ((spellings[number], owners) for number, owners in look_up(spellings.keys())), key=lambda each: each[0]
        )


def _best(spelled: Owners, among: Set[int] | None) -> dict[int, float]:
    """Return who has any of the spellings, of those among whom is looked, and the best likeness."""
    found: dict[int, float] = {}
    for likeness, owners in spelled:
        found.update(dict.fromkeys(owners if among is None else [slot for slot in owners if slot in among], likeness))
    return found


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
    found.update(dict.fromkeys(vocabulary.known(part.variants), VARIANT))
    found.update(dict.fromkeys(vocabulary.known(part.keys), 1.0))
    return found
