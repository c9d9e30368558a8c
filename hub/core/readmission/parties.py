"""Who speaks in a case: only its parties, only to each other; to anybody else it is as if there were no case."""

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, CasePartiesError
from hub.core.mover import Head
from hub.core.readmission.case_state import Side


def require_party(head: Head | None, envelope: Envelope, opening: str) -> Side:
    """Return on which side the sender stands; whoever opens a case is the requesting side.

    Raises:
        CaseMoveError: there is no case and this does not open one, or it is a case of others: both look alike.
        CasePartiesError: it is sent to somebody else than the other party.
    """
    is_unknown = head is None and envelope.type != opening
    if is_unknown or (head is not None and envelope.sender not in head.parties):
        raise CaseMoveError(state="none", move=envelope.type, allowed=opening)
    if head is None or envelope.sender == head.parties[0]:
        side, others = Side.REQUESTING, envelope.to if head is None else head.parties[1:]
    else:
        side, others = Side.REQUESTED, head.parties
    if not set(envelope.to) <= set(others) or (side is Side.REQUESTED and others[0] not in envelope.to):
        raise CasePartiesError
    return side
