"""Keys of name tokens: the same for most spellings of one name, in whatever alphabet and by whatever rule.

    Рахмонов, Rahmonov, Rakhmonov, Raxmonov, Раҳмонов  ->  rahmonov
    Джумабаев, Jumabayev, Dzhumabaev         ->  iumabaev

Letters that the rules confuse become one (sh = s, kh = x = h, w = v, y = j = i, doubled = single). Where a Latin letter
may stand for two sounds (`c`, `j`, `ch`), a token has several keys; two tokens are alike where any of them are.

A key finds; it never identifies: `name_match` scores what was found, and a name alone decides nothing.
"""

import re

from hub.core.identity.romanisation import latin

_OTHER_ALPHABETS = re.compile("[\u0400-\u052f\u0530-\u058f]")
_FOLDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"shch|sch|sh", "s"),
        (r"tch|ch", "c"),
        (r"dzh|dj", "j"),
        (r"zh", "z"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"gh", "g"),
        (r"ck|q", "k"),
        (r"w", "v"),
        (r"x", "h"),
        (r"ts|tz|cz", "z"),
        (r"ya|ia|ja", "a"),
        (r"yu|iu|ju", "u"),
        (r"yo|io|jo", "o"),
        (r"ye|ie|je", "e"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_HARD_C = re.compile(r"c(?![heiy])")
_SOFT_C = re.compile(r"c(?=[eiy])")


def keys(token: str) -> frozenset[str]:
    """Return the keys of one token, in any of the alphabets; none where it has no letter."""
    plain = latin(token).replace(" ", "")
    if not plain:
        return frozenset()
    return frozenset(_fold(spelling) for spelling in _spellings(plain, is_latin=not _OTHER_ALPHABETS.search(token)))


def tokens(name: str) -> list[str]:
    """Return the tokens of a name, in Latin letters, in their order."""
    return latin(name).split()


def _spellings(plain: str, *, is_latin: bool) -> set[str]:
    """Return what a token may stand for: Latin `c`, `j` and `ch` are read as more than one sound."""
    if not is_latin:
        return {plain, plain.replace("dzh", "j")}
    hard = _HARD_C.sub("k", _SOFT_C.sub("s", plain.replace("ck", "k")))
    found = {plain, hard}
    if "j" in hard:
        found.add(hard.replace("j", "dzh"))
    if "ch" in plain:
        found.add(plain.replace("ch", "kh"))
    return found


def _fold(spelling: str) -> str:
    for pattern, instead in _FOLDS:
        spelling = pattern.sub(instead, spelling)
    return spelling
