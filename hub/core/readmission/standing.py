"""What the clocks make of a case: overdue, accepted by silence, lapsed. They move nothing, a record has to follow.

    under review,   the term for the reply is over           ->  deemed_accepted, where silence is consent; else overdue
    accepted ones,  the term for the transfer is over        ->  lapsed

Under consent by silence the requesting side goes on with a `travel-document` on the basis `after_silence`, and a
refusal comes too late.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from hub.core.deadline.case_clock import Clock
from hub.core.deadline.profile import Expiry
from hub.core.envelope import Envelope
from hub.core.readmission import kinds
from hub.core.readmission.case_state import UNDER_REVIEW, Stage

AFTER_SILENCE = "after_silence"
TO_BE_TRANSFERRED = frozenset(
    {Stage.ACCEPTED, Stage.DOCUMENTED, Stage.TRANSFER_PLANNED, Stage.TRANSFER_COUNTERED, Stage.TRANSFER_AGREED}
)


class Standing(StrEnum):
    """How a case stands by its clocks."""

    DEEMED_ACCEPTED = "deemed_accepted"
    OVERDUE = "overdue"
    LAPSED = "lapsed"


_REPLY: Mapping[Expiry | None, Standing] = {
    Expiry.DEEMED_ACCEPTED: Standing.DEEMED_ACCEPTED,
    Expiry.OVERDUE: Standing.OVERDUE,
}
_TRANSFER: Mapping[Expiry | None, Standing] = {Expiry.LAPSED: Standing.LAPSED}


def find(stage: str, clocks: Iterable[Clock]) -> Standing | None:
    """Return how a readmission case in this stage stands by its clocks; None: no term that matters is over."""
    if stage in UNDER_REVIEW:
        parameter, standings = "reply", _REPLY
    elif stage in TO_BE_TRANSFERRED:
        parameter, standings = "transfer", _TRANSFER
    else:
        return None
    effects = [clock.effect for clock in clocks if clock.parameter.name == parameter]
    return standings.get(effects[-1]) if effects else None


def claims_silence(envelope: Envelope) -> bool:
    """Say whether a record goes on from silence."""
    return envelope.type == kinds.TRAVEL_DOCUMENT and envelope.record["basis"] == AFTER_SILENCE


def refuses(envelope: Envelope) -> bool:
    """Say whether a record refuses a request."""
    return envelope.type == kinds.REPLY and envelope.record["decision"] == "refused"
