"""The facts by which records are held back without a mark: `protection/rules.json`, each with its source.

The age of majority is that of the Convention on the Rights of the Child; the codes are of the list
`citizenship-status`.
"""

import functools

from schemas import files

FILE = files.ROOT / "protection" / "rules.json"


@functools.cache
def majority() -> int:
    """Return the age, in years, from which a person is no minor.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    return int(files.read(FILE)["majority"]["years"])


@functools.cache
def refugee_codes() -> frozenset[str]:
    """Return the codes of nationality that show a refugee.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    return frozenset(files.read(FILE)["refugee_codes"]["codes"])
