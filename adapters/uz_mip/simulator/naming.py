"""Names of test persons in Uzbek Latin, in the passport's spelling, and in Cyrillic as they are known in Russian."""

from adapters._simulator.persons import Naming

_PAIRS = ("oʻ=у", "gʻ=г", "sh=ш", "ch=ч", "yo=ё", "yu=ю", "ya=я", "ye=е", "ts=ц")
_LETTERS = dict(zip("abdefghijklmnopqrstuvxyzʼ", "абдефгхижклмнопкрстувхйзъ", strict=True))
_DIGRAPHS = {left: right for left, _, right in (pair.partition("=") for pair in _PAIRS)}


def to_cyrillic(text: str) -> str:
    """Return a name in Cyrillic, as Russian documents write it."""
    spelt, at = "", 0
    while at < len(text):
        pair, letter = text[at : at + 2], text[at]
        found = _DIGRAPHS.get(pair.lower()) if len(pair) == 2 else None
        length = 2 if found else 1
        found = found or _LETTERS.get(letter.lower(), letter)
        spelt += found.upper() if letter.isupper() else found
        at += length
    return spelt


def to_latin(text: str) -> str:
    """Return a name as the machine readable zone spells it: without apostrophes."""
    return text.replace("ʻ", "").replace("ʼ", "")


NAMING = Naming(
    surnames=("Sinovov-Alfa", "Namunayev-Oʻttiz", "Sinovova-Gʻamma", "Tajribayev-Beta", "Namunaʼliyev"),
    given=("Namuna", "Sinov", "Oʻrnak", "Gʻoya", "Tajriba"),
    patronymics=("Sinov oʻgʻli", "Namuna qizi", "Oʻrnak oʻgʻli"),
    places=("Toshkent (sinov)", "Samarqand (sinov)", "Fargʻona (sinov)"),
    to_latin=to_latin,
    to_cyrillic=to_cyrillic,
)
