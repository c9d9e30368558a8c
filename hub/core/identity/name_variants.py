"""Keys of the other spellings of one name that no rule of transliteration leads to: how languages took it over.

A variant finds, and is a doubt: brothers bear them as well. Which names there are is data with its sources, part of the
release: `schemas.name_variants`. It is read once, when the first name is looked up.
"""

from collections.abc import Mapping
from functools import cache

from hub.core.identity import name_key
from schemas import name_variants


@cache
def _variants() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in name_variants.rows():
        keys = frozenset(key for word in row for key in name_key.keys(word))
        for key in keys:
            found[key] = found.get(key, frozenset()) | keys
    return found


def of_keys(keys: frozenset[str]) -> frozenset[str]:
    """Return the keys of all variants of a name with any of these keys; empty where none is listed."""
    return frozenset(other for key in keys for other in _variants().get(key, ()))
