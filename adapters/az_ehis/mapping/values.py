"""Single values of the Azerbaijani documents: dates of Baku, states by name or code, FIN, flags and numbers as text."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from adapters._parts import countries, dates
from adapters._parts.faults import FormError
from adapters._parts.json_form import Scalar, read_text
from adapters._parts.letters import fold_number
from adapters._parts.xml_document import whole_number
from adapters.az_ehis.mapping.letters import capitals
from adapters.az_ehis.mapping.words import WORDS

BAKU = 4
"""Hours east of Greenwich."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "AZE": ("AZƏRBAYCAN", "AZƏRBAYCAN RESPUBLİKASI"),
    "ARM": ("ERMƏNİSTAN",),
    "BLR": ("BELARUS",),
    "KAZ": ("QAZAXISTAN",),
    "KGZ": ("QIRĞIZISTAN",),
    "RUS": ("RUSİYA", "RUSİYA FEDERASİYASI"),
    "TJK": ("TACİKİSTAN",),
    "TKM": ("TÜRKMƏNİSTAN",),
    "UZB": ("ÖZBƏKİSTAN",),
    "GEO": ("GÜRCÜSTAN",),
    "TUR": ("TÜRKİYƏ", "TÜRKİYƏ RESPUBLİKASI"),
    "IRN": ("İRAN", "İRAN İSLAM RESPUBLİKASI"),
    "UKR": ("UKRAYNA",),
    "MDA": ("MOLDOVA",),
    "AFG": ("ƏFQANISTAN",),
    "PAK": ("PAKİSTAN",),
    "CHN": ("ÇİN",),
    "XXA": ("VƏTƏNDAŞLIĞI OLMAYAN ŞƏXS",),
    "XXB": ("QAÇQIN",),
    "XXX": ("MÜƏYYƏN EDİLMƏYİB",),
}
_CODES = {name: code for code, names in _STATES.items() for name in names}

_FIN = re.compile(r"(?a:[0-9A-NP-Z]{7})")
_CIRCA = re.compile(r"^təxminən\s+", re.IGNORECASE)
_DECIMAL = re.compile(r"(?a:(-?\d{1,15})(?:,(\d{1,15}))?)")
_SPACED = re.compile(r"(?a:(?<=\d) (?=\d{3}))")


def state(read: Callable[[str], str]) -> Scalar:
    """Return the kind of a state: its Azerbaijani name where there is one, else its code or any other spelling."""

    def parse(value: object) -> str:
        text = read_text(value)
        code = _CODES.get(capitals(text))
        return read(text if code is None else code)

    return Scalar(parse, lambda code: _STATES[code][0] if code in _STATES else code)


def read_fin(value: object) -> str:
    """Return a FIN: seven signs, digits and capital letters without O, which is read as the zero it was meant to be.

    Raises:
        FormError: it has another form.
    """
    fin = fold_number(read_text(value), latin=True).replace("O", "0")
    if _FIN.fullmatch(fin) is None:
        raise FormError(
            "fin-invalid",
            "ФИН состоит из семи знаков: цифр и латинских букв. Проверьте его по документу.",
            "A FIN has seven signs, digits and Latin letters. Check it against the document.",
        )
    return fin


def read_decimal(value: object) -> int | float:
    """Return a number with a decimal comma; spaces between thousands are allowed.

    Raises:
        FormError: it is none.
    """
    match = _DECIMAL.fullmatch(_SPACED.sub("", read_text(value)))
    if match is None:
        raise FormError(
            "number-invalid",
            "Нужно число цифрами, дробная часть через запятую.",
            "A number in digits is needed, its fraction behind a comma.",
        )
    return int(match[1]) if match[2] is None else float(f"{match[1]}.{match[2]}")


def write_decimal(value: float) -> str:
    """Return a number with a decimal comma, as exact as it is."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")


def _flag(value: object) -> bool:
    text = capitals(read_text(value))
    if text not in WORDS["flags"]:
        raise FormError("flag-invalid", "Нужно BƏLİ или XEYR.", "It must be BƏLİ or XEYR.")
    return WORDS["flags"][text] == "true"


DAY = Scalar(lambda value: dates.parse_day(read_text(value)), dates.format_day)
PARTIAL = Scalar(
    lambda value: dates.parse_partial(_CIRCA.sub("ок. ", read_text(value))),
    lambda date: dates.format_partial(date).replace("ок.", "təxminən"),
)
MOMENT = Scalar(
    lambda value: dates.parse_moment(read_text(value), BAKU), lambda instant: dates.format_moment(instant, BAKU)
)
STATE = state(countries.parse_state)
CITIZENSHIP = state(countries.parse_citizenship)
FIN = Scalar(read_fin)
FLAG = Scalar(_flag, lambda value: "BƏLİ" if value else "XEYR")
WHOLE = Scalar(lambda value: whole_number(read_text(value)), str)
NUMBER = Scalar(read_decimal, write_decimal)
