"""The letters of Uzbek Latin: oʻ and gʻ with U+02BB, the tutuq belgisi ʼ with U+02BC, whatever sign was typed for them.

Keyboards give ' ` ‘ ’ ´; names of Uzbek citizens are brought to one spelling, those of others stay as they came.
"""

import re

_SIGNS = "'`´‘’ʹʼʻ′"
_AFTER_LETTER = re.compile(f"(?<=[OoGg])[{_SIGNS}]")
_ANY = re.compile(f"[{_SIGNS}]")


def one_apostrophe(text: str) -> str:
    """Return a text with one sign for all apostrophes, to compare it with others."""
    return _ANY.sub("'", text)


def spelled(name: str) -> str:
    """Return a name in Uzbek Latin with its letters as they should be."""
    return _ANY.sub("ʼ", _AFTER_LETTER.sub("\0", name)).replace("\0", "ʻ") if _ANY.search(name) else name
