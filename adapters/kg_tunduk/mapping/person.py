"""The person of the Kyrgyz documents <-> the person block of the records.

    {"pin", "surname", "name", "patronymic", "surnameLatin", …, "dateOfBirth", "gender", "citizenships", "passportType",
     "passportSeries", "passportNumber", …, "otherNames", "otherDocuments", "otherNumbers"}

One spelling in Cyrillic, one in Latin, the PIN and one document have fields of their own, all else stands in lists.
`уулу` and `кызы` are words of the name and stay in it.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from adapters._parts import names
from adapters._parts.faults import FormError
from adapters._parts.json_form import TEXT, Form, Here, Member, Scalar, known, read_text
from adapters._parts.letters import fold_number, is_nothing, is_script
from adapters.kg_tunduk.mapping import words
from adapters.kg_tunduk.mapping.parts import CITIZENSHIP, DAY, PARTIAL, STATE

SCHEME = "KG-PIN"
_PIN = re.compile(r"[12]([0-9]{2})([0-9]{2})([0-9]{4})[0-9]{5}")
_NAME_PARTS = {"surname": "surname", "name": "given", "patronymic": "patronymic", "language": "lang"}
_MAIN = {"Cyrl": "", "Latn": "Latin"}
_LATIN_NUMBERS = frozenset(
    {"foreign_passport", "biometric_passport", "diplomatic_passport", "service_passport", "identity_card", "visa"}
)
_BIRTH = {"birth_date": "date", "birth_place": "place", "birth_country": "country"}
_DOCUMENT = {
    "passportType": "type",
    "passportSeries": "series",
    "passportNumber": "number",
    "passportCountry": "issuing_state",
    "passportAuthority": "authority",
    "issuedDate": "issued_on",
    "expiredDate": "expires_on",
    "voidStatus": "condition",
}
_SCRIPT_OTHER = FormError("script-other", *names.SCRIPT_OTHER)
_SURNAME_MISSING = FormError("member-missing", *names.SURNAME_MISSING)


def is_pin(value: str) -> bool:
    """Say whether a number has the form of a PIN: 1 or 2, a day of the calendar as ddmmyyyy, five digits.

    No check digit is published; sex and date are not held against the rest of the card.
    """
    match = _PIN.fullmatch(value)
    if match is None:
        return False
    try:
        datetime.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return False
    return True


def _pin(value: object) -> str:
    text = read_text(value)
    if not is_pin(text):
        raise FormError(
            "pin-invalid",
            "Это не ПИН: нужны 14 цифр — пол (1 или 2), дата рождения ддммгггг и пять цифр. Проверьте по документу.",
            "This is no PIN: 14 digits are needed, for sex (1 or 2), date of birth ddmmyyyy and five more. "
            "Check it against the document.",
        )
    return text


def _name(value: object) -> str | None:
    text = read_text(value)
    return None if is_nothing(text) or text.casefold() == "жок" else text


def _number(value: object) -> str:
    text = fold_number(read_text(value), latin=True)
    if not text.isascii():
        raise FormError(
            "identifier-invalid",
            "Персональный номер пишется цифрами и латинскими буквами. Проверьте его по документу.",
            "A personal number is written in digits and Latin letters. Check it against the document.",
        )
    return text


_NAME = Scalar(_name)


def _whole_name(found: dict[str, Any], here: Here) -> dict[str, Any]:
    """Return a name that says its script itself."""
    if "surname" not in found:
        here.fault(_SURNAME_MISSING, "surname")
    _check_script(found, found.get("script", "Cyrl"), "", here)
    return {"surname": "", **found}


def _check_script(name: Mapping[str, Any], script: str, suffix: str, here: Here) -> None:
    for field, member in _NAME_PARTS.items():
        if member != "lang" and member in name and not is_script(name[member], script):
            here.fault(_SCRIPT_OTHER, field + suffix)


OTHER_NAME = Form(
    Member("kind", "role", words.NAME_KIND, required=True),
    Member("script", "script", words.SCRIPT, required=True),
    *(Member(field, member, _NAME) for field, member in _NAME_PARTS.items()),
    assemble=_whole_name,
)


def _kind_of(field: str) -> Scalar:
    kinds = {
        "passportType": words.DOCUMENT_TYPE,
        "passportCountry": STATE,
        "issuedDate": DAY,
        "expiredDate": DAY,
        "voidStatus": words.VOID_STATUS,
    }
    return kinds.get(field, TEXT)


def _fold(document: dict[str, Any], here: Here) -> dict[str, Any]:
    """Return a document with its number in the letters that its type bears."""
    for field, member in (("passportSeries", "series"), ("passportNumber", "number")):
        if member in document:
            try:
                document[member] = fold_number(document[member], latin=document.get("type") in _LATIN_NUMBERS)
            except FormError as error:
                here.fault(error, field)
    return document


DOCUMENT = Form(
    *(
        Member(field, member, _kind_of(field), required=member in {"type", "number", "issuing_state"})
        for field, member in _DOCUMENT.items()
    ),
    assemble=_fold,
)
_CITIZENSHIP = Form(
    Member("country", "code", CITIZENSHIP, required=True), Member("from", "from", DAY), Member("until", "until", DAY)
)
_OTHER_NUMBER = Form(
    Member("scheme", "scheme", TEXT, required=True), Member("value", "value", Scalar(_number), required=True)
)
_PARENTS = Form(Member("father", "father", OTHER_NAME), Member("mother", "mother", OTHER_NAME))


def _assemble(found: dict[str, Any], here: Here) -> dict[str, Any]:
    record: dict[str, Any] = {"names": _main_names(found, here) + found.pop("other_names", [])}
    if not record["names"]:
        here.fault(_SURNAME_MISSING, "surname")
    if birth := known({member: found.pop(key, None) for key, member in _BIRTH.items()}):
        record["birth"] = birth
    record |= {name: found[name] for name in ("sex", "nationalities") if name in found}
    if documents := _main_document(found, here) + found.pop("documents", []):
        record["documents"] = documents
    numbers = [{"scheme": SCHEME, "value": found["pin"]}] if "pin" in found else []
    if numbers := numbers + found.pop("identifiers", []):
        record["identifiers"] = numbers
    return record | {name: found[name] for name in ("parents",) if name in found}


def _main_names(found: dict[str, Any], here: Here) -> list[dict[str, Any]]:
    main = []
    for script, suffix in _MAIN.items():
        name = known({member: found.pop(field + suffix, None) for field, member in _NAME_PARTS.items()})
        _check_script(name, script, suffix, here)
        if "surname" in name:
            main.append({**name, "script": script, "role": "primary"})
        elif name:
            here.fault(_SURNAME_MISSING, f"surname{suffix}")
    return main


def _main_document(found: dict[str, Any], here: Here) -> list[dict[str, Any]]:
    document = known({member: found.pop(field, None) for field, member in _DOCUMENT.items()})
    if not document:
        return []
    for field, member in _DOCUMENT.items():
        if member in {"type", "number", "issuing_state"} and member not in document:
            here.fault(_INCOMPLETE, field)
    return [_fold(document, here)]


def _take_apart(record: Mapping[str, Any]) -> dict[str, Any]:
    main, others = names.split(record["names"])
    parts: dict[str, Any] = {"other_names": others or None}
    for script, suffix in _MAIN.items():
        parts |= {field + suffix: main.get(script, {}).get(member) for field, member in _NAME_PARTS.items()}
    parts |= {key: record.get("birth", {}).get(member) for key, member in _BIRTH.items()}
    first, *documents = record.get("documents") or [{}]
    parts |= {field: first.get(member) for field, member in _DOCUMENT.items()}
    numbers = list(record.get("identifiers", ()))
    pin = next((each for each in numbers if each["scheme"] == SCHEME and is_pin(each["value"])), None)
    if pin is not None:
        numbers.remove(pin)
    parts |= {"pin": pin and pin["value"], "documents": documents or None, "identifiers": numbers or None}
    whole = {name: value for name, value in record.items() if name not in _APART}
    return known({**parts, **whole})


_APART = frozenset({"names", "birth", "documents", "identifiers"})
_INCOMPLETE = FormError(
    "member-missing",
    "У документа указаны не вид, номер и государство выдачи. Заполните все три поля.",
    "A document needs its type, its number and the state that issued it. Fill in all three.",
)
PERSON = Form(
    Member("pin", "pin", Scalar(_pin)),
    *(Member(field + suffix, field + suffix, _NAME) for suffix in _MAIN.values() for field in _NAME_PARTS),
    Member("dateOfBirth", "birth_date", PARTIAL),
    Member("placeOfBirth", "birth_place", TEXT),
    Member("countryOfBirth", "birth_country", STATE),
    Member("gender", "sex", words.SEX, required=True),
    Member("citizenships", "nationalities", _CITIZENSHIP, required=True, many=True),
    *(Member(field, field, _kind_of(field)) for field in _DOCUMENT),
    Member("otherNames", "other_names", OTHER_NAME, many=True),
    Member("otherDocuments", "documents", DOCUMENT, many=True),
    Member("otherNumbers", "identifiers", _OTHER_NUMBER, many=True),
    Member("parents", "parents", _PARENTS),
    assemble=_assemble,
    take_apart=_take_apart,
    places={
        "/names": "/surname",
        "/birth": "/dateOfBirth",
        "/birth/place": "/placeOfBirth",
        "/birth/country": "/countryOfBirth",
        "/sex": "/gender",
        "/nationalities": "/citizenships",
        "/documents": "/otherDocuments",
        **{f"/documents/0/{member}": f"/{field}" for field, member in _DOCUMENT.items()},
        "/identifiers": "/otherNumbers",
        "/parents": "/parents",
    },
)
