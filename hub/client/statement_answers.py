"""The hub's register of statements as values, read from JSON within bounds; nothing here is verified yet."""

from dataclasses import dataclass

from hub.client.answers import MAX_LEAF, parse_proof
from hub.client.members import Members, ShapeError
from hub.core.witness import MAX_NOTE
from keys.statement import LIMIT

MAX_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedStatement:
    """A statement, and the leaf that vouches for it; the proof leads to the page's checkpoint."""

    index: int
    token: bytes
    leaf: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Statements of a kind after the first `after` leaves of the log, up to `next`; `checkpoint` is a signed note."""

    kind: str
    after: int
    next: int
    checkpoint: bytes
    items: tuple[LoggedStatement, ...]


def parse_statements(value: object) -> StatementPage:
    """Read a page of the register.

    Raises:
        ShapeError: it is none.
    """
    members = Members(value, "statements")
    return StatementPage(
        kind=members.text("kind", 16),
        after=members.number("after"),
        next=members.number("next"),
        checkpoint=members.text("checkpoint", MAX_NOTE).encode(),
        items=members.items("statements", MAX_PAGE, _parse_item),
    )


def _parse_item(value: object) -> LoggedStatement:
    members = Members(value, "statement")
    token, leaf = members.text("statement", LIMIT), members.text("leaf", MAX_LEAF)
    if not (token.isascii() and leaf.isascii()):
        raise ShapeError("statement: not ASCII")
    return LoggedStatement(
        index=members.number("index"),
        token=token.encode("ascii"),
        leaf=leaf.encode("ascii"),
        proof=parse_proof(members),
    )
