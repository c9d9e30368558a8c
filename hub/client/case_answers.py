"""The answer that shows one of a participant's own cases, as far as a withdrawal needs it."""

from dataclasses import dataclass

from hub.client.members import Members, ShapeError

MAX_PARTIES = 64
MAX_MOVES = 64
MAX_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case: its state, its parties (the requesting authority first), its agreement, what it allows, by whom."""

    state: str
    parties: tuple[str, ...]
    agreement: str | None
    allowed: tuple[tuple[str, tuple[str, ...]], ...]

    def may_send(self, kind: str, sender: str) -> bool:
        """Say whether a party may send a record of this type now."""
        return any(kind == move and sender in by for move, by in self.allowed)


def parse_case(value: object) -> CaseSeen:
    """Read a case.

    Raises:
        ShapeError: it is none.
    """
    members = Members(value, "case")
    return CaseSeen(
        state=members.text("state", MAX_NAME),
        parties=members.items("parties", MAX_PARTIES, _parse_name),
        agreement=members.text_or_none("agreement", MAX_NAME),
        allowed=members.items("allowed", MAX_MOVES, _parse_move),
    )


def _parse_move(value: object) -> tuple[str, tuple[str, ...]]:
    members = Members(value, "move")
    return members.text("type", MAX_NAME), members.items("by", MAX_PARTIES, _parse_name)


def _parse_name(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise ShapeError("case: a name is not a participant's")
    return value
