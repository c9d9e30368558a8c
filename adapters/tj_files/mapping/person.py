"""The columns about a person <-> the person block.

One spelling in Cyrillic, one in Latin, one document and the citizenships have columns of their own; what a person has
beyond that stands packed in «Другие имена», «Другие документы» and «Персональные номера».
"""

import re
from collections.abc import Mapping
from typing import Any

from adapters._files.tables import Column, RowReader
from adapters._parts import countries, dates, names
from adapters._parts.letters import fold_number, is_script
from adapters.tj_files.mapping import packing, words

COLUMNS = (
    Column(key="surname", heading="Фамилия", required=True),
    Column(key="given", heading="Имя"),
    Column(key="patronymic", heading="Отчество"),
    Column(key="surname_latin", heading="Фамилия (лат.)", also=("Фамилия лат", "Surname")),
    Column(key="given_latin", heading="Имя (лат.)", also=("Имя лат", "Given names")),
    Column(key="patronymic_latin", heading="Отчество (лат.)", also=("Отчество лат",)),
    Column(key="other_names", heading="Другие имена"),
    Column(key="birth_date", heading="Дата рождения", also=("Родился", "Год рождения")),
    Column(key="birth_place", heading="Место рождения"),
    Column(key="birth_state", heading="Государство рождения"),
    Column(key="sex", heading="Пол", required=True),
    Column(key="citizenship", heading="Гражданство", required=True),
    Column(key="document_type", heading="Вид документа"),
    Column(key="document_series", heading="Серия документа", also=("Серия",)),
    Column(key="document_number", heading="Номер документа", also=("Номер",)),
    Column(key="document", heading="Серия и номер документа", also=("Серия и номер", "Паспорт", "Документ")),
    Column(key="document_state", heading="Государство выдачи"),
    Column(key="document_authority", heading="Кем выдан"),
    Column(key="document_issued", heading="Дата выдачи"),
    Column(key="document_expires", heading="Действителен до"),
    Column(key="other_documents", heading="Другие документы"),
    Column(key="identifiers", heading="Персональные номера"),
)
_MAIN = (("Cyrl", "", "surname"), ("Latn", "_latin", "surname_latin"))
_LATIN_TYPES = {
    "foreign_passport",
    "biometric_passport",
    "diplomatic_passport",
    "service_passport",
    "identity_card",
    "visa",
}
_DOCUMENT_FIELDS = ("type", "series", "number", "issuing_state", "authority", "issued_on", "expires_on")
_RUSSIAN_INTERNAL = re.compile(r"(?a:(\d{4})(\d{6}))")
_RUSSIAN_FOREIGN = re.compile(r"(?a:(\d{2})(\d{7}))")


def parse(row: RowReader) -> dict[str, Any]:
    """Return the person of a row; what is wrong becomes faults of the reader."""
    person: dict[str, Any] = {"names": _parse_names(row)}
    birth = {
        "date": row.read("birth_date", dates.parse_partial),
        "place": row.text("birth_place"),
        "country": row.read("birth_state", countries.parse_state),
    }
    if known := _known(birth):
        person["birth"] = known
    person["sex"] = row.must_read("sex", words.SEXES.parse, "U")
    person["nationalities"] = row.read("citizenship", _parse_citizenships) or []
    documents = [_parse_document(row), *(row.read("other_documents", unpack_documents) or [])]
    if found := [document for document in documents if document is not None]:
        person["documents"] = found
    if identifiers := row.read("identifiers", _unpack_identifiers):
        person["identifiers"] = identifiers
    return person


def format(person: Mapping[str, Any]) -> dict[str, str]:  # noqa: A001 - the inverse of parse
    """Return the cells of a person by column key."""
    cells: dict[str, str] = {}
    main, others = names.split(person["names"])
    for script, suffix, _ in _MAIN:
        for member in ("surname", "given", "patronymic"):
            cells[member + suffix] = main.get(script, {}).get(member, "")
    cells["other_names"] = packing.pack([_pack_name(name) for name in others])
    birth = person.get("birth", {})
    cells["birth_date"] = dates.format_partial(birth["date"]) if "date" in birth else ""
    cells["birth_place"] = birth.get("place", "")
    cells["birth_state"] = countries.format_name(birth["country"]) if "country" in birth else ""
    cells["sex"] = words.SEXES.format(person["sex"])
    cells["citizenship"] = " | ".join(countries.format_name(item["code"]) for item in person["nationalities"]) or "-"
    documents = person.get("documents", [])
    cells.update(_format_document(documents[0] if documents else None))
    cells["other_documents"] = packing.pack([pack_document(document) for document in documents[1:]])
    cells["identifiers"] = packing.pack([[item["scheme"], item["value"]] for item in person.get("identifiers", [])])
    return cells


def column_of(pointer: str) -> str:
    """Return the key of the column that a member of a person block comes from."""
    fitting = [prefix for prefix in _PLACES if pointer.startswith(prefix)]
    return _PLACES[max(fitting, key=len)] if fitting else "surname"


_PLACES: Mapping[str, str] = {
    "/names": "surname",
    "/birth/date": "birth_date",
    "/birth/place": "birth_place",
    "/birth/country": "birth_state",
    "/sex": "sex",
    "/nationalities": "citizenship",
    "/documents": "other_documents",
    "/documents/0/type": "document_type",
    "/documents/0/series": "document_series",
    "/documents/0/number": "document_number",
    "/documents/0/issuing_state": "document_state",
    "/documents/0/authority": "document_authority",
    "/documents/0/issued_on": "document_issued",
    "/documents/0/expires_on": "document_expires",
    "/identifiers": "identifiers",
}


# Names


def _parse_names(row: RowReader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script, suffix, key in _MAIN:
        name = _known({member: row.text(member + suffix) for member in ("surname", "given", "patronymic")})
        for member, text in name.items():
            if not is_script(text, script):
                row.fault("script-other", member + suffix, *names.SCRIPT_OTHER)
        if "surname" in name:
            found.append({**name, "script": script, "role": "primary"})
        elif name:
            row.fault("cell-empty", key, *names.SURNAME_MISSING)
    found += row.read("other_names", _unpack_names) or []
    if not found:
        row.fault("cell-empty", "surname", *names.SURNAME_MISSING)
    return found


def _pack_name(name: Mapping[str, Any]) -> list[str]:
    parts = [name.get(member, "") for member in ("surname", "given", "patronymic")]
    return [words.NAME_ROLES.format(name["role"]), words.SCRIPTS.format(name["script"]), *parts]


def _unpack_names(text: str) -> list[dict[str, Any]]:
    found = []
    for fields in packing.unpack(text):
        role, script, surname, given, patronymic = packing.exactly(fields, 5)
        parts = {"surname": surname, "given": given, "patronymic": patronymic}
        name = {member: part for member, part in parts.items() if part}
        found.append({**name, "script": words.SCRIPTS.parse(script), "role": words.NAME_ROLES.parse(role)})
    return found


# Citizenships, documents, identifiers


def _parse_citizenships(text: str) -> list[dict[str, str]]:
    parts = re.split(r"\s*[|;]\s*", text)
    return [{"code": countries.parse_citizenship(part)} for part in parts if part]


def _parse_document(row: RowReader) -> dict[str, Any] | None:
    glued = row.text("document")
    if glued is None and row.text("document_number") is None:
        if row.text("document_type") is not None:
            row.need("document_number")
        return None
    kind = row.read("document_type", words.DOCUMENT_TYPES.parse) or "foreign_passport"
    state = row.must_read("document_state", countries.parse_state, "")

    def number(text: str) -> str:
        return fold_number(text, latin=kind in _LATIN_TYPES)

    document: dict[str, Any] = {"type": kind}
    if glued is None:
        document |= {"series": row.read("document_series", number), "number": row.read("document_number", number) or ""}
    else:
        document |= row.read("document", lambda text: _split(number(text), kind, state)) or {"number": ""}
    document |= {
        "issuing_state": state,
        "authority": row.text("document_authority"),
        "issued_on": row.read("document_issued", dates.parse_day),
        "expires_on": row.read("document_expires", dates.parse_day),
    }
    return _known(document)


def _split(number: str, kind: str, state: str) -> dict[str, str | None]:
    """Return series and number of a number written in one piece; only Russian passports have a series of digits."""
    if state == "RUS":
        pattern = _RUSSIAN_INTERNAL if kind == "internal_passport" else _RUSSIAN_FOREIGN
        if (match := pattern.fullmatch(number)) is not None:
            return {"series": match[1], "number": match[2]}
    return {"series": None, "number": number}


def _format_document(document: Mapping[str, Any] | None) -> dict[str, str]:
    fields = [""] * len(_DOCUMENT_FIELDS) if document is None else pack_document(document)
    keys = ("type", "series", "number", "state", "authority", "issued", "expires")
    return {f"document_{key}": field for key, field in zip(keys, fields, strict=True)}


def pack_document(document: Mapping[str, Any]) -> list[str]:
    """Return the fields of a document in one cell."""
    return [
        words.DOCUMENT_TYPES.format(document["type"]),
        document.get("series", ""),
        document["number"],
        countries.format_name(document["issuing_state"]),
        document.get("authority", ""),
        *(dates.format_day(document[name]) if name in document else "" for name in ("issued_on", "expires_on")),
    ]


def unpack_documents(text: str) -> list[dict[str, Any]]:
    """Return the documents of one cell.

    Raises:
        FormError: a field is missing or not understood.
    """
    documents = []
    for fields in packing.unpack(text):
        kind, series, number, state, authority, issued, expires = packing.exactly(fields, 7)
        document = {
            "type": words.DOCUMENT_TYPES.parse(kind),
            "series": series or None,
            "number": number,
            "issuing_state": countries.parse_state(state),
            "authority": authority or None,
            "issued_on": dates.parse_day(issued) if issued else None,
            "expires_on": dates.parse_day(expires) if expires else None,
        }
        documents.append(_known(document))
    return documents


def _unpack_identifiers(text: str) -> list[dict[str, str]]:
    pairs = [packing.exactly(fields, 2) for fields in packing.unpack(text)]
    return [{"scheme": scheme.upper(), "value": fold_number(value, latin=True)} for scheme, value in pairs]


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
