"""The fields of a record type: a tree made from its schema, each part with its titles in both languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from schemas import resolution
from schemas.outline import ITEM, Member

DOT = "."
LONG = 300  # characters from which on a text gets several lines
MOST = 1000  # items of a list whose schema names no number
FEW = 40  # codes that are shown side by side, each to be ticked
DIGITS = 4  # of the number of an item: more than any list has
PARTIAL_DATE = "urn:cis-migration:schema:shared:partial-date:1.0"


class Kind(StrEnum):
    """What a part is to whoever fills it in."""

    GROUP = "group"
    LIST = "list"
    CHOICES = "choices"
    CODE = "code"
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    MOMENT = "moment"
    PARTIAL = "partial"
    INTEGER = "integer"
    NUMBER = "number"
    YESNO = "yesno"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a schema says on a condition: where members have these values, others are needed or may not be there.

    `values` are those of which the member has one; of a list, which it contains.
    """

    values: Mapping[str, tuple[Any, ...]]
    needed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a record: `name` is that of the member, `*` for the item of a list.

    `parts` are the members of a group in the order of the schema; the one part of a list is its item. `lists` are the
    code lists behind `codes`. `least` and `most` bound the items of a list, `longest` the characters of a text.
    """

    name: str
    kind: Kind
    required: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    least: int = 0
    most: int = MOST
    longest: int = 0
    parts: tuple["Part", ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def item(self) -> "Part":
        """The item of a list."""
        return self.parts[0]

    def child(self, step: str) -> "Part | None":
        """Return the part below this one: a member by its name, an item by its number; None where there is none."""
        if self.kind is Kind.LIST:
            return self.item if step.isascii() and step.isdigit() and len(step) <= DIGITS else None
        return next((each for each in self.parts if each.name == step), None)


def shape(members: Iterable[Member]) -> Part:
    """Return the fields of a record type, given its outline."""
    known = {each.path: each for each in members}
    below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in known:
        if path:
            below.setdefault(path[:-1], []).append(path)
    return _part((), known, below)


def _part(
    path: tuple[str, ...],
    known: Mapping[tuple[str, ...], Member],
    below: Mapping[tuple[str, ...], list[tuple[str, ...]]],
) -> Part:
    member = known[path]
    node, parts = member.node, tuple(_part(each, known, below) for each in below.get(path, ()))
    kind = _kind(node, parts)
    item = parts[0] if kind is Kind.CHOICES else None
    coded = node if item is None else known[(*path, ITEM)].node
    return Part(
        name=path[-1] if path else "",
        kind=kind,
        required=member.required,
        titles={"ru": member.ru, "en": member.en},
        hints={"ru": member.description_ru, "en": member.description_en},
        lists=tuple(resolution.names(coded)),
        codes=tuple(coded.get("enum", ())),
        least=int(node.get("minItems", 0)),
        most=int(node.get("maxItems", MOST)),
        longest=int(node.get("maxLength", 0)),
        parts=() if item is not None else parts,
        rules=tuple(_rules(node)),
    )


def _kind(node: Mapping[str, Any], parts: tuple[Part, ...]) -> Kind:
    if node.get("$id") == PARTIAL_DATE or node.get("$ref") == PARTIAL_DATE:
        return Kind.PARTIAL
    if node.get("type") == "array":
        few = parts[0].kind is Kind.CODE and len(parts[0].codes) <= FEW
        return Kind.CHOICES if few and node.get("uniqueItems") else Kind.LIST
    simple = {"object": Kind.GROUP, "integer": Kind.INTEGER, "number": Kind.NUMBER, "boolean": Kind.YESNO}
    return simple[node["type"]] if node.get("type") in simple else _kind_of_text(node)


def _kind_of_text(node: Mapping[str, Any]) -> Kind:
    if "enum" in node:
        return Kind.CODE
    if node.get("format") in {"date", "date-time"}:
        return Kind.DATE if node["format"] == "date" else Kind.MOMENT
    if node.get("maxLength", 0) >= LONG and re.search(node.get("pattern", ""), "a\nb"):
        return Kind.LINES
    return Kind.TEXT


def _rules(node: Mapping[str, Any]) -> Iterator[Rule]:
    for each in node.get("allOf", ()):
        values = {name: said for name, child in each["if"].get("properties", {}).items() if (said := _values(child))}
        then = each.get("then", {})
        needed, forbidden = then.get("required", ()), then.get("not", {}).get("required", ())
        if values and (needed or forbidden):
            yield Rule(values=values, needed=tuple(needed), forbidden=tuple(forbidden))


def _values(child: Mapping[str, Any]) -> tuple[Any, ...]:
    if "contains" in child:
        return _values(child["contains"])
    return tuple(child["enum"]) if "enum" in child else (child["const"],) if "const" in child else ()


def join(*steps: object) -> str:
    """Return the name of a field, from the names of the parts that it lies in."""
    return DOT.join(str(each) for each in steps if each != "")


def find(part: Part, name: str) -> Part | None:
    """Return the part that a field belongs to; None: the record type has no such field."""
    found: Part | None = part
    for step in name.split(DOT) if name else ():
        found = None if found is None else found.child(step)
    return found
