"""Every object in a record, with where it stands: what rules that hold in records of all types look at."""

from collections.abc import Mapping, Sequence
from typing import Any

MAX_DEPTH = 32  # as deep as strict JSON goes; nobody looks further
_NESTED = frozenset({dict, list})

Objects = Sequence[tuple[str, Mapping[str, Any]]]  # each with its JSON pointer, outer ones first


def objects(value: object) -> Objects:
    """Return every object in a value read from JSON.

    Every record passes through here, so that one loop does it all, and its result goes to all who ask.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    level: list[tuple[str, Any]] = [("", value)] if type(value) in _NESTED else []
    for _ in range(MAX_DEPTH + 1):
        below: list[tuple[str, Any]] = []
        for pointer, node in level:
            if isinstance(node, dict):
                found.append((pointer, node))
            for name, each in node.items() if isinstance(node, dict) else enumerate(node):
                if type(each) in _NESTED:  # quicker by half than isinstance, and JSON makes no other kinds
                    below.append((f"{pointer}/{name}", each))
        if not below:
            break
        level = below
    return found
