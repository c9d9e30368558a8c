"""Codes, parts and numbers as people write them in tables: by code or by word in either language.

"sex=female; citizenship=Tajikistan"  ->  {"sex": "F", "citizenship": "TJK"}
"129 807,5"                           ->  129807.5
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from schemas import catalogue, files

_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"[0-9]+([.,][0-9]{1,6})?")
_MINUS = ("-", "\u2212", "\u2013")


def number_of(text: str) -> float | int | None:
    """Return a typed number, 0 or more; None: it is none."""
    plain = _BLANKS.sub("", text)
    if _NUMBER.fullmatch(plain) is None:
        return None
    plain = plain.replace(",", ".")
    return float(plain) if "." in plain and float(plain) % 1 else int(plain.partition(".")[0])


def signed_of(text: str) -> float | int | None:
    """Return a typed number with its sign, a minus in any of the ways it is printed; None: it is none."""
    plain = _BLANKS.sub("", text)
    if plain.startswith(("+", *_MINUS)):
        found = number_of(plain[1:])
        return None if found is None else found if plain[0] == "+" else -found
    return number_of(plain)


def decimals_of(text: str) -> int:
    """Return how many decimals a number was written with."""
    return len(re.split(r"[.,]", _BLANKS.sub("", text))[1]) if re.search(r"[.,]", text) else 0


def dims_of(text: str) -> dict[str, str] | None:
    """Return the part that a text names; None: it names none."""
    found: dict[str, str] = {}
    for each in filter(None, (part.strip() for part in text.split(";"))):
        dimension, _, code = each.partition("=")
        name = _dimensions().get(key_of(dimension))
        known = None if name is None else next(filter(None, (code_of(one, code) for one in name[1])), None)
        if name is None or known is None:
            return None
        found[name[0]] = known
    return found


def key_of(text: str) -> str:
    """Return a word as it is compared: in small letters, with single blanks."""
    return " ".join(text.casefold().split())


def code_of(name: str, text: str) -> str | None:
    """Return the code of a list that a text is, or means."""
    return _codes(name).get(key_of(text))


@functools.cache
def _codes(name: str) -> Mapping[str, str]:
    """Return the codes of a list by all that they may be written as."""
    entries = catalogue.load().code_list(name).entries
    spoken = {key_of(each.label(lang)): each.code for each in entries for lang in ("ru", "en")}
    return spoken | {key_of(each.code): each.code for each in entries}


@functools.cache
def _dimensions() -> Mapping[str, tuple[str, Sequence[str]]]:
    """Return the dimensions, each with the lists of its codes, by all that they may be written as."""
    found: dict[str, tuple[str, Sequence[str]]] = {}
    for name, titles, lists in dimensions():
        for text in (name, *titles.values()):
            found[key_of(text)] = (name, lists)
    return found


@functools.cache
def dimensions() -> Sequence[tuple[str, Mapping[str, str], Sequence[str]]]:
    """Return the dimensions with their titles and the lists of their codes."""
    return tuple(_read_dimensions())


def _read_dimensions() -> Iterator[tuple[str, Mapping[str, str], Sequence[str]]]:
    for name, each in files.read(files.ROOT / "shared/statistical-dimensions.json")["properties"].items():
        lists = each["x-codes"] if isinstance(each["x-codes"], list) else [each["x-codes"]]
        yield name, {"ru": each["x-ru"]["title"], "en": each["title"]}, lists


def named_of(text: str) -> tuple[str, list[str]] | None:
    """Return a dimension and its codes, as in "citizenship=Tajikistan, Uzbekistan"; None: the text names none."""
    dimension, _, words = text.partition("=")
    name = _dimensions().get(key_of(dimension))
    said = [each.strip() for each in words.split(",") if each.strip()]
    if name is None or not said:
        return None
    found = [next(filter(None, (code_of(one, word) for one in name[1])), None) for word in said]
    return None if None in found else (name[0], [each for each in found if each is not None])
