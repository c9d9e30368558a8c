"""The letters of Azerbaijani: i and ı are two letters, whose capitals are İ and I; words are compared in capitals.

Names stay as they are written (ƏLİYEVA, Əliyeva): only coded words and names of states are compared.
"""

from adapters._parts.letters import tidy

_CAPITALS = str.maketrans({"i": "İ", "ı": "I"})


def capitals(text: str) -> str:
    """Return a text in capitals, as Azerbaijani writes them; `i̇` is what programs without its rules make of İ."""
    return tidy(text).replace("i\u0307", "i").translate(_CAPITALS).upper()
