"""Where a case stands: its stage, and the few ids that the next moves must agree with.

Kept as one text in the case's head, without personal data: `stage`, then `+word` or `+name=id`, in a fixed order:

    submitted
    information_requested+extended+request=019a…+asked=019a…
    handover_signed+asked=019a…+by=requesting+act=4f1c…
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages of a readmission case; the moves between them stand in `hub.core.readmission.moves`."""

    SUBMITTED = "submitted"  # the request lies with the requested authority
    RETURNED = "returned"  # for formal defects; may be submitted again
    INFORMATION_REQUESTED = "information_requested"
    INTERVIEW_PENDING = "interview_pending"
    ACCEPTED = "accepted"  # a travel document is still to be issued
    REFUSED = "refused"  # may be renewed
    DOCUMENTED = "documented"  # accepted, and the person has a document to travel with
    TRANSFER_PLANNED = "transfer_planned"
    TRANSFER_COUNTERED = "transfer_countered"  # the requested authority proposed another time or place
    TRANSFER_AGREED = "transfer_agreed"
    HANDOVER_SIGNED = "handover_signed"  # by one side
    TRANSFERRED = "transferred"  # both sides signed the handover act
    TAKE_BACK_REQUESTED = "take_back_requested"  # readmitted wrongly, says the requested authority
    TAKEN_BACK = "taken_back"
    CLAIM_REJECTED = "claim_rejected"
    WITHDRAWN = "withdrawn"


UNDER_REVIEW = frozenset({Stage.SUBMITTED, Stage.INFORMATION_REQUESTED, Stage.INTERVIEW_PENDING})
"""Stages in which the reply is due."""
CLOSED = frozenset({Stage.REFUSED, Stage.TRANSFERRED, Stage.TAKEN_BACK, Stage.CLAIM_REJECTED, Stage.WITHDRAWN})
"""Stages in which nothing is waited for. A refused request may be renewed, a transfer claimed back."""


class Side(StrEnum):
    """The two sides of a case."""

    REQUESTING = "requesting"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """The stage, whether the term for the reply was extended, and what the next moves must name.

    `request` is the id of the request under review once other moves followed it, `asked` that of the last question or
    notice that is to be answered, `by` the side that signed the handover act, `act` the SHA-256 (hex) of that message.
    """

    stage: Stage
    extended: bool = False
    request: str | None = None
    asked: str | None = None
    by: Side | None = None
    act: str | None = None


def format(state: CaseState) -> str:  # noqa: A001  (the pair of parse)
    """Return the state as it is kept."""
    named = (("request", state.request), ("asked", state.asked), ("by", state.by), ("act", state.act))
    words = [state.stage, *(["extended"] if state.extended else [])]
    return "+".join([*words, *(f"{name}={value}" for name, value in named if value is not None)])


def parse(text: str) -> CaseState:
    """Read a state that `format` wrote."""
    stage, *words = text.split("+")
    named = dict(word.split("=", 1) for word in words if "=" in word)
    return CaseState(
        stage=Stage(stage),
        extended="extended" in words,
        request=named.get("request"),
        asked=named.get("asked"),
        by=Side(named["by"]) if "by" in named else None,
        act=named.get("act"),
    )
