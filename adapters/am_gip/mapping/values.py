"""Single values of the Armenian documents: dates with slashes, Yerevan time, states by code or name, PSN."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from adapters._parts import countries, dates
from adapters._parts.faults import FormError
from adapters._parts.json_form import Scalar, read_text

YEREVAN = 4
"""Hours east of Greenwich."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "ARM": ("հայաստան", "հայաստանի հանրապետություն", "հհ"),
    "AZE": ("ադրբեջան",),
    "BLR": ("բելառուս",),
    "KAZ": ("ղազախստան",),
    "KGZ": ("ղրղզստան",),
    "RUS": ("ռուսաստան", "ռուսաստանի դաշնություն", "ռդ"),
    "TJK": ("տաջիկստան",),
    "TKM": ("թուրքմենստան",),
    "UZB": ("ուզբեկստան",),
    "GEO": ("վրաստան",),
    "IRN": ("իրան", "իրանի իսլամական հանրապետություն"),
    "UKR": ("ուկրաինա",),
    "MDA": ("մոլդովա",),
    "TUR": ("թուրքիա",),
    "SYR": ("սիրիա",),
    "LBN": ("լիբանան",),
    "IND": ("հնդկաստան",),
    "CHN": ("չինաստան",),
    "XXA": ("քաղաքացիություն չունեցող",),
    "XXB": ("փախստական",),
    "XXX": ("չճշտված",),
}
_CODES = {name.casefold(): code for code, names in _STATES.items() for name in names}

_PSN = re.compile(r"(?a:\d{10})")
_CIRCA = re.compile(r"^մոտ\s+", re.IGNORECASE)


def state(read: Callable[[str], str]) -> Scalar:
    """Return the kind of a state: its code; read also by its Armenian name, or in any other spelling."""

    def parse(value: object) -> str:
        text = read_text(value)
        return read(_CODES.get(text.casefold(), text))

    return Scalar(parse)


def read_psn(value: object) -> str:
    """Return a public services number: ten digits; its check digit is not published and not checked.

    Raises:
        FormError: it has another form.
    """
    number = read_text(value).replace(" ", "")
    if _PSN.fullmatch(number) is None:
        raise FormError(
            "psn-invalid",
            "Номерной знак общественных услуг состоит из десяти цифр. Проверьте его по документу.",
            "A public services number has ten digits. Check it against the document.",
        )
    return number


def _dotted(value: object) -> str:
    return read_text(value).replace("/", ".")


def _partial(value: object) -> dict[str, Any]:
    return dates.parse_partial(_CIRCA.sub("ок. ", _dotted(value)))


def _write_partial(date: Mapping[str, Any]) -> str:
    return dates.format_partial(date).replace("ок.", "մոտ").replace(".", "/")


DAY = Scalar(lambda value: dates.parse_day(_dotted(value)), lambda iso: dates.format_day(iso).replace(".", "/"))
PARTIAL = Scalar(_partial, _write_partial)
MOMENT = Scalar(
    lambda value: dates.parse_moment(_dotted(value), YEREVAN),
    lambda instant: dates.format_moment(instant, YEREVAN).replace(".", "/"),
)
STATE = state(countries.parse_state)
CITIZENSHIP = state(countries.parse_citizenship)
PSN = Scalar(read_psn)
