"""The question as it is typed on the command line: one person by options, or up to a hundred from a file."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Text
from hub.cli.files import FileError
from hub.cli.parser import UsageError
from hub.setting_values import WrongValueError
from keys import strict_json

PATH = ("hub", "screen")
OF_A_CITIZEN = ("consent", "consent_number", "sheet", "drafts", "submit_enquiry")
_BIRTH = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SCRIPTS = (("Cyrl", re.compile("[\u0400-\u052f]")), ("Armn", re.compile("[\u0530-\u058f]")))


def parse_birth(text: str) -> dict[str, int]:
    """Return a date of birth, of which only the year has to be known, as a partial date."""
    found = _BIRTH.fullmatch(text)
    if found is None:
        raise WrongValueError("нужна дата ГГГГ-ММ-ДД, ГГГГ-ММ или ГГГГ", "a date YYYY-MM-DD, YYYY-MM or YYYY is needed")
    names = ("year", "month", "day")
    return {name: int(part) for name, part in zip(names, found.groups(), strict=True) if part is not None}


def parse_identifier(text: str) -> dict[str, str]:
    """Return a national identifier typed as SCHEME:VALUE."""
    scheme, colon, value = text.partition(":")
    if not (scheme and colon and value):
        raise WrongValueError(
            "нужны вид и номер: KZ-IIN:061211600012", "scheme and number are needed: KZ-IIN:061211600012"
        )
    return {"scheme": scheme, "value": value}


def question_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what is asked of an authority's own accord.

    Raises:
        UsageError: options are missing or do not belong together.
        FileError: the file of persons cannot be used.
    """
    _refuse(arguments, OF_A_CITIZEN, Text("только с --citizen", "only with --citizen"))
    if arguments.purpose is None:
        raise UsageError(PATH, Text("нужна цель: --purpose", "a purpose is needed: --purpose"))
    asked: dict[str, Any] = {"purpose": arguments.purpose, "case_number": arguments.case}
    return asked | {"persons": _persons(arguments)} | _search(arguments)


def citizen_question_of(arguments: argparse.Namespace, today: date) -> dict[str, Any]:
    """Return what a citizen asks of himself; his consent is of today.

    Raises:
        UsageError: options are missing or do not belong together.
        FileError: the file with the person cannot be used.
    """
    _refuse(arguments, ("purpose",), Text("не вместе с --citizen", "not with --citizen"))
    if arguments.consent is None:
        raise UsageError(PATH, Text("нужно согласие: --consent", "his consent is needed: --consent"))
    persons = _persons(arguments)
    if len(persons) != 1:
        raise UsageError(PATH, Text("нужно одно лицо", "one person is needed"))
    consent = {"form": arguments.consent, "given_on": today.isoformat()}
    if arguments.consent_number:
        consent["reference"] = arguments.consent_number
    return {"case_number": arguments.case, "consent": consent, "person": persons[0]} | _search(arguments)


def _persons(arguments: argparse.Namespace) -> list[Any]:
    typed = person_of(arguments)
    if (arguments.persons is None) == (not typed):
        raise UsageError(PATH, Text("нужны либо лицо, либо --persons", "either a person or --persons is needed"))
    return [typed] if typed else read_persons(arguments.persons)


def _refuse(arguments: argparse.Namespace, names: tuple[str, ...], why: Text) -> None:
    given = [f"--{name.replace('_', '-')}" for name in names if getattr(arguments, name)]
    if given:
        words = ", ".join(given)
        raise UsageError(PATH, Text(f"{words}: {why.ru}", f"{words}: {why.en}"))


def _search(arguments: argparse.Namespace) -> dict[str, Any]:
    more: dict[str, Any] = {"issuers": arguments.issuer} if arguments.issuer else {}
    return more | ({"thorough": True} if arguments.thorough else {})


def person_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the person whom the options describe; empty if none does."""
    person: dict[str, Any] = {}
    if arguments.surname:
        parts = {
            name: getattr(arguments, name) for name in ("surname", "given", "patronymic") if getattr(arguments, name)
        }
        person["names"] = [{**parts, "script": _script(arguments.surname), "role": "primary"}]
    if arguments.birth:
        person["birth"] = {"date": arguments.birth}
    if arguments.sex:
        person["sex"] = arguments.sex
    if arguments.citizenship:
        person["nationalities"] = [{"code": arguments.citizenship}]
    if arguments.document:
        issued = {"issuing_state": arguments.citizenship} if arguments.citizenship else {}
        person["documents"] = [{"number": arguments.document, **issued}]
    if arguments.identifier:
        person["identifiers"] = arguments.identifier
    if arguments.mrz:
        person["mrz"] = arguments.mrz
    return person


def _script(name: str) -> str:
    return next((script for script, letters in _SCRIPTS if letters.search(name)), "Latn")


def read_persons(path: Path) -> list[Any]:
    """Return the persons of a file: a JSON array, in the shape of the API.

    Raises:
        FileError: it holds something else.
    """
    content = files.read(path)
    try:
        value = strict_json.loads(content)
    except strict_json.StrictJsonError as error:
        raise FileError("file-not-json", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
    if not isinstance(value, list):
        raise FileError(
            "file-not-json",
            f"{path}: нужен массив JSON, то есть лица в квадратных скобках. Исправьте файл.",
            f"{path}: a JSON array is needed, persons in square brackets. Mend the file.",
        )
    return value
