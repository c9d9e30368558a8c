"""The columns about a person <-> the person block.

One spelling in each script or language, one document, the citizenships and the state's own number have columns of
their own; what a person has beyond that stands packed in `other_names`, `other_documents` and `identifiers`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters._files import packing, words
from adapters._files.tables import RowReader
from adapters._files.words import Words
from adapters._parts import countries, dates, names
from adapters._parts.letters import fold_number, is_script

_DOCUMENT_FIELDS = ("type", "series", "number", "issuing_state", "authority", "issued_on", "expires_on")
_RUSSIAN_INTERNAL = re.compile(r"(?a:(\d{4})(\d{6}))")
_RUSSIAN_FOREIGN = re.compile(r"(?a:(\d{2})(\d{7}))")
_NAME = ("surname", "given", "patronymic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One spelling of a name that has columns of its own: `surname` + suffix and so on."""

    script: str
    suffix: str
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """The columns about a person in the tables of one state.

    `numbers` are the schemes of national identifiers that have a column of their own, by its key.
    """

    words: Words
    spellings: tuple[Spelling, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)

    def parse(self, row: RowReader) -> dict[str, Any]:
        """Return the person of a row; what is wrong becomes faults of the reader."""
        person: dict[str, Any] = {"names": _parse_names(row, self.spellings)}
        birth = {
            "date": row.read("birth_date", dates.parse_partial),
            "place": row.text("birth_place"),
            "country": row.read("birth_state", countries.parse_state),
        }
        if known := _known(birth):
            person["birth"] = known
        person["sex"] = row.must_read("sex", self.words.sexes.parse, "U")
        person["nationalities"] = row.read("citizenship", _parse_citizenships) or []
        documents = [self._parse_document(row), *(row.read("other_documents", self.unpack_documents) or [])]
        if found := [document for document in documents if document is not None]:
            person["documents"] = found
        own = ((scheme, row.read(key, _fold_identifier)) for key, scheme in self.numbers.items())
        identifiers = [{"scheme": scheme, "value": value} for scheme, value in own if value is not None]
        identifiers += row.read("identifiers", _unpack_identifiers) or []
        if identifiers:
            person["identifiers"] = identifiers
        return person

    def format(self, person: Mapping[str, Any]) -> dict[str, str]:
        """Return the cells of a person by column key."""
        cells: dict[str, str] = {}
        main, others = _split_names(person["names"], self.spellings)
        for spelling in self.spellings:
            for member in _NAME:
                cells[member + spelling.suffix] = main.get(spelling.suffix, {}).get(member, "")
        cells["other_names"] = packing.pack([_pack_name(name) for name in others])
        birth = person.get("birth", {})
        cells["birth_date"] = dates.format_partial(birth["date"]) if "date" in birth else ""
        cells["birth_place"] = birth.get("place", "")
        cells["birth_state"] = countries.format_name(birth["country"]) if "country" in birth else ""
        cells["sex"] = self.words.sexes.format(person["sex"])
        codes = [item["code"] for item in person["nationalities"]]
        cells["citizenship"] = " | ".join(map(countries.format_name, codes)) or "-"
        documents = person.get("documents", [])
        cells.update(self._format_document(documents[0] if documents else None))
        cells["other_documents"] = packing.pack([self.pack_document(document) for document in documents[1:]])
        return cells | self._format_identifiers(person.get("identifiers", []))

    def _format_identifiers(self, identifiers: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """Return the cells of identifiers: the first one of a scheme in its own column, if it has one."""
        cells, others = dict.fromkeys(self.numbers, ""), []
        keys = {scheme: key for key, scheme in self.numbers.items()}
        for item in identifiers:
            key = keys.pop(item["scheme"], None)
            if key is None:
                others.append([item["scheme"], item["value"]])
            else:
                cells[key] = item["value"]
        return {**cells, "identifiers": packing.pack(others)}

    def _parse_document(self, row: RowReader) -> dict[str, Any] | None:
        glued = row.text("document")
        if glued is None and row.text("document_number") is None:
            if row.text("document_type") is not None:
                row.need("document_number")
            return None
        kind = row.read("document_type", self.words.document_types.parse) or "foreign_passport"
        state = row.must_read("document_state", countries.parse_state, "")

        def number(text: str) -> str:
            return fold_number(text, latin=kind in self.words.latin_documents)

        document: dict[str, Any] = {"type": kind}
        if glued is None:
            document |= {
                "series": row.read("document_series", number),
                "number": row.read("document_number", number) or "",
            }
        else:
            document |= row.read("document", lambda text: _split(number(text), kind, state)) or {"number": ""}
        document |= {
            "issuing_state": state,
            "authority": row.text("document_authority"),
            "issued_on": row.read("document_issued", dates.parse_day),
            "expires_on": row.read("document_expires", dates.parse_day),
        }
        return _known(document)

    def _format_document(self, document: Mapping[str, Any] | None) -> dict[str, str]:
        fields = [""] * len(_DOCUMENT_FIELDS) if document is None else self.pack_document(document)
        keys = ("type", "series", "number", "state", "authority", "issued", "expires")
        return {f"document_{key}": field for key, field in zip(keys, fields, strict=True)}

    def pack_document(self, document: Mapping[str, Any]) -> list[str]:
        """Return the fields of a document in one cell."""
        return [
            self.words.document_types.format(document["type"]),
            document.get("series", ""),
            document["number"],
            countries.format_name(document["issuing_state"]),
            document.get("authority", ""),
            *(dates.format_day(document[name]) if name in document else "" for name in ("issued_on", "expires_on")),
        ]

    def unpack_documents(self, text: str) -> list[dict[str, Any]]:
        """Return the documents of one cell.

        Raises:
            FormError: a field is missing or not understood.
        """
        documents = []
        for fields in packing.unpack(text):
            kind, series, number, state, authority, issued, expires = packing.exactly(fields, 7)
            document = {
                "type": self.words.document_types.parse(kind),
                "series": series or None,
                "number": number,
                "issuing_state": countries.parse_state(state),
                "authority": authority or None,
                "issued_on": dates.parse_day(issued) if issued else None,
                "expires_on": dates.parse_day(expires) if expires else None,
            }
            documents.append(_known(document))
        return documents


def column_of(pointer: str) -> str:
    """Return the key of the column that a member of a person block comes from."""
    fitting = [prefix for prefix in PLACES if pointer.startswith(prefix)]
    return PLACES[max(fitting, key=len)] if fitting else "surname"


PLACES: Mapping[str, str] = {
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


def _parse_names(row: RowReader, spellings: Sequence[Spelling]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for spelling in spellings:
        name = _known({member: row.text(member + spelling.suffix) for member in _NAME})
        for member, text in name.items():
            if not is_script(text, spelling.script):
                row.fault("script-other", member + spelling.suffix, *names.SCRIPT_OTHER)
        if "surname" in name:
            lang = {} if spelling.lang is None else {"lang": spelling.lang}
            found.append({**name, "script": spelling.script, "role": "primary", **lang})
        elif name:
            row.fault("cell-empty", f"surname{spelling.suffix}", *names.SURNAME_MISSING)
    found += row.read("other_names", _unpack_names) or []
    if not found:
        row.fault("cell-empty", "surname", *names.SURNAME_MISSING)
    return found


def _split_names(
    entries: Iterable[Mapping[str, Any]], spellings: Sequence[Spelling]
) -> tuple[dict[str, Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return the name of each spelling by its suffix, and all others in their order."""
    main: dict[str, Mapping[str, Any]] = {}
    others: list[Mapping[str, Any]] = []
    narrow_first = sorted(spellings, key=lambda spelling: spelling.lang is None)
    for entry in entries:
        fitting = (spelling for spelling in narrow_first if spelling.suffix not in main and _fits(entry, spelling))
        if (spelling := next(fitting, None)) is not None:
            main[spelling.suffix] = entry
        else:
            others.append(entry)
    return main, others


def _fits(name: Mapping[str, Any], spelling: Spelling) -> bool:
    """Say whether a name belongs into the columns of a spelling; one without language is the main one of its script."""
    is_primary = name["role"] == "primary" and name["script"] == spelling.script
    return is_primary and spelling.lang in {None, name.get("lang")}


def _pack_name(name: Mapping[str, Any]) -> list[str]:
    parts = [name.get(member, "") for member in _NAME]
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


def _split(number: str, kind: str, state: str) -> dict[str, str | None]:
    """Return series and number of a number written in one piece; only Russian passports have a series of digits."""
    if state == "RUS":
        pattern = _RUSSIAN_INTERNAL if kind == "internal_passport" else _RUSSIAN_FOREIGN
        if (match := pattern.fullmatch(number)) is not None:
            return {"series": match[1], "number": match[2]}
    return {"series": None, "number": number}


def _fold_identifier(text: str) -> str:
    return fold_number(text, latin=True)


def _unpack_identifiers(text: str) -> list[dict[str, str]]:
    pairs = [packing.exactly(fields, 2) for fields in packing.unpack(text)]
    return [{"scheme": scheme.upper(), "value": fold_number(value, latin=True)} for scheme, value in pairs]


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
