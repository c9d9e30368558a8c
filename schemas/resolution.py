"""From published schemas to schemas a validator can use.

Published schemas name a code list where a coded value stands (`"x-codes": "ban-grounds"`), because a list grows without
a new version of the schema, and refer to shared parts by URN. Here the lists are written in as enumerations, the parts
are collected for a registry that knows nothing else, and a schema can be bundled with its parts for publication.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas import codes, files
from schemas.codes import CodeList


def names(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the code lists a schema node takes its values from."""
    lists = node.get("x-codes", ())
    return (lists,) if isinstance(lists, str) else tuple(lists)


def with_codes(node: Any, lists: Mapping[str, CodeList]) -> Any:
    """Return a copy of a schema in which each `x-codes` is accompanied by the enumeration of its codes.

    Raises:
        UnknownCodeListError: the schema names a code list that does not exist.
    """
    if isinstance(node, list):
        return [with_codes(item, lists) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: with_codes(value, lists) for key, value in node.items()}
    if isinstance(node.get("x-codes"), str | list):
        copy["enum"] = codes.travelling(lists, names(node))
    return copy


def parts(lists: Mapping[str, CodeList]) -> dict[str, dict[str, Any]]:
    """Read the shared parts, by URN, with their code lists written in.

    Raises:
        CatalogueFileError: a part cannot be read.
        UnknownCodeListError: a part names a code list that does not exist.
    """
    read = (files.read(path) for path in files.shared())
    return {part["$id"]: with_codes(part, lists) for part in read}


def references(node: Any) -> Iterator[str]:
    """Yield each `$ref` of a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def bundle(schema: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the schema with the parts it needs in `$defs`, so that it stands alone (JSON Schema 2020-12 §9.3)."""
    needed: dict[str, Mapping[str, Any]] = {}
    waiting = list(references(schema))
    while waiting:
        urn = waiting.pop()
        if urn not in needed:
            needed[urn] = shared[urn]
            waiting.extend(references(shared[urn]))
    definitions = {urn.removeprefix(files.URN): needed[urn] for urn in sorted(needed)}
    return {**schema, "$defs": definitions} if definitions else dict(schema)
