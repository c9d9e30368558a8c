"""How alike two names of several parts are, whatever the order of the parts.

Every part of the shorter name looks for its best counterpart in the other; no part serves twice. Patronymics are
compared apart: they are often left out, and where both have one, theirs must agree.
"""

from dataclasses import dataclass

from hub.core.identity.name_match import ALIKE, similarity
from hub.core.identity.name_parts import Part

WEAK = 0.88  # what agreement of the stems alone counts
VARIANT = 0.92  # what two listed spellings of one name count: brothers may bear both, so that it is never the same name
_STEEPNESS = 2.2
_SPARE = 0.95  # what each part without a counterpart leaves of the score


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two names are: `score` 0 to 1; `found` the parts that have a counterpart.

    `is_same`: each part of the shorter name is a part of the other, by its key or (one of them) by its stem; likeness
    by letters is not enough, for brothers are named alike. `is_same_given`: each part is, by its key, but perhaps the
    family name, which is alike by letters: of brothers it is the given names that differ. `patronymic` is the likeness
    of the patronymics, None where one of the names has none.
    """

    score: float
    found: int
    is_same: bool
    is_same_given: bool
    patronymic: float | None


def compare(one: tuple[Part, ...], other: tuple[Part, ...]) -> Likeness:
    """Return how alike two names are; the order of the two does not matter."""
    own = sum(not part.is_patronymic for part in one), sum(not part.is_patronymic for part in other)
    both = own[0] < len(one) and own[1] < len(other)
    if one == other:
        father = 1.0 if both else None
        return Likeness(score=1.0, found=own[0], is_same=own[0] > 0, is_same_given=own[0] > 1, patronymic=father)
    matched = _assign(one, other)
    fathers = [like for a, b, like in matched if one[a].is_patronymic and other[b].is_patronymic]
    pairs = [(like, a, b) for a, b, like in matched if not (one[a].is_patronymic and other[b].is_patronymic)]
    needed = max(1, min(own))
    best = sorted(pairs, reverse=True)[:needed]
    sure = [pair for pair in pairs if not (one[pair[1]].is_patronymic or other[pair[2]].is_patronymic)]
    sure = sorted(sure, reverse=True)[:needed]  # a father's name that was not known as one stands for no other name
    score = min(1.0, sum(_worth(like) for like, _, _ in best) / needed)
    spare = max(0, max(own) - len(pairs))
    return Likeness(
        score=score * _SPARE**spare,
        found=sum(like >= ALIKE for like, _, _ in pairs),
        is_same=len(sure) == needed and _is_same([(one[a], other[b]) for _, a, b in sure]),
        is_same_given=len(sure) == needed > 1 and _is_same_given([(one[a], other[b], like) for like, a, b in sure]),
        patronymic=max(fathers, default=0.0) if both else None,
    )


def _is_same(pairs: list[tuple[Part, Part]]) -> bool:
    others = [pair for pair in pairs if pair[0].keys.isdisjoint(pair[1].keys)]
    return len(others) <= 1 and all(_of_one_stem(*pair) for pair in others)


def _is_same_given(pairs: list[tuple[Part, Part, float]]) -> bool:
    others = [pair for pair in pairs if pair[0].keys.isdisjoint(pair[1].keys)]
    return len(others) <= 1 and all(one.weak and other.weak and like >= ALIKE for one, other, like in others)


def _worth(likeness: float) -> float:
    """Return what the likeness of two parts is worth: names that have nothing to do with each other are half alike."""
    return max(0.0, 1.0 - _STEEPNESS * (1.0 - likeness))


def _assign(one: tuple[Part, ...], other: tuple[Part, ...]) -> list[tuple[int, int, float]]:
    """Pair the parts, the most alike first: own names before fathers', so that a son is not taken for his father."""
    pairs = sorted(
        (
            (not (a.is_patronymic or b.is_patronymic), likeness(a, b), -i, -j)
            for i, a in enumerate(one)
            for j, b in enumerate(other)
        ),
        reverse=True,
    )
    left, right = set(range(len(one))), set(range(len(other)))
    matched = []
    for _, like, i, j in pairs:
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            matched.append((-i, -j, like))
    return matched


def likeness(one: Part, other: Part) -> float:
    """Return how alike two parts of names are, 0 to 1."""
    if not one.keys.isdisjoint(other.keys):
        return 1.0
    listed = 0.0 if one.variants.isdisjoint(other.variants) else VARIANT
    return max(listed, WEAK if _of_one_stem(one, other) else 0.0, similarity(one.keys, other.keys))


def _of_one_stem(one: Part, other: Part) -> bool:
    return not (one.weak or one.keys).isdisjoint(other.weak or other.keys)
