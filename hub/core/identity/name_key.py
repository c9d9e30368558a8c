"""Keys of name tokens: the same for most spellings of one name, in whatever alphabet and by whatever rule.

    Рахмонов, Rahmonov, Rakhmonov, Raxmonov, Раҳмонов   ->  rahmonov
    Джумабаев, Жумабаев, Jumabayev, Dzhumabaev          ->  Jumabaev

Letters that the rules confuse become one (sh = s, kh = x = h, w = v, y = j = i, doubled = single; J is the sound of zh
and dzh). Where a letter may stand for several sounds (Latin `c`, `j`, `x`, `ch`, the national `ə`, Russian `ё`), a
token has several keys; two tokens are alike where any of them are.

A key finds; it never identifies: `name_match` scores what was found, and a name alone decides nothing.
"""

import re

from hub.core.identity.romanisation import latin

_OTHER_ALPHABETS = re.compile("[\u0400-\u052f\u0530-\u058f]")
_MOST_KEYS = 8
# In this order: longer spellings before their parts.
_CONSONANTS = (
    *(("shch", "s"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("dzh", "J"), ("dj", "J"), ("zh", "J")),
    *(("kh", "h"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck", "k"), ("q", "k"), ("w", "v"), ("x", "h")),
    *(("ts", "z"), ("tz", "z"), ("tc", "z"), ("cz", "z"), ("j", "y")),
)
_VOWELS = (
    *(("ya", "a"), ("ia", "a"), ("yu", "u"), ("iu", "u"), ("yo", "o"), ("io", "o"), ("ye", "e"), ("ie", "e")),
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i")),
)
_FOLDS = _CONSONANTS + _VOWELS
_DOUBLED = re.compile(r"(.)\1+")
_HARD_C = re.compile(r"c(?![heiy])")
_SOFT_C = re.compile(r"c(?=[eiy])")
_LONE_C = re.compile(r"(?<![ts])c(?!h)")


def keys(token: str) -> frozenset[str]:
    """Return the keys of one token, in any of the alphabets; none where it has no letter."""
    lower = token.lower()
    found: dict[str, None] = {}
    for spelled in _regional(lower):
        plain = latin(spelled).replace(" ", "")
        if plain:
            is_latin = not _OTHER_ALPHABETS.search(spelled)
            found.update(dict.fromkeys(map(_fold, _spellings(plain) if is_latin else (plain,))))
    return frozenset(list(found)[:_MOST_KEYS])


def tokens(name: str) -> list[str]:
    """Return the tokens of a name, in Latin letters, in their order."""
    return latin(name).split()


def _regional(lower: str) -> list[str]:
    """Return a token, and what other languages of the region write for its letters; at the beginning, ə is a."""
    found = [lower]
    for letter, other in (("ə", "e"), ("ә", "е"), ("ё", "о"), ("ө", "у")):
        if letter in lower:
            found.append(lower[:1] + lower[1:].replace(letter, other))
    return found


def _spellings(plain: str) -> list[str]:
    """Return what a Latin token may stand for, the likeliest first."""
    found = [_HARD_C.sub("k", _SOFT_C.sub("s", plain.replace("ck", "k")))]
    if "j" in plain:
        found += [each.replace("dj", "j").replace("j", "dzh") for each in found]
    if "x" in plain:
        found += [each.replace("x", "ks") for each in found]
    if "c" in plain:
        found.append(plain)
        if _LONE_C.search(plain):
            found += [_LONE_C.sub("dzh", plain), _LONE_C.sub("ts", plain)]
    if "ch" in plain:
        found.append(plain.replace("ch", "kh"))
    return found


def _fold(spelling: str) -> str:
    for pattern, instead in _FOLDS:
        spelling = spelling.replace(pattern, instead)
    return _DOUBLED.sub(r"\1", spelling)
