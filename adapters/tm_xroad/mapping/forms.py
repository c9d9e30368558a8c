"""Forms of Council records, made from their schemas: Turkmen names and words, and the dates of the register.

A Council record has no national form of its own: the register keeps it member by member. So the table of a type follows
its schema, `names` gives each member's name and `words` the words of coded values; lists of codes that the Council
itself works with (indicators, their breakdowns, participants) keep their codes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from adapters._parts import dates
from adapters._parts.json_form import FLAG, LINES, NUMBER, TEXT, WHOLE, Form, Kind, Member, Scalar, read_text, words
from adapters.tm_xroad.mapping.names import NAMES
from adapters.tm_xroad.mapping.words import WORDS
from schemas import files

ASHGABAT = 5
DAY = Scalar(lambda value: dates.parse_day(read_text(value)), dates.format_day)
MOMENT = Scalar(
    lambda value: dates.parse_moment(read_text(value), ASHGABAT), lambda instant: dates.format_moment(instant, ASHGABAT)
)
_LINE = 500
"""Texts that may be longer than this have line breaks."""
_SCALARS: Mapping[str, Scalar] = {"boolean": FLAG, "integer": WHOLE, "number": NUMBER}
_FORMATS: Mapping[str, Scalar] = {"date": DAY, "date-time": MOMENT}


def make(type_: str, version: str = "1.0") -> Form:
    """Return the form of a record type."""
    return _form(files.read(files.ROOT / type_ / version / "schema.json"))


@cache
def _shared() -> Mapping[str, Mapping[str, Any]]:
    return {part["$id"]: part for part in map(files.read, files.shared())}


def _form(schema: Mapping[str, Any]) -> Form:
    required = set(schema.get("required", ()))
    return Form(*(_member(name, inner, required=name in required) for name, inner in schema["properties"].items()))


def _member(name: str, schema: Mapping[str, Any], *, required: bool) -> Member:
    many = schema.get("type") == "array"
    return Member(NAMES.get(name, name), name, _kind(schema["items"] if many else schema), required, many)


def _kind(schema: Mapping[str, Any]) -> Kind:
    schema = _shared()[schema["$ref"]] if "$ref" in schema else schema
    if "properties" in schema:
        return _form(schema)
    listed = schema.get("x-codes")
    if isinstance(listed, str) and listed in WORDS:
        return words(WORDS[listed])
    if schema["type"] in _SCALARS:
        return _SCALARS[schema["type"]]
    return _FORMATS.get(schema.get("format", ""), LINES if schema.get("maxLength", 0) > _LINE else TEXT)
