"""The person of the Uzbek documents <-> the person block of the records.

The main names stand in members of their own: Cyrillic (`surname_cyrl`), the Latin spelling of the travel document
(`surname_engl`), and Uzbek Latin (`surname_latin`, in records a Latin name in the language `uz`); other names follow
with kind and script. The personal number (PINFL) is `pinpp`; other identifiers are listed with their scheme.
"""

from collections.abc import Mapping
from typing import Any

from adapters._parts import iso_dates
from adapters._parts.faults import FormError
from adapters._parts.json_form import TEXT, Form, Here, Member, Scalar, known, read_text
from adapters._parts.letters import fold_number, is_nothing, is_script
from adapters._parts.names import SCRIPT_OTHER, SURNAME_MISSING
from adapters.uz_mip.mapping import parts, words
from adapters.uz_mip.mapping.letters import spelled
from hub.core.identity import national_identifier

PINFL = "UZ-PINFL"
_UZBEK = "uz"
_PARTS = (("surname", "surname"), ("name", "given"), ("patronym", "patronymic"))
_MAIN = (("cyrl", "Cyrl", None), ("engl", "Latn", None), ("latin", "Latn", _UZBEK))
"""Suffix of the members, script, language of each main name."""
_MARKS: Mapping[str, str] = {"taxminan": "circa", "oraliq": "range"}
_LATIN_NUMBERS = frozenset(
    {"foreign_passport", "biometric_passport", "diplomatic_passport", "service_passport", "identity_card", "visa"}
)


def _number(value: object) -> str:
    text = read_text(value)
    return fold_number(text, latin=False)


def _identifier(value: object) -> str:
    text = fold_number(read_text(value), latin=True)
    if not text.isascii():
        raise FormError(
            "identifier-invalid",
            "Персональный номер пишется цифрами и латинскими буквами. Проверьте его по документу.",
            "A personal number is written in digits and Latin letters. Check it against the document.",
        )
    return text


def _pinfl(value: object) -> str:
    text = _identifier(value)
    if not _is_pinfl(text):
        raise FormError(
            "pinfl-invalid",
            "ПИНФЛ — 14 цифр, первая от 1 до 6, затем день, месяц и год рождения. Проверьте его по документу.",
            "A PINFL is 14 digits, the first 1 to 6, then day, month and year of birth. Check it against the document.",
        )
    return text


def _is_pinfl(text: str) -> bool:
    """Say whether a number has the form of a PINFL; a wrong check digit is for the hub to warn of."""
    return national_identifier.Finding.FORM not in national_identifier.check(PINFL, text)


def _read_document(document: dict[str, Any], _here: Here) -> dict[str, Any]:
    """Bring the letters of a number to Latin where the document has a machine readable zone."""
    if document.get("type") not in _LATIN_NUMBERS:
        return document
    return {
        name: fold_number(value, latin=True) if name in {"series", "number"} else value
        for name, value in document.items()
    }


def _read_name(name: dict[str, Any], here: Here) -> dict[str, Any]:
    for national, member in _PARTS:
        if member in name and is_nothing(name[member]):
            del name[member]
        elif member in name and "script" in name and not is_script(name[member], name["script"]):
            here.fault(FormError("script-other", *SCRIPT_OTHER), national)
    return name


NAME = Form(
    Member("turi", "role", words.coded(words.NAME_KINDS), required=True),
    Member("yozuv", "script", words.coded(words.SCRIPTS), required=True),
    Member("surname", "surname", TEXT, required=True),
    Member("name", "given", TEXT),
    Member("patronym", "patronymic", TEXT),
    Member("til", "lang", TEXT),
    assemble=_read_name,
)
DOCUMENT = Form(
    Member("turi", "type", words.coded(words.DOCUMENT_TYPES), required=True),
    Member("seria", "series", Scalar(_number)),
    Member("number", "number", Scalar(_number), required=True),
    Member("davlat", "issuing_state", parts.STATE, required=True),
    Member("give_place", "authority", TEXT),
    Member("date_begin", "issued_on", parts.DAY),
    Member("date_end", "expires_on", parts.DAY),
    Member("holat", "condition", words.coded(words.DOCUMENT_CONDITIONS)),
    assemble=_read_document,
)
CITIZENSHIP = Form(
    Member("davlat", "code", parts.CITIZENSHIP, required=True),
    Member("dan", "from", parts.DAY),
    Member("gacha", "until", parts.DAY),
)
IDENTIFIER = Form(
    Member("tizim", "scheme", TEXT, required=True), Member("qiymat", "value", Scalar(_identifier), required=True)
)


def _assemble(flat: dict[str, Any], here: Here) -> dict[str, Any]:
    names = [name for name in (_main_name(flat, here, *main) for main in _MAIN) if name]
    names += [name for name in flat.get("names", []) if name]
    if not names:
        here.fault(FormError("member-missing", *SURNAME_MISSING), "surname_engl")
    birth = known({"date": _birth_date(flat, here), "place": flat.get("birth_place"), "country": flat.get("country")})
    identifiers = [{"scheme": PINFL, "value": flat["pinpp"]}] if "pinpp" in flat else []
    identifiers += flat.get("identifiers", [])
    parents = known({role: flat.get(role) for role in ("father", "mother")})
    return known(
        {
            "names": names,
            "birth": birth or None,
            "sex": flat.get("sex"),
            "nationalities": flat.get("nationalities", []),
            "documents": flat.get("documents"),
            "identifiers": identifiers or None,
            "parents": parents or None,
        }
    )


def _main_name(flat: Mapping[str, Any], here: Here, suffix: str, script: str, lang: str | None) -> dict[str, Any]:
    name: dict[str, Any] = {}
    for national, member in _PARTS:
        text = flat.get(f"{member}_{suffix}")
        if text is None or is_nothing(text):
            continue
        if not is_script(text, script):
            here.fault(FormError("script-other", *SCRIPT_OTHER), f"{national}_{suffix}")
        name[member] = spelled(text) if lang == _UZBEK else text
    if name and "surname" not in name:
        here.fault(FormError("member-missing", *SURNAME_MISSING), f"surname_{suffix}")
    return known({**name, "script": script, "role": "primary", "lang": lang}) if name else {}


def _birth_date(flat: Mapping[str, Any], here: Here) -> dict[str, Any] | None:
    date, mark, until = flat.get("birth_date"), flat.get("birth_mark"), flat.get("birth_until")
    if date is None:
        return None
    if (mark == "range") != (until is not None):
        here.fault(_RANGE_INCOMPLETE, "birth_date_until")
        return None
    return known({**date, "qualifier": mark, "until": until})


def _take_apart(person: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {name: person[name] for name in ("sex", "nationalities", "documents") if name in person}
    flat |= _take_names(person["names"])
    birth = person.get("birth", {})
    date = birth.get("date")
    identifiers = list(person.get("identifiers", []))
    if identifiers and identifiers[0]["scheme"] == PINFL and _is_pinfl(identifiers[0]["value"]):
        flat["pinpp"] = identifiers.pop(0)["value"]
    more = {
        "birth_place": birth.get("place"),
        "country": birth.get("country"),
        "birth_date": date,
        "birth_mark": _written_mark(date),
        "birth_until": None if date is None else date.get("until"),
        "identifiers": identifiers or None,
        **person.get("parents", {}),
    }
    return {**flat, **known(more)}


def _written_mark(date: Mapping[str, Any] | None) -> str | None:
    mark = None if date is None else date.get("qualifier")
    return None if mark == "exact" else mark


def _take_names(names: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the first main name of each kind in its own members, and all others in their order."""
    flat: dict[str, Any] = {}
    others = list(names)
    for suffix, *kind in _MAIN:
        main = next((name for name in others if [name["script"], name.get("lang")] == kind and _is_main(name)), None)
        if main is not None:
            others.remove(main)
            flat |= {f"{member}_{suffix}": main[member] for _, member in _PARTS if member in main}
    return {**flat, "names": others} if others else flat


def _is_main(name: Mapping[str, Any]) -> bool:
    return bool(name["role"] == "primary")


_RANGE_INCOMPLETE = FormError(
    "date-invalid",
    "У даты с пометой «oraliq» есть конец промежутка, у других его нет. Заполните или уберите его.",
    "A date marked “oraliq” has an end of its range, others have none. Fill it in or remove it.",
)

PERSON = Form(
    Member("pinpp", "pinpp", Scalar(_pinfl)),
    *(
        Member(f"{national}_{suffix}", f"{member}_{suffix}", TEXT)
        for suffix, _, _ in _MAIN
        for national, member in _PARTS
    ),
    Member("boshqa_ismlar", "names", NAME, many=True),
    Member("birth_date", "birth_date", Scalar(iso_dates.parse_partial, iso_dates.format_partial)),
    Member("birth_date_mark", "birth_mark", words.coded(_MARKS)),
    Member("birth_date_until", "birth_until", Scalar(iso_dates.parse_partial, iso_dates.format_partial)),
    Member("birth_place", "birth_place", TEXT),
    Member("birth_country", "country", parts.STATE),
    Member("sex", "sex", words.coded(words.SEXES, words.OTHER_SEXES), required=True),
    Member("citizenship", "nationalities", CITIZENSHIP, required=True, many=True),
    Member("documents", "documents", DOCUMENT, many=True),
    Member("identifiers", "identifiers", IDENTIFIER, many=True),
    Member("father", "father", NAME),
    Member("mother", "mother", NAME),
    assemble=_assemble,
    take_apart=_take_apart,
    places={
        "/names": "/surname_engl",
        "/birth/date": "/birth_date",
        "/birth/place": "/birth_place",
        "/birth/country": "/birth_country",
        "/sex": "/sex",
        "/nationalities": "/citizenship",
        "/documents": "/documents",
        "/identifiers": "/identifiers",
        "/parents": "/father",
    },
)
