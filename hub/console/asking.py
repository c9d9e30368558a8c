"""A person as he is typed into a form: by what is in his passport. The same fields ask about bans and for a citizen.

typed fields  ->  the person of a question (schemas/screening)  ->  what is wrong with it, by field
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hub.console import choices
from hub.console.forms import Form
from hub.core.enquiry import question
from hub.core.errors import Fault

LONG = 5000  # characters: what no name has is told beside the field, and not cut off in silence
PERSON: Mapping[str, int] = {
    **dict.fromkeys(("surname", "given", "patronymic"), LONG),
    **dict.fromkeys(("birth", "sex", "citizenship", "scheme"), 40),
    "document": 200,
    "identifier": 200,
    "mrz": 400,
}
# Of a date of birth the year has to be known, not more: 1990, 05.1990, 04.05.1990, 1990-05-04.
_BIRTHS = (
    re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>[0-9]{1,2})[./])?(?P<month>[0-9]{1,2})[./])?(?P<year>[0-9]{4})"),
)
_SCRIPTS = (("Cyrl", re.compile("[\u0400-\u052f]")), ("Armn", re.compile("[\u0530-\u058f]")))
_FIELDS = (
    ("names/0/surname", "surname"),
    ("names/0/given", "given"),
    ("names/0/patronymic", "patronymic"),
    *(("names", "surname"), ("birth", "birth"), ("sex", "sex"), ("nationalities", "citizenship")),
    *(("documents/0/issuing_state", "citizenship"), ("documents", "document")),
    *(("identifiers/0/scheme", "scheme"), ("identifiers", "identifier"), ("mrz", "mrz")),
)


def person_of(typed: Form) -> dict[str, Any]:
    """Return the person whom the fields describe; empty where none does."""
    person: dict[str, Any] = {}
    name = {part: typed[part] for part in ("surname", "given", "patronymic") if typed[part]}
    if name:
        person["names"] = [{"surname": "", **name, "script": script_of("".join(name.values())), "role": "primary"}]
    born = birth_of(typed["birth"])
    if born:
        person["birth"] = {"date": born}
    if typed["sex"]:
        person["sex"] = typed["sex"]
    if typed["citizenship"]:
        person["nationalities"] = [{"code": typed["citizenship"]}]
    if typed["document"]:
        issued = {"issuing_state": typed["citizenship"]} if typed["citizenship"] else {}
        person["documents"] = [{"number": typed["document"], **issued}]
    if typed["identifier"]:
        person["identifiers"] = [{"scheme": typed["scheme"], "value": typed["identifier"]}]
    if typed["mrz"]:
        person["mrz"] = typed["mrz"].upper().split()
    return person


def birth_of(text: str) -> dict[str, int] | None:
    """Return a typed date of birth as a partial date; None where nothing or no date was typed."""
    found = next((match for each in _BIRTHS if (match := each.fullmatch(text))), None)
    if found is None:
        return None
    return {name: int(part) for name in ("year", "month", "day") if (part := found[name]) is not None}


def script_of(name: str) -> str:
    """Return the script that a name is typed in."""
    return next((script for script, letters in _SCRIPTS if letters.search(name)), "Latn")


def check_birth(typed: Form, today: date) -> dict[str, Fault]:
    """Return a fault where the date of birth that was typed is none."""
    if not typed["birth"]:
        return {}
    said = birth_of(typed["birth"])
    if said is None:
        return {"birth": _NO_BIRTH}
    found = question.check_birth(said, "/birth", today)
    return {"birth": found[0]} if found else {}


def check_filled(form: Form, *needed: str) -> dict[str, Fault]:
    """Return a fault for each of these fields that is empty, and one where nothing is known of the person."""
    found = {name: _EMPTY[name] for name in needed if not form[name]}
    if not any(form[name] for name in PERSON):
        found["document"] = _NOBODY
    return found


_NOBODY = Fault(
    pointer="/person",
    code="nothing-typed",
    ru="О лице ничего не введено. Введите номер документа, машиносчитываемую зону или имя с датой рождения.",
    en="Nothing is known of the person. Enter a document's number, a machine-readable zone, or a name and birth date.",
)
_EMPTY = {
    "purpose": choices.PURPOSE,
    "case_number": choices.CASE,
    "consent_form": Fault(
        pointer="/consent/form",
        code="consent-form-needed",
        ru="Укажите, как дано согласие. Без согласия гражданина проверка не делается.",
        en="Say how the consent was given. Without the citizen's consent nothing is searched.",
    ),
    "consent_on": Fault(
        pointer="/consent/given_on",
        code="consent-day-needed",
        ru="Укажите день, когда дано согласие.",
        en="Enter the day on which the consent was given.",
    ),
}
_NO_BIRTH = Fault(
    pointer="/birth",
    code="birth-unreadable",
    ru="Это не дата. Введите дату как 04.05.1990, месяц и год как 05.1990 или только год.",
    en="This is no date. Type it as 04.05.1990, a month and year as 05.1990, or the year alone.",
)


def by_field(faults: Iterable[Fault], root: str, others: Mapping[str, str]) -> dict[str, Fault]:
    """Return the first fault of each field.

    Args:
        faults: what is wrong in the question.
        root: the pointer of the person in it.
        others: fields of the rest of the question, by their pointers.
    """
    return {_field_of(each.pointer, root, others): each for each in reversed(tuple(faults))}


def _field_of(pointer: str, root: str, others: Mapping[str, str]) -> str:
    if not pointer.startswith(root):
        return next((field for start, field in others.items() if pointer.startswith(start)), "surname")
    inside = pointer.removeprefix(root).removeprefix("/")
    return next((field for start, field in _FIELDS if inside.startswith(start)), "surname")
