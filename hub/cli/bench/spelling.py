"""How one name is spelled by different offices, and mistyped: for measuring, so independent of how names are compared.

Sources: ICAO 9303-3 §6; the order 310 of 1997 and GOST R 52535.1-2006 for Russian passports; the national Latin
alphabets of Uzbekistan and Kazakhstan; BGN/PCGN for Tajik and Kyrgyz; Hübschmann-Meillet less its signs for Armenian.
"""

from collections.abc import Mapping
from random import Random

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшыэюя"


def _table(rows: str) -> Mapping[str, str]:
    return {letter: spelling for letter, _, spelling in (row.partition("=") for row in rows.split())}


_ICAO = {
    **_table(
        "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
        "ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia"
    ),
    # the table has no row for these: offices fall back on the Russian letter
    **_table("ҷ=dzh ҳ=kh қ=k ғ=g ӯ=u ӣ=i ў=u ұ=u ү=u ө=o ә=a і=i ң=n һ=kh"),
}
_OLD = {**_ICAO, **_table("ё=ye й=y ю=yu я=ya ъ= ь='")}
_GOST = {**_ICAO, **_table("ц=tc ъ=")}
_BGN = {**_OLD, **_table("ь= ё=yo")}
_OWN = {
    "UZB": {**_BGN, **_table("ж=j х=x қ=q ҳ=h ў=o‘ ғ=g‘ ъ=ʼ")},
    "TJK": {**_BGN, **_table("ҷ=j ҳ=h қ=q ғ=gh ӯ=u ӣ=i ъ=’")},
    "KAZ": {**_BGN, **_table("қ=q ғ=g ұ=u ү=u ө=o ә=a і=i ң=n һ=h")},
    "KGZ": {**_BGN, **_table("ж=j ң=ng ө=o ү=u")},
    "AZE": {**_BGN, **_table("ж=j х=x ч=c ш=s ы=i дж=c")},
}
_RUSSIAN = str.maketrans(
    {
        **dict(zip("ҳқғӯӣўұүөәіңһ", "хкгуиуууоаинх", strict=True)),
        **dict(zip("ҲҚҒӮӢЎҰҮӨӘІҢҺ", "ХКГУИУУУОАИНХ", strict=True)),
        "ҷ": "дж",
        "Ҷ": "Дж",
    }
)
_ARMENIAN = {
    **_table("а=ա б=բ в=վ г=գ д=դ е=ե ё=յո ж=ժ з=զ и=ի й=յ к=կ л=լ м=մ н=ն о=ո п=պ р=ր с=ս т=տ у=ու ф=ֆ х=խ"),
    **_table("ц=ց ч=չ ш=շ щ=շչ ъ= ы=ը ь= э=է ю=յու я=յա"),
}


def latin(name: str, state: str, random: Random) -> str:
    """Write a Cyrillic name in Latin capitals by one of the rules that are on valid documents of a state."""
    rules = (_ICAO, _ICAO, _OLD, _GOST, _BGN) if state not in _OWN else (_OWN[state], _OWN[state], _ICAO, _OLD, _BGN)
    return _write(name, random.choice(rules)).upper()


def armenian(name: str) -> str:
    """Write a Cyrillic name in Armenian letters."""
    return _write(russian(name), _ARMENIAN).capitalize()


def russian(name: str) -> str:
    """Write a name of national letters in Russian ones, as Russian offices do."""
    return name.translate(_RUSSIAN)


def mistype(text: str, random: Random) -> str:
    """Change one letter of a name: another one, one too many, one too few, or two exchanged."""
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    place = random.choice(letters)
    drawn = random.choice(_LATIN if text[place].lower() in _LATIN else _CYRILLIC)
    drawn = drawn.upper() if text[place].isupper() else drawn
    before, own, after = text[:place], text[place], text[place + 1 :]
    return random.choice((before + drawn + after, before + own + drawn + after, before + after, _exchange(text, place)))


def _exchange(text: str, place: int) -> str:
    if place + 1 >= len(text):
        return text[:place]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _write(name: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in name.lower())
