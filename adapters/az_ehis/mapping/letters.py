"""The letters of Azerbaijani: i and ı are two letters, whose capitals are İ and I; words are compared in capitals.

Names stay as they are written (ƏLİYEVA, Əliyeva): only coded words and names of states are compared.
"""

from adapters._parts.letters import tidy

_CAPITALS = str.maketrans({"i": "İ", "ı": "I"})


def capitals(text: str) -> str:
    """Return a text in capitals, as Azerbaijani writes them."""
    return tidy(text).translate(_CAPITALS).upper()
