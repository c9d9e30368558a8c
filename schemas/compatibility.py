"""What two versions of a record type have to do with each other: does a record of one fit the other, and if not, why.

Schemas are compared place by place: what is required, what is gone, where fewer values are allowed. Conditions between
members (`allOf`, `if`) cannot be compared so; that they changed is said, and the examples of one version are validated
against the other, so that nothing has to be believed.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas import catalogue, files
from schemas.outline import ITEM, Member

MOST = ("maxLength", "maximum", "maxItems", "maxProperties", "exclusiveMaximum")
LEAST = ("minLength", "minimum", "minItems", "minProperties", "exclusiveMinimum")
EXACT = ("pattern", "format", "multipleOf", "uniqueItems")
CONDITIONS = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentRequired")
BY_PLACE = ("properties", "items", "required", "additionalProperties")
VALUES = ("type", "enum", "const")
WORDS = ("title", "description", "$ref", "$id", "$schema", "$comment", "$defs", "default")


class Verdict(StrEnum):
    """Which records fit, by their fields."""

    FULL = "full"  # those of either version fit the other
    BACKWARD = "backward"  # those of the older fit the newer
    FORWARD = "forward"  # those of the newer fit the older
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a record of one version lacks for another: places with dots, lists as `name[]`.

    `required` are places that it has to fill, `gone` those that it must not have, `narrowed` those where not every
    value is allowed. Of `examples` of its version, `fitting` fit as they are.
    """

    required: tuple[str, ...]
    gone: tuple[str, ...]
    narrowed: tuple[str, ...]
    examples: int
    fitting: int

    @property
    def is_nothing(self) -> bool:
        """Say whether a record fits, as far as its fields tell."""
        return not self.required and not self.gone and not self.narrowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """Two versions: what an older record needs for the newer, a newer one for the older; whether conditions changed."""

    older: str
    newer: str
    forth: Needs
    back: Needs
    has_other_conditions: bool

    @property
    def verdict(self) -> Verdict:
        """Return which records fit, by their fields."""
        if self.forth.is_nothing:
            return Verdict.FULL if self.back.is_nothing else Verdict.BACKWARD
        return Verdict.FORWARD if self.back.is_nothing else Verdict.NONE


@functools.cache
def compare(name: str, older: str, newer: str) -> Compatibility:
    """Compare two versions of a record type of the catalogue.

    Raises:
        UnknownRecordTypeError: no type has this name.
        UnknownVersionError: the type has no such version.
    """
    before, after = _members(name, older), _members(name, newer)
    shared = [(before[place], after[place]) for place in before if place in after]
    return Compatibility(
        older=older,
        newer=newer,
        forth=_needs(name, before, after, (older, newer)),
        back=_needs(name, after, before, (newer, older)),
        has_other_conditions=any(_differ(old.node, new.node, CONDITIONS) for old, new in shared),
    )


def _members(name: str, version: str) -> dict[tuple[str, ...], Member]:
    return {each.path: each for each in catalogue.load().members(name, version)}


def _needs(
    name: str, of: Mapping[tuple[str, ...], Member], to: Mapping[tuple[str, ...], Member], versions: tuple[str, str]
) -> Needs:
    required = [path for path, new in to.items() if new.required and path[:-1] in of and not _has(of, path)]
    gone = [path for path in of if path not in to and path[:-1] in to]
    narrowed = [path for path in of if path in to and is_narrower(of[path].node, to[path].node)]
    examples = list(_examples(name, versions[0]))
    fitting = sum(not catalogue.load().validate(name, versions[1], each) for each in examples)
    return Needs(
        required=_places(required),
        gone=_places(gone),
        narrowed=_places(narrowed),
        examples=len(examples),
        fitting=fitting,
    )


def _has(members: Mapping[tuple[str, ...], Member], path: tuple[str, ...]) -> bool:
    return path in members and members[path].required


def _examples(name: str, version: str) -> Iterator[Any]:
    for path in sorted((files.ROOT / name / version / "examples").glob("valid-*.json")):
        yield files.read(path)


def _places(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(".".join(path).replace(f".{ITEM}", "[]") for path in paths)


def _differ(old: Mapping[str, Any], new: Mapping[str, Any], keywords: tuple[str, ...]) -> bool:
    return any(old.get(each) != new.get(each) for each in keywords)


def is_narrower(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether a value that one node allows may be refused by another; conditions and members are not looked at."""
    return (
        not _types(old) <= _types(new)
        or not _is_within(old, new)
        or any(each in new and old.get(each, float("inf")) > new[each] for each in MOST)
        or any(each in new and old.get(each, float("-inf")) < new[each] for each in LEAST)
        or any(each in new and old.get(each) != new[each] for each in EXACT)
    )


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    named = node.get("type", ("array", "boolean", "integer", "null", "number", "object", "string"))
    types = frozenset((named,) if isinstance(named, str) else named)
    return types | {"integer"} if "number" in types else types


def _is_within(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    allowed, wanted = _values(new), _values(old)
    return allowed is None or (wanted is not None and all(each in allowed for each in wanted))


def _values(node: Mapping[str, Any]) -> list[Any] | None:
    return [node["const"]] if "const" in node else node.get("enum")
