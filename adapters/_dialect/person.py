"""Persons.

Keys of names:

person.       surname given patronymic lang     for each spelling, with its prefix and suffix
              other_names birth sex nationalities documents own_number identifiers parents
name.         role script surname given patronymic lang
birth.        date place country
nationality.  code from until
document.     type series number issuing_state authority issued_on expires_on condition
identifier.   scheme value
parents.      father mother

Code lists: name-roles, scripts, sexes, document-types, document-conditions.
"""

from collections.abc import Mapping
from typing import Any

from adapters._dialect.dialect import Dialect, Spelling
from adapters._parts.faults import FormError
from adapters._parts.json_form import TEXT, Form, Here, Member, Scalar, known
from adapters._parts.letters import fold_number, is_script
from adapters._parts.names import SCRIPT_OTHER, SURNAME_MISSING

_PARTS = ("surname", "given", "patronymic", "lang")
_LATIN_NUMBERS = frozenset(
    {"foreign_passport", "biometric_passport", "diplomatic_passport", "service_passport", "visa", "identity_card"}
)
"""Documents with a machine readable zone: their numbers are in Latin letters."""
_SCRIPT_OTHER = FormError("script-other", *SCRIPT_OTHER)
_SURNAME_MISSING = FormError("surname-missing", *SURNAME_MISSING)
_LETTERS_FOREIGN = FormError(
    "letters-mixed",
    "В номере буквы другой письменности. Наберите номер заново латинскими буквами, как в документе.",
    "The number has letters of another script. Type it again in Latin letters, as in the document.",
)
_IDENTIFIER_INVALID = FormError(
    "identifier-invalid",
    "Персональный номер пишется цифрами и латинскими буквами. Проверьте его по документу.",
    "A personal number is written in digits and Latin letters. Check it against the document.",
)


def make_person(dialect: Dialect) -> Form:
    """Return the form of a person."""
    names = _Names(dialect)
    return Form(
        *names.members(),
        dialect.member("person.other_names", make_name(dialect), many=True),
        dialect.member("person.birth", _birth(dialect)),
        dialect.member("person.sex", dialect.coded("sexes"), required=True),
        dialect.member("person.nationalities", _nationality(dialect), required=True, many=True),
        dialect.member("person.documents", make_document(dialect), many=True),
        dialect.member("person.own_number", dialect.own_number),
        dialect.member("person.identifiers", _identifier(dialect), many=True),
        dialect.member("person.parents", _parents(dialect)),
        assemble=names.assemble,
        take_apart=names.take_apart,
        places=_places(dialect),
    )


class _Names:
    """The fields of a person that stand otherwise than in the record: names in fields of their own, the own number."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._fields = {
            (at, part): spelling.prefix + dialect.names[f"person.{part}"] + spelling.suffix
            for at, spelling in enumerate(dialect.spellings)
            for part in (_PARTS[:3] if spelling.lang else _PARTS)
        }

    def members(self) -> list[Member]:
        """Return the rows of the form."""
        return [Member(name, _key(*key), TEXT) for key, name in self._fields.items()]

    def assemble(self, found: dict[str, Any], here: Here) -> dict[str, Any]:
        """Return the person of the values read."""
        main = [self._name(at, spelling, found, here) for at, spelling in enumerate(self._dialect.spellings)]
        names = [name for name in main if name] + found.pop("other_names", [])
        if not names:
            here.fault(_SURNAME_MISSING, self._dialect.names["person.surname"])
        own, others = found.pop("own_number", None), found.pop("identifiers", [])
        identifiers = [{"scheme": self._dialect.own_scheme, "value": own}, *others] if own else others
        return {"names": names, **found, **({"identifiers": identifiers} if identifiers else {})}

    def take_apart(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values to be written of a person."""
        main, others = self._split_names(record["names"])
        values: dict[str, Any] = {name: value for name, value in record.items() if name not in {"names", "identifiers"}}
        for at, part in self._fields:
            values[_key(at, part)] = main.get(at, {}).get(part)
        own, identifiers = self._split_numbers(list(record.get("identifiers", ())))
        return known({**values, "other_names": others or None, "own_number": own, "identifiers": identifiers or None})

    def _name(self, at: int, spelling: Spelling, found: dict[str, Any], here: Here) -> dict[str, Any] | None:
        given = {part: found.pop(_key(at, part), None) for part in _PARTS}
        name = {part: text for part, text in given.items() if text is not None and not self._dialect.is_nothing(text)}
        if not name:
            return None
        if "surname" not in name:
            here.fault(_SURNAME_MISSING, self._fields[at, "surname"])
        for part in _PARTS[:3]:
            if part in name and not is_script(name[part], spelling.script):
                here.fault(_SCRIPT_OTHER, self._fields[at, part])
        lang = {"lang": spelling.lang} if spelling.lang else {}
        return {**name, **lang, "script": spelling.script, "role": "primary"}

    def _split_names(
        self, names: list[Mapping[str, Any]]
    ) -> tuple[dict[int, Mapping[str, Any]], list[Mapping[str, Any]]]:
        """Return the name of each spelling, which is the first primary one of it, and all others in their order."""
        main: dict[int, Mapping[str, Any]] = {}
        others: list[Mapping[str, Any]] = []
        for name in names:
            at = self._spelling_of(name) if name["role"] == "primary" else None
            if at is None or at in main:
                others.append(name)
            else:
                main[at] = name
        return main, others

    def _spelling_of(self, name: Mapping[str, Any]) -> int | None:
        """Return the spelling in the name's language, else the one of its script that is of no language."""
        fitting = [(at, each.lang) for at, each in enumerate(self._dialect.spellings) if each.script == name["script"]]
        langs = {lang: at for at, lang in fitting}
        return langs.get(name.get("lang"), langs.get(None))

    def _split_numbers(self, numbers: list[Mapping[str, Any]]) -> tuple[str | None, list[Mapping[str, Any]]]:
        """Return the state's own number, if it comes first and has its form, and the others."""
        first = numbers[0] if numbers else None
        if first is None or first["scheme"] != self._dialect.own_scheme:
            return None, numbers
        try:
            fits = self._dialect.own_number.read(first["value"]) == first["value"]
        except FormError:
            fits = False
        return (first["value"], numbers[1:]) if fits else (None, numbers)


def _key(at: int, part: str) -> str:
    return f"{part} {at}"


def make_name(dialect: Dialect) -> Form:
    """Return the form of one other name, or of a parent's."""
    surname = dialect.names["name.surname"]

    def assemble(found: dict[str, Any], here: Here) -> dict[str, Any]:
        name = {part: text for part, text in found.items() if part not in _PARTS or not dialect.is_nothing(text)}
        if "surname" in found and "surname" not in name:
            here.fault(_SURNAME_MISSING, surname)
        script = name.get("script")
        for part in _PARTS[:3]:
            if script is not None and part in name and not is_script(name[part], script):
                here.fault(_SCRIPT_OTHER, dialect.names[f"name.{part}"] if part != "surname" else surname)
        return name

    return Form(
        dialect.member("name.role", dialect.coded("name-roles"), required=True),
        dialect.member("name.script", dialect.coded("scripts"), required=True),
        dialect.member("name.surname", required=True),
        dialect.member("name.given"),
        dialect.member("name.patronymic"),
        dialect.member("name.lang"),
        assemble=assemble,
    )


def make_document(dialect: Dialect) -> Form:
    """Return the form of an identity document."""

    def assemble(found: dict[str, Any], here: Here) -> dict[str, Any]:
        latin = found.get("type") in _LATIN_NUMBERS
        for part in ("series", "number"):
            if part in found:
                try:
                    found[part] = _document_number(found[part], dialect, latin=latin)
                except FormError as error:
                    here.fault(error, dialect.names[f"document.{part}"])
        return found

    return Form(
        dialect.member("document.type", dialect.coded("document-types"), required=True),
        dialect.member("document.series"),
        dialect.member("document.number", required=True),
        dialect.member("document.issuing_state", dialect.state, required=True),
        dialect.member("document.authority"),
        dialect.member("document.issued_on", dialect.day),
        dialect.member("document.expires_on", dialect.day),
        dialect.member("document.condition", dialect.coded("document-conditions")),
        assemble=assemble,
    )


def _document_number(text: str, dialect: Dialect, *, latin: bool) -> str:
    """Return a series or number in capitals; a machine readable zone has no letters of a script of its own."""
    number = fold_number(text, latin=latin).translate(dialect.number_letters)
    if latin and not number.isascii() and not all(map(_is_usual, number)):
        raise _LETTERS_FOREIGN
    return number


def _is_usual(sign: str) -> bool:
    """Say whether a sign may stand in a number: what is no letter, Latin letters, the Cyrillic of old series."""
    return sign.isascii() or not sign.isalpha() or is_script(sign, "Cyrl")


def _birth(dialect: Dialect) -> Form:
    return Form(
        dialect.member("birth.date", dialect.partial),
        dialect.member("birth.place"),
        dialect.member("birth.country", dialect.state),
    )


def _nationality(dialect: Dialect) -> Form:
    return Form(
        dialect.member("nationality.code", dialect.citizenship, required=True),
        dialect.member("nationality.from", dialect.day),
        dialect.member("nationality.until", dialect.day),
    )


def _identifier(dialect: Dialect) -> Form:
    return Form(
        dialect.member("identifier.scheme", required=True),
        dialect.member("identifier.value", Scalar(_identifier_value), required=True),
    )


def _identifier_value(value: object) -> str:
    number = fold_number(TEXT.read(value), latin=True)
    if not number.isascii():
        raise _IDENTIFIER_INVALID
    return number


def _parents(dialect: Dialect) -> Form:
    name = make_name(dialect)
    return Form(dialect.member("parents.father", name), dialect.member("parents.mother", name))


def _places(dialect: Dialect) -> Mapping[str, str]:
    """Return where the members of a person stand; the longest fitting one counts."""
    names = dialect.names
    members = ("birth", "sex", "nationalities", "documents", "identifiers", "parents")
    places = {f"/{member}": f"/{names[f'person.{member}']}" for member in members}
    for part in ("date", "place", "country"):
        places[f"/birth/{part}"] = f"/{names['person.birth']}/{names[f'birth.{part}']}"
    return {**places, "/names": f"/{names['person.surname']}"}
