"""Spellings of one name that no rule of transliteration leads to: how languages of the region took it over.

Armenian Հ became О, Г or nothing in Russian (Հովհաննես: Ованес, Оганес); h became г (Гусейн, Гасан); Muhammad became
Магомед, Мамед, Махмад; Sayyid became Саид, Сеид, Сеит. A variant finds, and is a doubt: brothers bear them as well.

Source: spellings that stand side by side in passports of one person; each row is one name in Latin letters.
"""

from collections.abc import Mapping
from functools import cache

from hub.core.identity import name_key

_ROWS = (
    "hovhannes hovhannis hovannes hovannis ovanes ovannes ovanis ovannis oganes oganis ogannes ohanes ohannes ohanis",
    "sargis sarkis sergis sargs",
    "hakob akob akop hagop agop",
    "harutyun harutiun arutyun arutiun harutun arutun",
    "hambardzum ambartsum ambarcum hampartsum",
    "hayk hayik ayk gayk",
    "hrant grant",
    "hrachya hrachia rachya rachia grachya grachia",
    "hovsep ovsep osep",
    "hovik ovik",
    "poghos pogos boghos",
    "petros bedros",
    "karapet garabed garabet",
    "gevorg gevork kevork kevorg",
    "grigor krikor",
    "hasmik asmik",
    "hripsime ripsime",
    "muhammad mohammad muhammed mohammed mukhammad muhamed magomed magomet magamed mamed mammad mamad makhmad mehmet",
    "said sayid sayyid sayed seyid seyyid seid seit sait",
    "huseyn husein husayn husain khusein khusain husen guseyn gusein useyn usein huseyin",
    "hasan khasan gasan khassan hassan",
    "hamid khamid gamid",
    "haydar heydar khaydar geydar gaydar",
    "haji haj khadzhi khadzh gadzhi gadzh hoji hoj khodzhi khodzh",
    "rahim ragim rakhim",
    "ilham ilkham ilgam",
    "ibrahim ibragim ibrokhim",
    "yusuf yusup yusif iosif",
    "mehdi mekhti mekhdi mahdi",
    "abdullah abdulla abdullo abdulo",
    "umar omar gumar",
    "osman usman gusman",
)


@cache
def _variants() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in _ROWS:
        keys = frozenset(key for word in row.split() for key in name_key.keys(word))
        for key in keys:
            found[key] = found.get(key, frozenset()) | keys
    return found


def of_keys(keys: frozenset[str]) -> frozenset[str]:
    """Return the keys of all variants of a name with any of these keys; empty where none is listed."""
    return frozenset(other for key in keys for other in _variants().get(key, ()))
