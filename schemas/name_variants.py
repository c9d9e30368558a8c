"""Spellings of one name that no rule of transliteration leads to: `screening/name-variants.json`, with their sources.

How languages of the region took a name over: Armenian Հ became О, Г or nothing in Russian (Հովհաննես: Ованес, Оганес),
h became г (Гусейн, Гасан), Muhammad became Магомед, Мамед, Махмад.
"""

import functools

from schemas import files

FILE = files.ROOT / "screening" / "name-variants.json"


@functools.cache
def rows() -> tuple[tuple[str, ...], ...]:
    """Return the rows; each is one name in its spellings, in Latin letters.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    return tuple(tuple(row) for group in files.read(FILE)["groups"] for row in group["names"])
