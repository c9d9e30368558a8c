"""The policy table of the console: who may do what, by role and ownership.

`console/policy.json` has the roles' groups, their holders, and the actions of sign-in and accounts; each room of the
console adds its own actions in `console/rooms/<room>.json` (only `actions`). No action stands in two files.
"""

import functools
from collections.abc import Mapping
from typing import Any

from schemas import documents, files
from schemas.validator import Validator

FOLDER = files.ROOT / "console"


@functools.cache
def load() -> Mapping[str, Any]:
    """Return the whole table: `groups`, `holders` and the `actions` of all rooms.

    Raises:
        CatalogueFileError: a file cannot be read, is wrong, or repeats an action.
    """
    whole = _read("policy.json")
    actions = dict(whole["actions"])
    for path in sorted((FOLDER / "rooms").glob("*.json")):
        room = _read(f"rooms/{path.name}")
        if set(room) != {"actions"} or set(room["actions"]) & set(actions):
            raise files.CatalogueFileError(path, "only actions of its own")
        actions |= room["actions"]
    return {"groups": whole["groups"], "holders": whole["holders"], "actions": actions}


def _read(name: str) -> Any:
    document = files.read(FOLDER / name)
    violations = _validator().validate(document)
    if violations:
        raise files.CatalogueFileError(FOLDER / name, f"{violations[0].pointer} {violations[0].code}")
    return document


@functools.cache
def _validator() -> Validator:
    return documents.make_validator(FOLDER / "policy.schema.json")
