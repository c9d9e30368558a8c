"""Letters as clerks type them: spaces of all kinds, Cyrillic and Latin look-alikes in document numbers."""

import re
import unicodedata

from adapters._parts.faults import FormError

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_NUMBER_NOISE = re.compile(r"[\s\u00a0\u2009\u202f№#]+")

_LETTER_GROUP = re.compile(r"[^\W\d_]+")

_CYRILLIC = "АВЕКМНОРСТУХ"
_LATIN = "ABEKMHOPCTYX"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)


_LETTERS = {
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    # ʻ and ʼ of Uzbek and Karakalpak names (oʻ, gʻ) are letters of the Latin script.
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u1e00-\u1eff",
    "Armn": "\u0531-\u0556\u0559\u0560-\u0588\ufb13-\ufb17",
}
_SCRIPTS = {script: re.compile(rf"(?:[{letters}]|[\W\d_])+") for script, letters in _LETTERS.items()}
_NOTHING = {"", "-", "–", "—", "нет", "не имеет", "б/н", "отсутствует", "н/д", "нет данных"}


def tidy(text: str) -> str:
    """Return the text in NFC, with single plain spaces, without invisible signs and outer spaces."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def tidy_lines(text: str) -> str:
    """Return a text of several lines, each tidied, without empty ones at its ends."""
    return "\n".join(map(tidy, text.split("\n"))).strip("\n")


def is_nothing(text: str) -> bool:
    """Say whether a field is filled with a word for «nothing»: `-`, «нет», «б/н»."""
    return text.casefold() in _NOTHING


def is_script(text: str, script: str) -> bool:
    """Say whether a name has no letter of another script than `Cyrl`, `Latn` or `Armn`."""
    return _SCRIPTS[script].fullmatch(text) is not None


def fold_number(text: str, *, latin: bool) -> str:
    """Return a document number without spaces, in capitals, the look-alike letters of each group in one script.

    `latin` says that such documents bear a machine readable zone: their letters are Latin, whatever was typed. In other
    documents Latin and Cyrillic groups stand side by side (`IV-АБ`), but never within one group.

    Raises:
        FormError: a group has letters of both scripts that are no look-alikes of each other.
    """
    number = _NUMBER_NOISE.sub("", _INVISIBLE.sub("", text)).upper()
    return number if number.isascii() else _LETTER_GROUP.sub(lambda group: _fold_group(group[0], latin), number)


def _fold_group(letters: str, latin: bool) -> str:
    cyrillic = {letter for letter in letters if is_script(letter, "Cyrl")}
    others = set(letters) - cyrillic
    if not cyrillic or not (others or latin):
        return letters
    if cyrillic <= set(_CYRILLIC):
        return letters.translate(_TO_LATIN)
    if others <= set(_LATIN):
        return letters.translate(_TO_CYRILLIC)
    raise FormError(
        "letters-mixed",
        "В номере смешаны русские и латинские буквы. Наберите номер заново в одной раскладке.",
        "Cyrillic and Latin letters are mixed in the number. Type the number again in one keyboard layout.",
    )
