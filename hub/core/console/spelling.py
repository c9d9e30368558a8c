"""Words whose letters are of several alphabets: a Latin «o» inside a Russian name looks right and is found by nobody.

Тестов         one alphabet
Tecтов         Latin letters between Cyrillic ones: told beside the name
Тестов-Testov  two words, each of one alphabet
"""

import re
import unicodedata

_WORDS = re.compile(r"[^\W\d_]+")
_MODIFIER = "Lm"  # signs such as ʻ that every alphabet borrows


def mixes_alphabets(text: str) -> bool:
    """Tell whether a word has letters of more than one alphabet."""
    return any(len({_alphabet(letter) for letter in word} - {""}) > 1 for word in _WORDS.findall(text))


def _alphabet(letter: str) -> str:
    """Return the first word of the letter's Unicode name, which is its alphabet; nothing for a borrowed sign."""
    if unicodedata.category(letter) == _MODIFIER:
        return ""
    return unicodedata.name(letter, "").partition(" ")[0]
