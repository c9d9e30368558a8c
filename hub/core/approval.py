"""The second person: approvals in the log, and whether one of them vouches for a payload.

    first person ──approves SHA-256 of the exact payload bytes──> log     second person ──signs them──> envelope

Both are contact persons of one participant with delegations of their own, in force when the message is accepted, that
cover it. They are two persons: two keys of one person are not enough. An approval is good for 24 hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import delegation as delegations
from hub.core import statement
from hub.core.delegation import Delegations, Granted
from hub.core.envelope import Envelope
from hub.core.receipt import Receipt
from hub.core.statement import Place, Stated
from keys import approval
from keys.approval import Approval
from keys.errors import (
    ApprovalError,
    ApprovalExpiredError,
    ApprovalMissingError,
    ApprovalNotValidError,
    ApprovalSamePersonError,
    DelegationScopeError,
    KeysError,
    StatementHubError,
    StatementPersonError,
    StatementSignerError,
)
from keys.statement import Kind, Unread
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An approval in the log, signed by the key `kid`."""

    approval: Approval
    kid: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """The approval that a payload needs: of one of `approvers` (kid to delegation), who are not `person`."""

    digest: str
    person: str
    approvers: Delegations


def check(token: bytes, receipt: Receipt, delegated: Delegations, trust: TrustList, at: datetime) -> Given:
    """Check one approval by itself: logged, and signed by a key that was delegated for its type at the time `at`.

    Raises:
        KeysError, HubError: what does not hold.
    """
    return open(statement.from_receipt(token, receipt, trust), delegated, trust, at)


def open(  # noqa: A001  (always called as approval.open)
    stated: Stated, delegated: Delegations, trust: TrustList, at: datetime
) -> Given:
    """Return the approval, signed by its person's key, which was delegated for the type at the time `at`.

    Raises:
        KeysError: it does not hold.
    """
    unread, given = approval.read(stated.token)
    if given.hub != trust.hub:
        raise StatementHubError
    place = statement.find_place(stated, kind=Kind.APPROVAL, participant=given.participant, hub=trust.hub)
    granted = delegations.find(unread.kid, delegated, trust, at)
    require_own(given, granted)
    unread.verify(granted.delegation.public)
    return Given(approval=given, kid=unread.kid, place=place)


def require_own(given: Approval, granted: Granted) -> None:
    """Check that an approval is by the person of this delegation, within it.

    Raises:
        StatementSignerError: it is in the name of another participant.
        StatementPersonError: it is in the name of another person.
        DelegationScopeError: the person may not sign such records, and so may not approve them.
    """
    mine = granted.delegation
    if mine.participant != given.participant:
        raise StatementSignerError
    if mine.person != given.person:
        raise StatementPersonError
    if not mine.covers_type(given.type):
        raise DelegationScopeError(kid=mine.kid)


def need(payload: bytes, envelope: Envelope, signer: Granted, delegated: Delegations) -> Needed:
    """Return the approval that a payload needs which `signer` has signed."""
    mine = signer.delegation
    return Needed(
        digest=approval.digest(payload),
        person=mine.person,
        approvers={
            kid: other
            for kid, other in delegated.items()
            if other.delegation.participant == mine.participant
            and other.delegation.person != mine.person
            and other.delegation.covers(envelope.type, envelope.purpose)
        },
    )


def find(needed: Needed, stated: Sequence[Stated], trust: TrustList, at: datetime) -> Given:
    """Return the approval that vouches for the payload, accepted at the time `at`; other statements are passed over.

    Raises:
        ApprovalError: none does; the subclass and its code say why the last one that speaks of it does not.
    """
    refusal: KeysError = ApprovalMissingError()
    for each in stated:
        try:
            unread, said = approval.read(each.token)
        except KeysError:
            continue
        if said.payload_sha256 != needed.digest:
            continue
        try:
            _require(unread, said, needed, at)
            return open(each, needed.approvers, trust, at)
        except ApprovalError as error:
            refusal = error
        except KeysError:
            refusal = ApprovalNotValidError()
    raise refusal


def _require(unread: Unread, said: Approval, needed: Needed, at: datetime) -> None:
    if said.person == needed.person:
        raise ApprovalSamePersonError
    if unread.kid not in needed.approvers:
        raise ApprovalNotValidError
    if said.expires_at <= at:
        raise ApprovalExpiredError
