"""What a participant asks about its keys, on its way through four pairs of hands to the ceremony of the trust list.

    proposed --confirm--> confirmed --check--> checked --approve--> approved --(the trust list says so)--> listed
    integrator or         another person       an officer           another officer    seen, never clicked
    administrator         of the participant   by another channel

Whoever's turn it is may return the request (to be mended and proposed anew) or refuse it (the key is taken no more);
the participant may withdraw it until it is listed. Nobody takes two of the four steps. Nothing here changes whom the
hub trusts: an approved request is an entry of the file that the ceremony takes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.core.errors import KeyRequestPersonError, KeyRequestStepError
from keys.trust_requests import RequestKind


class RequestStatus(StrEnum):
    """How far a request has come."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CHECKED = "checked"
    APPROVED = "approved"
    LISTED = "listed"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RequestStep(StrEnum):
    """What somebody does with a request; `LIST` is what the trust list says, and nobody does it here."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    CHECK = "check"
    APPROVE = "approve"
    LIST = "list"
    RETURN = "return"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """For whom a person acts: for the participant whose key it is, or for the secretariat."""

    PARTICIPANT = "participant"
    SECRETARIAT = "secretariat"


OPEN = (RequestStatus.PROPOSED, RequestStatus.CONFIRMED, RequestStatus.CHECKED, RequestStatus.APPROVED)
FORWARD: Mapping[RequestStatus, tuple[RequestStep, RequestStatus]] = {
    RequestStatus.PROPOSED: (RequestStep.CONFIRM, RequestStatus.CONFIRMED),
    RequestStatus.CONFIRMED: (RequestStep.CHECK, RequestStatus.CHECKED),
    RequestStatus.CHECKED: (RequestStep.APPROVE, RequestStatus.APPROVED),
}
BACK: Mapping[RequestStep, RequestStatus] = {
    RequestStep.RETURN: RequestStatus.RETURNED,
    RequestStep.REFUSE: RequestStatus.REFUSED,
}
HANDS = (RequestStep.PROPOSE, RequestStep.CONFIRM, RequestStep.CHECK, RequestStep.APPROVE)  # each by another person


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a request stands, and the accounts that brought it there, in order: each took one of the steps forward."""

    status: RequestStatus
    hands: tuple[str, ...]

    @property
    def turn(self) -> Side | None:
        """Whose turn it is; None: nobody's, the request is over."""
        if self.status not in OPEN:
            return None
        return Side.PARTICIPANT if self.status is RequestStatus.PROPOSED else Side.SECRETARIAT


def propose(person: str) -> Progress:
    """Return how a request begins."""
    return Progress(status=RequestStatus.PROPOSED, hands=(person,))


def take(progress: Progress, step: RequestStep, person: str, sides: Collection[Side]) -> Progress:
    """Return how a request stands after a person has taken a step for one of his sides.

    Raises:
        KeyRequestStepError: the request does not wait for this, or not for his side.
        KeyRequestPersonError: another person has to take it.
    """
    if step is RequestStep.WITHDRAW:
        return _withdraw(progress, sides)
    if progress.turn is None or progress.turn not in sides:
        raise KeyRequestStepError
    if step in BACK:
        if person == progress.hands[0]:
            raise KeyRequestPersonError
        return Progress(status=BACK[step], hands=progress.hands)
    expected, status = FORWARD.get(progress.status, (None, progress.status))
    if step is not expected:
        raise KeyRequestStepError
    if person in progress.hands:
        raise KeyRequestPersonError
    return Progress(status=status, hands=(*progress.hands, person))


def can_take(progress: Progress, step: RequestStep, person: str, sides: Collection[Side]) -> bool:
    """Say whether this person may take this step now."""
    try:
        take(progress, step, person, sides)
    except (KeyRequestStepError, KeyRequestPersonError):
        return False
    return True


def is_carried(kind: RequestKind, listed: str | None) -> bool:
    """Say whether a trust list does what was asked; `listed` is the key's status in it, None: it has no such key."""
    fulfilled: Mapping[RequestKind, tuple[str, ...]] = {
        RequestKind.ENROL: ("active", "suspended", "revoked"),
        RequestKind.SUSPEND: ("suspended", "revoked"),
        RequestKind.RESTORE: ("active",),
        RequestKind.REVOKE: ("revoked",),
    }
    return listed in fulfilled[kind]


def changes_of(listed: str) -> tuple[RequestKind, ...]:
    """Return what can be asked about a listed key of this status; a revoked one never returns."""
    return {
        "active": (RequestKind.SUSPEND, RequestKind.REVOKE),
        "suspended": (RequestKind.RESTORE, RequestKind.REVOKE),
    }.get(listed, ())


def _withdraw(progress: Progress, sides: Collection[Side]) -> Progress:
    if progress.status not in OPEN or Side.PARTICIPANT not in sides:
        raise KeyRequestStepError
    return Progress(status=RequestStatus.WITHDRAWN, hands=progress.hands)
