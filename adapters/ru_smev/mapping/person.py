"""The person of the Russian documents <-> the person block of the records.

A person is spelled in Cyrillic and in Latin side by side (`FamilyName`, `FamilyNameLat`); other names follow one by
one with kind and script. Series and number of a document are separate; states are OKSM numbers.
"""

from collections.abc import Mapping
from typing import Any

from adapters._parts import countries, dates, names
from adapters._parts.faults import FormError
from adapters._parts.letters import fold_number, is_nothing, is_script
from adapters._parts.xml_document import Reader, one_of
from adapters.ru_smev.mapping import parts, words
from adapters.ru_smev.mapping.writing import Writer

_PARTS = (("FamilyName", "surname"), ("FirstName", "given"), ("Patronymic", "patronymic"), ("Language", "lang"))
_MAIN_SCRIPTS = (("", "Cyrl"), ("Lat", "Latn"))


def parse(person: Reader) -> dict[str, Any]:
    """Return the person whose elements `person` reads; what is wrong becomes faults of the reader."""
    record: dict[str, Any] = {"names": _parse_names(person)}
    birth = {
        "date": person.read("BirthDate", dates.parse_partial),
        "place": person.text("BirthPlace"),
        "country": person.read("BirthState", countries.parse_state),
    }
    if known := parts.known(birth):
        record["birth"] = known
    record["sex"] = person.must_read("Sex", one_of(words.SEXES), "U")
    record["nationalities"] = [_parse_citizenship(child) for child in person.children("Citizenship")]
    if documents := [parse_document(child) for child in person.children("IdentityDocument")]:
        record["documents"] = documents
    if identifiers := [_parse_identifier(child) for child in person.children("Identifier")]:
        record["identifiers"] = identifiers
    parents = {"father": person.child("Father"), "mother": person.child("Mother")}
    if found := {role: _parse_other_name(child) for role, child in parents.items() if child is not None}:
        record["parents"] = found
    person.close()
    return record


def format(person: Writer, record: Mapping[str, Any]) -> None:  # noqa: A001 - the inverse of parse
    """Append the elements of a person block."""
    _format_names(person, record["names"])
    _format_birth(person, record.get("birth", {}))
    person.text("Sex", words.SEX_WORDS[record["sex"]])
    for nationality in record["nationalities"]:
        _format_citizenship(person.child("Citizenship"), nationality)
    for document in record.get("documents", ()):
        format_document(person.child("IdentityDocument"), document)
    for identifier in record.get("identifiers", ()):
        child = person.child("Identifier")
        child.text("Scheme", identifier["scheme"])
        child.text("Value", identifier["value"])
    for element, role in (("Father", "father"), ("Mother", "mother")):
        if role in record.get("parents", {}):
            _format_other_name(person.child(element), record["parents"][role])


def _format_names(person: Writer, entries: list[Mapping[str, Any]]) -> None:
    main, others = names.split(entries)
    for suffix, script in _MAIN_SCRIPTS:
        for element, member in _PARTS:
            person.text(element + suffix, main.get(script, {}).get(member))
    for name in others:
        _format_other_name(person.child("OtherName"), name)


def _format_birth(person: Writer, birth: Mapping[str, Any]) -> None:
    person.text("BirthDate", dates.format_partial(birth["date"]) if "date" in birth else None)
    person.text("BirthPlace", birth.get("place"))
    person.text("BirthState", countries.format_numeric(birth["country"]) if "country" in birth else None)


def _parse_names(person: Reader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for suffix, script in _MAIN_SCRIPTS:
        name = _name_parts(person, suffix, script)
        if "surname" in name:
            found.append({**name, "script": script, "role": "primary"})
        elif name:
            person.fault("element-missing", f"FamilyName{suffix}", *names.SURNAME_MISSING)
    found.extend(_parse_other_name(child) for child in person.children("OtherName"))
    if not found:
        person.fault("element-missing", "FamilyName", *names.SURNAME_MISSING)
    return found


def _name_parts(reader: Reader, suffix: str, script: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for element, member in _PARTS:
        text = reader.text(element + suffix)
        if text is None or is_nothing(text):
            continue
        if member != "lang" and not is_script(text, script):
            reader.fault("script-other", element + suffix, *names.SCRIPT_OTHER)
        parts[member] = text
    return parts


def _parse_other_name(child: Reader) -> dict[str, Any]:
    script = child.must_read("Script", one_of(words.SCRIPTS), "Cyrl")
    role = child.must_read("Kind", one_of(words.NAME_KINDS), "alias")
    name = _name_parts(child, "", script)
    if "surname" not in name:
        child.fault("element-missing", "FamilyName", *names.SURNAME_MISSING)
    child.close()
    return {"surname": "", **name, "script": script, "role": role}


def _format_other_name(child: Writer, name: Mapping[str, Any]) -> None:
    child.text("Kind", words.NAME_KIND_WORDS[name["role"]])
    child.text("Script", name["script"])
    for element, member in _PARTS:
        child.text(element, name.get(member))


def _parse_citizenship(child: Reader) -> dict[str, Any]:
    nationality = {
        "code": child.must_read("StateCode", countries.parse_citizenship, "XXX"),
        "from": child.read("From", dates.parse_day),
        "until": child.read("Until", dates.parse_day),
    }
    child.close()
    return parts.known(nationality)


def _format_citizenship(child: Writer, nationality: Mapping[str, Any]) -> None:
    child.text("StateCode", countries.format_numeric(nationality["code"]))
    child.text("From", parts.day(nationality.get("from")))
    child.text("Until", parts.day(nationality.get("until")))


def parse_document(child: Reader) -> dict[str, Any]:
    """Return one identity document."""
    kind = child.must_read("TypeCode", one_of(words.DOCUMENT_TYPES), "other")
    latin = kind in words.MACHINE_READABLE

    def number(text: str) -> str:
        return fold_number(text, latin=latin)

    document = {
        "type": kind,
        "series": child.read("Series", number),
        "number": child.must_read("Number", number, ""),
        "issuing_state": child.must_read("IssuingState", countries.parse_state, ""),
        "authority": child.text("Issuer"),
        "issued_on": child.read("IssueDate", dates.parse_day),
        "expires_on": child.read("ExpiryDate", dates.parse_day),
        "condition": child.read("Condition", one_of(words.DOCUMENT_CONDITIONS)),
    }
    child.close()
    return parts.known(document)


def format_document(child: Writer, document: Mapping[str, Any]) -> None:
    """Append the elements of one identity document."""
    child.text("TypeCode", words.DOCUMENT_TYPE_WORDS[document["type"]])
    child.text("Series", document.get("series"))
    child.text("Number", document["number"])
    child.text("IssuingState", countries.format_numeric(document["issuing_state"]))
    child.text("Issuer", document.get("authority"))
    child.text("IssueDate", parts.day(document.get("issued_on")))
    child.text("ExpiryDate", parts.day(document.get("expires_on")))
    condition = document.get("condition")
    child.text("Condition", None if condition is None else words.DOCUMENT_CONDITION_WORDS[condition])


def _parse_identifier(child: Reader) -> dict[str, Any]:
    identifier = {"scheme": child.need("Scheme"), "value": child.must_read("Value", _identifier_value, "")}
    child.close()
    return identifier


def _identifier_value(text: str) -> str:
    value = fold_number(text, latin=True)
    if not value.isascii():
        raise FormError(
            "identifier-invalid",
            "Персональный номер пишется цифрами и латинскими буквами. Проверьте его по документу.",
            "A personal number is written in digits and Latin letters. Check it against the document.",
        )
    return value
