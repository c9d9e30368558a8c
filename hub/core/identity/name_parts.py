"""The parts of a name: which word is whose son or daughter, and what a family name is built on.

    Асан уулу Бакыт            Асан (the father), Бакыт
    Алиев Али Вагиф оглы       Алиев, Али, Вагиф (the father)
    Рахмонов, Раҳмон, Раҳмонзода        one stem: rahmon

Stems are weak: they find a person whose name was reformed or written the other way, and weigh less than the name.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from hub.core.identity import name_key, name_variants
from hub.core.identity.romanisation import latin

# "son" and "daughter" after the father's name, in the languages and spellings of the region, in Latin letters
_PARTICLES = frozenset(
    (
        *("uulu", "uluu", "ulu", "uly", "ogly", "oglu", "ogli", "oglou", "ugli", "ugly", "oghlu", "oghli", "ughli"),
        *("kyzy", "kizi", "qizi", "qyzy", "gyzy", "gizi", "kyz", "qiz", "kiz", "gyz"),
    )
)
_DIVIDED = re.compile(r"[\s\-–—.,/]+")
_FATHER = re.compile(r"(.{3,}?)(?:[iy]?[eo][vw]ich|[iy]?[eo][vw]na|o?ghl[uiy]|o?gl[uiy]|ugli|kyzy|qizi|gyzy|qyzy|uly)")
_FAMILY = re.compile(r"(.{3,}?)(?:[iy]?[eo][vw]a?|zod[ae]h?|zad[ae]h?|iyon|pur)")
_ARMENIAN = re.compile(r"(.{3,}?)[iy]an")
_ARMENIAN_KEY = "an"  # what the ending is in keys
_ENDINGS = ("", "ov", "ova", "ev", "eva", "zoda", "zade")
_REMEMBERED = 1 << 15  # the same few names come again and again


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: its keys, `weak` those of its stem, whether it names the father, and `variants`.

    `variants` are keys of the names that other languages have for it, its own among them; empty where none are listed.
    """

    keys: frozenset[str]
    weak: frozenset[str]
    is_patronymic: bool
    variants: frozenset[str]


@lru_cache(maxsize=_REMEMBERED)
def parts(name: str, *, is_father: bool = False) -> tuple[Part, ...]:
    """Return the parts of a surname, of given names, or (`is_father`) of a patronymic, in their order.

    The first word of a surname or of given names is no patronymic, whatever its ending. A name that consists of "son"
    or "daughter" alone keeps it.
    """
    words = [(word, plain) for word in _DIVIDED.split(name) if (plain := latin(word))]
    found = []
    for place, (word, plain) in enumerate(words):
        if place and plain in _PARTICLES:
            continue
        before_particle = place + 1 < len(words) and words[place + 1][1] in _PARTICLES
        found.append(_part(word, plain, is_father=is_father, may_be=place > 0, before_particle=before_particle))
    return tuple(found)


def related(keys: frozenset[str], weak: frozenset[str]) -> frozenset[str]:
    """Return the keys of other names of the same stem: what relatives, reforms and other languages make of it."""
    return frozenset(stem + ending for stem in weak or keys for ending in _ENDINGS) - keys


def _part(word: str, plain: str, *, is_father: bool, may_be: bool, before_particle: bool) -> Part:
    keys = name_key.keys(word)
    father = _FATHER.fullmatch(plain)
    stem = father or _FAMILY.fullmatch(plain)
    weak = name_key.keys(stem.group(1)) - keys if stem else frozenset()
    is_patronymic = is_father or (may_be and (before_particle or father is not None))
    return Part(keys, weak, is_patronymic=is_patronymic, variants=_variants(keys, weak, plain))


def _variants(keys: frozenset[str], weak: frozenset[str], plain: str) -> frozenset[str]:
    if armenian := _ARMENIAN.fullmatch(plain):
        return frozenset(each + _ARMENIAN_KEY for each in name_variants.of_keys(name_key.keys(armenian.group(1))))
    if weak:
        return frozenset(each + ending for each in name_variants.of_keys(weak) for ending in _ENDINGS if ending)
    return name_variants.of_keys(keys)
