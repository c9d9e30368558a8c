"""Names in lists: enough to know one's own case by, too little to learn who is in the others.

    Тестов-Пробный, Иван    И. Тес***
    Ли, Ан                  А. Л***

At most three letters of a surname are shown, and never more than half of it; how long it is is not told.
"""

import unicodedata
from collections.abc import Iterator

SHOWN = 3  # letters of a surname at most
MASK = "***"


def masked_name(surname: str, given: str = "") -> str:
    """Return the initial of the given name and the beginning of the surname; what is no letter is left out.

    Args:
        surname: as in the record, in any script.
        given: the given names; empty where the record has none.
    """
    letters, initial = list(_letters(surname)), next(_letters(given), "")
    shown = "".join(letters[: min(SHOWN, len(letters) // 2)])
    return f"{initial}. {shown}{MASK}" if initial else f"{shown}{MASK}"


def _letters(text: str) -> Iterator[str]:
    """Yield the letters, each with the marks upon it: no blanks, no signs, nothing that turns the line round."""
    letter = ""
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        if kind.startswith("L"):
            if letter:
                yield letter
            letter = sign
        elif letter and kind == "Mn":
            letter += sign
    if letter:
        yield letter
