"""The members of a record type, as a reader sees them: one line per member, with titles in both languages.

Validators answer with positions; people want the name of the field. The outline is made once per schema, by walking it
through its shared parts. It also serves as the list of member names that may be shown in a pointer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ITEM = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One place in a record: `path` of member names, with `*` for the items of a list, and its schema."""

    path: tuple[str, ...]
    required: bool
    ru: str
    en: str
    description_ru: str
    description_en: str
    node: Mapping[str, Any] = field(repr=False)


def walk(schema: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Iterator[Member]:
    """Yield the record itself and each of its members, parents before children, in the order of the schema."""
    yield from _walk((), merge(schema, shared), shared, required=True)


def merge(node: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a node with its shared part filled in; what stands beside the `$ref` wins (titles, descriptions)."""
    if "$ref" not in node:
        return dict(node)
    return {**merge(shared[node["$ref"]], shared), **node}


def _walk(
    path: tuple[str, ...], node: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]], *, required: bool
) -> Iterator[Member]:
    russian = node.get("x-ru", {})
    yield Member(
        path=path,
        required=required,
        ru=russian.get("title", ""),
        en=node.get("title", ""),
        description_ru=russian.get("description", ""),
        description_en=node.get("description", ""),
        node=node,
    )
    for name, child in node.get("properties", {}).items():
        yield from _walk((*path, name), merge(child, shared), shared, required=name in node.get("required", ()))
    if isinstance(node.get("items"), dict):
        yield from _walk((*path, ITEM), merge(node["items"], shared), shared, required=False)


def place(path: Sequence[str | int]) -> tuple[str, ...]:
    """Return the outline's path of a position in a record."""
    return tuple(ITEM if isinstance(step, int) else step for step in path)


def pointer(path: Sequence[str | int]) -> str:
    """Format a position as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
