"""Every object in a record, with where it stands: what rules that hold in records of all types look at."""

from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 32  # as deep as strict JSON goes; nobody looks further
_NESTED = (dict, list)


def objects(value: object) -> list[tuple[str, Mapping[str, Any]]]:
    """Return every object in a value read from JSON, outer ones first, each with its JSON pointer.

    Every record passes through here more than once, so that one loop does it all.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    level: list[tuple[str, Any]] = [("", value)] if isinstance(value, _NESTED) else []
    for _ in range(MAX_DEPTH + 1):
        below: list[tuple[str, Any]] = []
        for pointer, node in level:
            if isinstance(node, dict):
                found.append((pointer, node))
            for name, each in node.items() if isinstance(node, dict) else enumerate(node):
                if isinstance(each, _NESTED):
                    below.append((f"{pointer}/{name}", each))
        level = below
    return found
