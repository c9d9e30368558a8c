"""Names in Cyrillic and Armenian letters written in Latin ones.

Two purposes, two functions. `icao` gives the spelling that ICAO 9303-3 §6 prescribes for travel documents, which is
what stands in a machine-readable zone. `latin` gives one plain spelling for letters of all the alphabets of the member
states, national letters too, for which the ICAO table has no row: it is where comparing begins, and no document.

Sources: ICAO 9303-3 §6 as printed in the orders on passports; BGN/PCGN for the letters that it leaves out.
"""

import unicodedata
from collections.abc import Mapping


def _table(rows: str) -> Mapping[str, str]:
    """Read a table written as letter=spelling."""
    return {letter: spelling for letter, _, spelling in (row.partition("=") for row in rows.split())}


_ICAO = _table(
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia"
)
# What a state's own rule changes in the table.
_ICAO_OF: Mapping[str, Mapping[str, str]] = {"BY": _table("г=h ё=io і=i ў=u")}

# One letter for one letter of the national alphabets, the most common of its spellings.
_NATIONAL = _table("ғ=g қ=k ҳ=h һ=h ҷ=dzh ҹ=dzh җ=dzh ӯ=u ў=u ӣ=i ә=a ө=o ү=u ұ=u ң=n і=i ї=i є=e ґ=g ӝ=dzh ҝ=g")
_ARMENIAN = _table(
    "ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=y թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh ո=o "
    "չ=ch պ=p ջ=dzh ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=v փ=p ք=k օ=o ֆ=f և=ev"
)
_LATIN = _table("ə=a ı=i ø=o ß=ss þ=th ð=d ł=l đ=d æ=e œ=e")
_PLAIN = {**_ICAO, "ъ": "", **_NATIONAL, **_ARMENIAN, **_LATIN}
_ARMENIAN_U = "ու"  # two letters, one sound
_APOSTROPHES = frozenset("'ʻʼ‘’`´ʹʺ")
_DIVIDERS = dict.fromkeys("-–—.,/", " ")
_TO_LATIN = str.maketrans({**_PLAIN, **dict.fromkeys(_APOSTROPHES, ""), **_DIVIDERS})
_DIVIDERS_TABLE = str.maketrans(_DIVIDERS)
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def icao(name: str, state: str | None = None) -> str | None:
    """Return a Cyrillic name as ICAO 9303-3 writes it, in capital letters; None where it has a letter not in the table.

    Args:
        name: letters, blanks, hyphens, apostrophes.
        state: alpha-2 code of the issuing state, whose own rows count.
    """
    table = {**_ICAO, **_ICAO_OF.get(state or "", {})}
    written = []
    for character in unicodedata.normalize("NFC", name.lower()):
        if character in " -" or "a" <= character <= "z":
            written.append(character)
        elif character not in _APOSTROPHES:
            row = table.get(character)
            if row is None:
                return None
            written.append(row)
    return "".join(written).upper()


def latin(name: str) -> str:
    """Return a name of any of the alphabets in the letters a to z, with single blanks between its tokens.

    Marks above and below letters, apostrophes and signs are left out; a hyphen divides. What is in none of the
    alphabets is left out as well.
    """
    lower = unicodedata.normalize("NFC", name.lower()).replace(_ARMENIAN_U, "u")
    written = lower.translate(_TO_LATIN)
    if not written.isascii():
        written = unicodedata.normalize("NFKD", written).translate(_DIVIDERS_TABLE)
    return " ".join(filter(None, map(_only_letters, written.split())))


def _only_letters(token: str) -> str:
    return token if _LETTERS.issuperset(token) else "".join(filter(_LETTERS.__contains__, token))
