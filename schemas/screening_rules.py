"""What is asked of the screening service, and the data that its answers rest on.

screening/request.schema.json      one to a hundred persons, with purpose and case number
screening/citizen.schema.json      a citizen's own enquiry, with his consent
screening/freshness.json           how old an issuer's list may be for "no ban" to be said
screening/russian-zone.json        which Russian letter each sign in the zone of the internal passport stands for
screening/appeal-routes.json       where a ban is appealed against, until when, whom to call; dated, with sources
"""

import functools
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from schemas import codes, documents, files, resolution
from schemas.validator import Validator
from schemas.violation import Violation

FOLDER = files.ROOT / "screening"
REQUEST, CITIZEN = "request", "citizen"


def check(kind: str, document: Any) -> list[Violation]:
    """Return what is wrong with a question of this kind (`REQUEST` or `CITIZEN`); empty when it fits its schema.

    Raises:
        CatalogueFileError: the schema cannot be read.
    """
    return _validator(kind).validate(document)


@functools.cache
def schema(kind: str) -> Mapping[str, Any]:
    """Return the schema of a kind of question, with the shared parts that it refers to written in.

    Raises:
        CatalogueFileError: it cannot be read.
    """
    lists = codes.load()
    document = resolution.with_codes(files.read(FOLDER / f"{kind}.schema.json"), lists)
    return MappingProxyType(_write_in(document, resolution.parts(lists)))


def _write_in(node: Any, parts: Mapping[str, Mapping[str, Any]]) -> Any:
    if isinstance(node, list):
        return [_write_in(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    part = parts.get(node.get("$ref", ""))
    if part is None:
        return {name: _write_in(value, parts) for name, value in node.items()}
    said = {name: value for name, value in node.items() if name != "$ref"}
    return _write_in({name: value for name, value in part.items() if name not in {"$id", "$schema"}}, parts) | said


@functools.cache
def freshness() -> Mapping[str | None, timedelta]:
    """Return how old the list of an issuer may be; under None, that of any other.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    document = files.read(FOLDER / "freshness.json")
    terms: dict[str | None, timedelta] = {None: timedelta(hours=document["default"]["hours"])}
    terms |= {each["issuer"]: timedelta(hours=each["hours"]) for each in document["issuers"]}
    return MappingProxyType(terms)


@functools.cache
def russian_letters() -> Mapping[str, str]:
    """Return the Russian letter that each sign of a name in the internal passport's machine-readable zone stands for.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    return MappingProxyType(files.read(FOLDER / "russian-zone.json")["letters"])


def appeal_route(issuer: str, on: date) -> Mapping[str, Any] | None:
    """Return where and until when a ban of this issuer is appealed against, and whom to call; None: nothing is known.

    Raises:
        CatalogueFileError: the file cannot be read.
    """
    day = on.isoformat()
    for entry in _routes():
        begun = entry["valid_from"] is None or entry["valid_from"] <= day
        ended = entry["valid_until"] is not None and entry["valid_until"] < day
        if entry["issuer"] == issuer and begun and not ended:
            return entry
    return None


@functools.cache
def _routes() -> tuple[Mapping[str, Any], ...]:
    return tuple(MappingProxyType(entry) for entry in files.read(FOLDER / "appeal-routes.json")["entries"])


@functools.cache
def _validator(kind: str) -> Validator:
    return documents.make_validator(FOLDER / f"{kind}.schema.json")
