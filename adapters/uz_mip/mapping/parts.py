"""Small parts that several documents have: days, states, authority, legal basis, texts, evidence, coded reasons."""

from collections.abc import Mapping
from typing import Any

from adapters._parts import countries, dates, iso_dates
from adapters._parts.faults import FormError
from adapters._parts.json_form import FLAG, LINES, TEXT, Form, Member, Scalar
from adapters._parts.letters import tidy
from adapters.uz_mip.mapping import words
from adapters.uz_mip.mapping.letters import one_apostrophe

TASHKENT = 5
"""Hours east of Greenwich."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "AZE": ("ozarbayjon", "озарбайжон"),
    "ARM": ("armaniston", "арманистон"),
    "BLR": ("belarus", "беларус"),
    "KAZ": ("qozog'iston", "қозоғистон"),
    "KGZ": ("qirg'iziston", "қирғизистон"),
    "RUS": ("rossiya", "rossiya federatsiyasi", "россия федерацияси"),
    "TJK": ("tojikiston", "тожикистон"),
    "TKM": ("turkmaniston", "туркманистон"),
    "UZB": ("o'zbekiston", "o'zbekiston respublikasi", "ўзбекистон", "ўзбекистон республикаси"),
    "AFG": ("afg'oniston", "афғонистон"),
    "TUR": ("turkiya", "туркия"),
    "CHN": ("xitoy", "хитой"),
    "KOR": ("koreya respublikasi", "корея республикаси"),
    "XXA": ("fuqaroligi yo'q shaxs", "fuqaroligi yo'q", "фуқаролиги йўқ шахс", "фуқаролиги йўқ"),
}
_NAMES = {name: code for code, names in _STATES.items() for name in names}


def _state(value: object, read: Any) -> str:
    if not isinstance(value, str):
        raise FormError(
            "text-expected", "Нужен код государства в кавычках.", "The code of a state in quotes is needed."
        )
    code = _NAMES.get(one_apostrophe(tidy(value)).casefold())
    return str(read(value if code is None else code))


def _day(value: object) -> str:
    """Return the day of `yyyy-mm-dd`, or of `dd.mm.yyyy` as older registers write it."""
    if isinstance(value, str) and "." in value:
        return dates.parse_day(value)
    return iso_dates.parse_day(value)


DAY = Scalar(_day)
MOMENT = Scalar(iso_dates.parse_moment, lambda instant: iso_dates.format_moment(instant, TASHKENT))
STATE = Scalar(lambda value: _state(value, countries.parse_state))
CITIZENSHIP = Scalar(lambda value: _state(value, countries.parse_citizenship))

BILINGUAL = Form(Member("ru", "ru", LINES), Member("en", "en", LINES))
AUTHORITY = Form(
    Member("nomi", "name", TEXT, required=True),
    Member("bolinma", "unit", TEXT),
    Member("ishtirokchi", "participant", TEXT),
    Member("davlat", "state", STATE),
)
LEGAL_BASIS = Form(
    Member("qonun", "law", TEXT, required=True),
    Member("modda", "article", TEXT, required=True),
    Member("band", "part", TEXT),
    Member("davlat", "state", STATE),
)
EVIDENCE = Form(
    Member("daraja", "tier", TEXT, required=True),
    Member("dalil", "item", TEXT, required=True),
    Member("hujjat_raqami", "document_ref", TEXT),
    Member("izoh", "note", LINES),
    Member("qalbaki", "forged", FLAG),
)
REASON = Form(Member("kod", "code", TEXT, required=True), Member("matn", "text", BILINGUAL))
PERMIT = Form(
    Member("turi", "kind", words.coded(words.PERMIT_KINDS), required=True),
    Member("raqami", "number", TEXT),
    Member("davlat", "state", STATE, required=True),
    Member("amal_qiladi", "valid_until", DAY),
)
