"""What a name that is asked for may be spelled like in the register: numbers of keys, each with its likeness."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hub.core.identity import name_parts
from hub.core.identity.name_parts import Part
from hub.core.screening.entry import Query
from hub.core.screening.names import WEAK
from hub.core.screening.vocabulary import Vocabulary

LEAST = 0.82  # likeness of keys; below it another name is as likely as another spelling
_MOST_NAMES = 6  # of one person; more are looked at only by the score
_FATHER = 0.06  # what the patronymic adds to the cover: it orders candidates and excludes none

Found = dict[int, float]  # place of a token in `Expansion.tokens` -> likeness
Wanted = Mapping[int, tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The tokens that are asked for, each once, and the names: places of their tokens, patronymics apart.

    `wanted` says of a number in the register which tokens it may stand for: (place of the token, likeness).
    """

    tokens: tuple[Part, ...]
    names: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    wanted: Wanted

    def cover(self, found: Found) -> float:
        """Return how much of the best-covered name was found, 0 to 1."""
        best = 0.0
        for own, fathers in self.names:
            cover = _share(own, found)
            if fathers:
                cover *= 1 - _FATHER + _FATHER * _share(fathers, found)
            best = max(best, cover)
        return best


def _share(places: tuple[int, ...], found: Found) -> float:
    total = 0.0
    for place in places:
        if place in found:
            total += found[place]
    return total / len(places)


def expand(query: Query, vocabulary: Vocabulary, *, near: bool) -> Expansion:
    """Widen a query over the vocabulary; without `near` only spellings of the same keys and stems are wanted."""
    tokens: dict[Part, int] = {}
    names = {}
    for name in query.names[:_MOST_NAMES]:
        own, fathers = _divide(name)
        names[tuple(tokens.setdefault(token, len(tokens)) for token in own)] = tuple(
            tokens.setdefault(token, len(tokens)) for token in fathers
        )
    wanted: dict[int, dict[int, float]] = {}
    for token, place in tokens.items():
        for number, likeness in _spellings(token, vocabulary, near=near):
            best = wanted.setdefault(number, {})
            best[place] = max(likeness, best.get(place, 0.0))
    return Expansion(
        tuple(tokens), tuple(names.items()), {number: tuple(best.items()) for number, best in wanted.items()}
    )


def widen(expansion: Expansion, vocabulary: Vocabulary, numbers: Collection[int]) -> Wanted:
    """Return what is wanted with all that is alike among some numbers, however many letters differ."""
    others = list(set(numbers).difference(expansion.wanted))
    spelled = vocabulary.spelled(others)
    wanted = dict(expansion.wanted)
    for place, token in enumerate(expansion.tokens):
        for key in token.keys:
            for at, likeness in vocabulary.alike_among(key, spelled, least=LEAST):
                wanted[others[at]] = (*wanted.get(others[at], ()), (place, likeness))
    return wanted


def _divide(name: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the parts that must be found, and the patronymics; a name of patronymics alone has only the first."""
    own = tuple(dict.fromkeys(token for token in name if not token.is_patronymic))
    fathers = tuple(dict.fromkeys(token for token in name if token.is_patronymic))
    return (own, fathers) if own else (fathers, ())


def _spellings(token: Part, vocabulary: Vocabulary, *, near: bool) -> Iterable[tuple[int, float]]:
    if near:
        for key in token.keys:
            yield from vocabulary.alike(key, least=LEAST)
    yield from ((number, WEAK) for number in vocabulary.known(name_parts.related(token.keys, token.weak)))
    yield from ((number, 1.0) for number in vocabulary.known(token.keys))
