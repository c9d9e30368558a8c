"""The answers that show a participant's own cases, as far as a withdrawal needs them."""

from dataclasses import dataclass

from hub.client.members import Members, ShapeError

MAX_PARTIES = 64
MAX_MOVES = 64
MAX_NAME = 64
MAX_EVENTS = 10_000
MAX_CASES = 500  # of one page


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case: its state, its parties (the requesting authority first), its agreement, what it allows, by whom.

    `records` are its records in the order of the log, each with id, type and sender.
    """

    state: str
    parties: tuple[str, ...]
    agreement: str | None
    allowed: tuple[tuple[str, tuple[str, ...]], ...]
    records: tuple["RecordSeen", ...]

    def may_send(self, kind: str, sender: str) -> bool:
        """Say whether a party may send a record of this type now."""
        return any(kind == move and sender in by for move, by in self.allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSeen:
    """A record of a case."""

    id: str
    type: str
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNamed:
    """A case as a list shows it."""

    kind: str
    owner: str
    case_id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Cases, those that moved last first; `next_before` asks for those before, None: there are no more."""

    cases: tuple[CaseNamed, ...]
    next_before: int | None


def parse_cases(value: object) -> CasePage:
    """Read a page of cases.

    Raises:
        ShapeError: it is none.
    """
    members = Members(value, "cases")
    found = members.items("cases", MAX_CASES, _parse_named)
    last = members.take("next_before")
    if last is not None and type(last) is not int:
        raise ShapeError("cases: next_before is not a whole number")
    return CasePage(cases=found, next_before=last)


def _parse_named(value: object) -> CaseNamed:
    members = Members(value, "case")
    names = {name: members.text(name, MAX_NAME) for name in ("kind", "owner", "case_id", "state")}
    return CaseNamed(**names)


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
        records=members.items("timeline", MAX_EVENTS, _parse_record),
    )


def _parse_move(value: object) -> tuple[str, tuple[str, ...]]:
    members = Members(value, "move")
    return members.text("type", MAX_NAME), members.items("by", MAX_PARTIES, _parse_name)


def _parse_record(value: object) -> RecordSeen:
    members = Members(value, "event")
    return RecordSeen(
        id=members.text("id", MAX_NAME), type=members.text("type", MAX_NAME), sender=members.text("from", MAX_NAME)
    )


def _parse_name(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise ShapeError("case: a name is not a participant's")
    return value
