"""How the revisions of one ban may follow each other.

    (new) ──> pending_start ──> active ──> reduced
                    │             │          │        suspended <──> any of the three
                    └─────────────┴──────────┴──> lifted, expired ──> annulled
                                  └─────────────> annulled, superseded: the end

A correction, or the decision on an appeal, may take a ban back: from lifted or expired to what it was, from reduced to
active, from active to pending_start. Annulled and superseded bans stay so.
"""

from collections.abc import Mapping
from typing import Any

from hub.core.errors import CaseMoveError, RevisionError
from hub.core.mover import Head

FINAL = frozenset({"annulled", "superseded"})
BEGINNINGS = frozenset({"pending_start", "active", "suspended", "reduced"})
_ENDINGS = frozenset({"lifted", "annulled", "superseded"})
ALLOWED: Mapping[str | None, frozenset[str]] = {
    None: BEGINNINGS,
    "pending_start": BEGINNINGS | _ENDINGS,
    "active": (BEGINNINGS - {"pending_start"}) | _ENDINGS | {"expired"},
    "suspended": BEGINNINGS | _ENDINGS | {"expired"},
    "reduced": frozenset({"reduced", "suspended", "expired"}) | _ENDINGS,
    "lifted": frozenset({"lifted", "annulled"}),
    "expired": frozenset({"expired", "annulled"}),
    "annulled": frozenset(),
    "superseded": frozenset(),
}
RESTORING = frozenset({"correction", "appeal"})
_RESTORED: Mapping[str | None, frozenset[str]] = {
    "active": frozenset({"pending_start"}),
    "reduced": frozenset({"active", "pending_start"}),
    "lifted": BEGINNINGS,
    "expired": BEGINNINGS,
}


def step(state: str | None, revision: int, record: Mapping[str, Any]) -> tuple[str, int]:
    """Return status and revision after this record, given those before it (None and 0: the ban is new).

    Raises:
        CaseMoveError: the status may not follow the one before it.
        RevisionError: the record is not newer than the last accepted revision.
    """
    allowed = ALLOWED[state]
    if record.get("change", {}).get("cause") in RESTORING:
        allowed |= _RESTORED.get(state, frozenset())
    if state in FINAL:
        raise CaseMoveError(state=state, move=record["status"], allowed="-")
    if record["revision"] <= revision:
        raise RevisionError(expected=revision + 1)
    if record["status"] not in allowed:
        raise CaseMoveError(state=state or "none", move=record["status"], allowed=", ".join(sorted(allowed)))
    return record["status"], record["revision"]


def move(head: Head | None, record: Mapping[str, Any]) -> tuple[str, int]:
    """Return a ban's head's state and version after this record; raises as `step`."""
    return step(None, 0, record) if head is None else step(head.state, head.version, record)
