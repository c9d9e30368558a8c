"""Changes of an example: JSON pointers with new values, null takes a member away, "$null" makes it null."""

import copy
from collections.abc import Mapping
from typing import Any

NULL = "$null"


def with_changes(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of the document with these changes."""
    changed = copy.deepcopy(dict(document))
    for pointer, value in changes.items():
        put(changed, pointer, value)
    return changed


def put(document: dict[str, Any], pointer: str, value: Any) -> None:
    """Change one place."""
    *path, last = pointer.removeprefix("/").split("/")
    place: Any = document
    for name in path:
        place = place[int(name) if isinstance(place, list) else name]
    at = int(last) if isinstance(place, list) else last
    if value is None:
        del place[at]
    else:
        place[at] = None if value == NULL else copy.deepcopy(value)
