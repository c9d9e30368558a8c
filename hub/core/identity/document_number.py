"""Numbers of documents as they are compared, whoever typed them, in whatever alphabet, the series apart or not.

    45 10 № 123456   4510123456   45-10 123456        ->  4510123456
    АВ 1234567 (Cyrillic letters)   AB1234567         ->  AB1234567

`normalise` gives the spelling that is shown and compared; `folded` also takes the letters O and I for the digits that
machines and clerks read in their place, and is only for finding.
"""

import unicodedata

from hub.core.identity import look_alikes

_READ_AS_DIGITS = str.maketrans("OQI", "001")
_LEAST_ALONE = 7  # characters of a number that is looked for without its series: a shorter one is in every series


def normalise(text: str) -> str:
    """Return a number in digits and capital letters: no blanks or signs, Cyrillic look-alikes in Latin letters."""
    # № is NO in the compatibility forms, which would add two letters to the number
    upper = unicodedata.normalize("NFKC", text.replace("№", " ")).upper()
    return "".join(character for character in look_alikes.latin(upper) if character.isalnum())


def folded(number: str) -> str:
    """Return a normalised number with the letters that are read for digits written as these."""
    return number.translate(_READ_AS_DIGITS)


def whole(number: str, series: str = "") -> str:
    """Return series and number in one, normalised; a series that the number already begins with is not said twice."""
    first, rest = normalise(series), normalise(number)
    return rest if first and rest.startswith(first) and len(rest) - len(first) >= _LEAST_ALONE - 1 else first + rest


def spellings(full: str, bare: str = "") -> frozenset[str]:
    """Return what a document is found by: its whole number, and the number without the series where it is long enough.

    A series that is not set apart stands before the digits as letters (AN1234567); other systems leave it out.

    Args:
        full: the whole number, as `whole` gives it.
        bare: the number as it was given beside a series; empty where there was none.
    """
    alone = normalise(bare) if bare else full.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return frozenset(folded(each) for each in (full, alone) if each and (each == full or len(each) >= _LEAST_ALONE))
