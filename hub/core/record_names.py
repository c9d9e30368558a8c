"""Names in a record as a machine-readable zone spells them: with its letters alone, and of the same person.

A zone has the letters A to Z; the internal passport of Russia stands for Cyrillic ones by them, and is written so here.
A spelling that no zone has, or that is no spelling of the other names of the person, was copied wrongly, or stands at
the wrong person: a warning, as nobody but a person can tell which. Source: ICAO Doc 9303-3 §6; domain paper §4.3, §4.4.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.errors import Fault
from hub.core.identity import name_match, name_parts
from hub.core.record_objects import Objects

ZONE = "mrz"
_LETTERS = {"Latn": re.compile("[A-Z]+(?: [A-Z]+)*"), "Cyrl": re.compile("[А-ЯЁ]+(?: [А-ЯЁ]+)*")}
_MEMBERS = ("surname", "given")


def check(parts: Objects) -> Iterator[Fault]:
    """Yield what is odd about spellings of a zone among the objects of a record that fits its schema."""
    for pointer, node in parts:
        names = node.get("names")
        if isinstance(names, list) and any(name["role"] == ZONE for name in names):
            yield from _check(names, f"{pointer}/names")


def _check(names: list[Mapping[str, Any]], pointer: str) -> Iterator[Fault]:
    others = [name for name in names if name["role"] != ZONE]
    for place, name in enumerate(names):
        if name["role"] != ZONE:
            continue
        wrong = [each for each in _MEMBERS if each in name and not _is_spelled(name[each], name["script"])]
        yield from (_letters(f"{pointer}/{place}/{member}") for member in wrong)
        if others and not wrong and not any(_is_alike(name["surname"], other["surname"]) for other in others):
            yield _differs(f"{pointer}/{place}/surname")


def _is_spelled(text: str, script: str) -> bool:
    letters = _LETTERS.get(script)
    return letters is not None and letters.fullmatch(text) is not None


def _is_alike(zone: str, other: str) -> bool:
    """Say whether a part of one is a part of the other; a zone may cut a long name off."""
    return any(
        name_match.similarity(one.keys | one.variants, two.keys | two.variants) >= name_match.ALIKE
        for one in name_parts.parts(zone)
        for two in name_parts.parts(other)
    )


def _letters(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="mrz-letters",
        ru="Так имя в машиносчитываемой зоне не пишется: в ней прописные A–Z. Перепишите с документа, < — пробелом.",
        en="No machine-readable zone spells a name so: it has capitals A to Z. Copy it anew, with a blank for <.",
    )


def _differs(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="mrz-name-differs",
        ru="Фамилия из машиносчитываемой зоны не похожа на другие написания. Сверьте с документом.",
        en="The surname of the machine-readable zone is like none of the other spellings. Compare with the document.",
    )
