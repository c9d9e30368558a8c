"""Check digits of numbers that people copy by hand.

`weighted_731` serves four standards: ICAO 9303-3 §4.9, the identification number of Belarus, the PINFL of Uzbekistan
(Cabinet of Ministers, resolution 177 of 12.04.2022) and the IDNP of Moldova.
"""

from collections.abc import Sequence

_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_VALUES["<"] = 0
_WEIGHTS_731 = (7, 3, 1)
_KZ_FIRST = tuple(range(1, 12))
_KZ_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, *_INN_11)
_SNILS_FROM = 1_001_998  # lower numbers were given out without a check number


def weighted_731(text: str) -> int:
    """Return the check digit over digits, capital Latin letters and `<`: weights 7, 3, 1 repeating, modulo 10.

    Raises:
        KeyError: a character has no value.
    """
    return sum(_VALUES[character] * _WEIGHTS_731[place % 3] for place, character in enumerate(text)) % 10


def kz_iin(digits: str) -> int | None:
    """Return the twelfth digit of a Kazakh IIN for its first eleven; None where no number of this base is given out."""
    for weights in (_KZ_FIRST, _KZ_SECOND):
        remainder = _weigh(digits[:11], weights) % 11
        if remainder < 10:
            return remainder
    return None


def ru_inn12(digits: str) -> str:
    """Return the last two digits of a Russian INN of a person for its first ten."""
    eleventh = str(_weigh(digits[:10], _INN_11) % 11 % 10)
    return eleventh + str(_weigh(digits[:10] + eleventh, _INN_12) % 11 % 10)


def ru_snils(digits: str) -> str | None:
    """Return the check number of a SNILS for its first nine digits; None for the early ones, which have none."""
    if int(digits[:9]) <= _SNILS_FROM:
        return None
    return f"{_weigh(digits[:9], range(9, 0, -1)) % 101 % 100:02}"


def _weigh(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
