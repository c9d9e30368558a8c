r"""A readmission case: which move its state allows, and what its records must say of themselves.

(none) --request--> submitted --reply accepted--> accepted
\------reply refused---> refused --request (renewed)--> submitted
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, Fault, ReplyToError
from hub.core.mover import Head, Mover, by_recipient, by_sender, member

REQUEST = "readmission-request"
REPLY = "readmission-reply"

MOVES: Mapping[str | None, frozenset[str]] = {
    None: frozenset({REQUEST}),
    "submitted": frozenset({REPLY}),
    "accepted": frozenset(),
    "refused": frozenset({REQUEST}),
}


def step(state: str | None, move: str, record: Mapping[str, Any], *, sender: str, parties: Sequence[str]) -> str:
    """Return the state after a record of type `move`, sent by `sender` in a case between `parties`.

    Raises:
        CaseMoveError: the state does not allow it; the allowed moves are named.
    """
    allowed = MOVES[state]
    if move not in allowed or (parties and sender not in parties) or (move == REPLY and sender == parties[0]):
        raise CaseMoveError(state=state or "none", move=move, allowed=", ".join(sorted(allowed)) or "-")
    return "submitted" if move == REQUEST else str(record["decision"])


def check(kind: str, record: Mapping[str, Any], *, sender: str, to: Sequence[str]) -> list[Fault]:
    """Return what is wrong in a request or a reply that fits its schema."""
    if kind == REQUEST:
        return _check_request(record, sender=sender, to=to)
    authority = record["authority"].get("participant", sender)
    return [] if authority == sender else [_authority_fault("/authority")]


def _check_request(record: Mapping[str, Any], *, sender: str, to: Sequence[str]) -> list[Fault]:
    faults = []
    if record["requesting_authority"] != sender:
        faults.append(_authority_fault("/requesting_authority"))
    if record["requested_authority"] not in to:
        faults.append(
            Fault(
                pointer="/requested_authority",
                code="requested-authority-not-addressed",
                ru="Запрашиваемый орган не указан среди получателей. Адресуйте запрос ему.",
                en="The requested authority is not among the recipients. Address the request to it.",
            )
        )
    return faults


def _authority_fault(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="authority-mismatch",
        ru="Орган в записи не совпадает с отправителем. Отправляйте только от имени своего органа.",
        en="The authority in the record is not the sender. Send in your own authority's name only.",
    )


def _move(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    state, version, parties = (None, 0, ()) if head is None else (head.state, head.version, head.parties)
    state = step(state, envelope.type, envelope.record, sender=envelope.sender, parties=parties)
    if head is not None and envelope.type == REPLY and envelope.reply_to != head.last:
        raise ReplyToError
    return state, version + 1


MOVERS: Mapping[str, Mover] = {
    REQUEST: Mover(kind="case", owner=by_sender, subject=member("case_id"), step=_move),
    REPLY: Mover(kind="case", owner=by_recipient, subject=member("case_id"), step=_move),
}
