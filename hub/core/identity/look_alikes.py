"""Letters that look alike in Cyrillic and Latin writing: numbers are typed in either, often in both at once.

One table for all numbers: two readers of one number with different tables would not find each other's records.
"""

_CYRILLIC = "АВЕЗКМНОРСТУХІЈЅԚԜҮҺ"
_LATIN = "ABE3KMHOPCTYXIJSQWYH"
_TABLE = str.maketrans(_CYRILLIC, _LATIN)


def latin(upper: str) -> str:
    """Return a text in capital letters with Cyrillic look-alikes written in Latin letters and digits."""
    return upper.translate(_TABLE)
