"""The audit's retention acts: what each document states, and the legal holds that follow from them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.audit import BadEntryError, reading, require
from hub.core.leaf import ActLeaf
from hub.store import audit
from hub.store.audit import Statement
from hub.store.connection import Connection
from hub.workflows.audit.erased import Erased
from keys import strict_json
from keys.errors import KeysError

Holds = dict[int, tuple[int, int | None]]
"""By the leaf that opened it: the message's place, and the leaf that closed it."""


async def check_holds(
    conn: Connection, statements: Sequence[Statement], acts: Mapping[int, ActLeaf], erased: Erased
) -> None:
    """Check every document of retention, and every legal hold against those that opened and closed it.

    Raises:
        BadEntryError: one is not as it must be.
    """
    expected: Holds = {}
    for kept in statements:
        if kept.kind == "retention":
            where = f"retention {kept.index}"
            with reading(where):
                _follow(where, kept, acts[kept.index], expected, erased)
    holds = await audit.read_holds(conn)
    for opened in sorted(expected.keys() | holds.keys()):
        where = f"hold {opened}"
        require(opened in holds, where, "missing")
        require(opened in expected, where, "extra")
        require(holds[opened] == expected[opened], where, "column-mismatch")
    gone = set(erased.places)
    for opened, (message, closed) in sorted(expected.items()):
        require(closed is not None or message not in gone, f"message {message}", "not-erased")
        require(opened > message, f"hold {opened}", "out-of-order")


def _follow(where: str, kept: Statement, leaf: ActLeaf, holds: Holds, erased: Erased) -> None:
    facts = _read(where, kept.body)
    require(facts["act"] == leaf.act, where, "column-mismatch")
    stated = leaf.subject if leaf.act == "erasure" else kept.index
    require(kept.about == f"{leaf.act}/{stated}", where, "column-mismatch")
    if leaf.act == "erasure":
        erased.check_stated(where, leaf, facts)
    elif leaf.act == "hold":
        holds[kept.index] = (facts["message"], None)
    else:
        for opened in facts["holds"]:
            message, closed = holds[opened]
            holds[opened] = (message, kept.index if closed is None else closed)


def _read(where: str, body: bytes) -> Mapping[str, Any]:
    try:
        facts = strict_json.loads(body)
    except KeysError:
        raise BadEntryError(where, "malformed") from None
    if not isinstance(facts, dict):
        raise BadEntryError(where, "malformed")
    return facts
