"""A message that a contact person signed, judged from the log alone: for its recipients, and for whoever proves it.

 1. the newest delegation of the key that was logged before the message was in force when the message was accepted
 2. it is the sender's, and covers the record's type and purpose
 3. where the type takes two persons, another one had approved these bytes before

The caller has checked the leaves of message and statements against the log, and gives all statements that he knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import approval as approvals
from hub.core import delegation as delegations
from hub.core import statement
from hub.core.approval import Given
from hub.core.delegation import Delegations, Granted
from hub.core.envelope import Envelope
from hub.core.errors import HubError, SenderMismatchError
from hub.core.statement import Stated
from keys import statement as tokens
from keys.errors import KeysError
from keys.statement import Kind
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message in the log: the key that signed it, its payload byte for byte, its place and time.

    `two_persons` says whether its record type takes two.
    """

    kid: str
    payload: bytes
    envelope: Envelope
    index: int
    at: datetime
    two_persons: bool


def check(said: Said, stated: Sequence[Stated], trust: TrustList) -> Granted:
    """Return the delegation by which the key of `said` signed; its signature is for the caller to check.

    Raises:
        UnknownKeyError: the key was not delegated.
        DelegationError, ApprovalError, SenderMismatchError: it might not sign this, or not alone.
    """
    earlier = statement.before(stated, said.index)
    known = delegations.gather(_of(Kind.DELEGATION, earlier), trust)
    granted = delegations.find(said.kid, known, trust, said.at)  # 1
    if granted.delegation.participant != said.envelope.sender:  # 2
        raise SenderMismatchError
    delegations.require_scope(granted, said.envelope.type, said.envelope.purpose)
    if said.two_persons:  # 3
        needed = approvals.need(said.payload, said.envelope, granted, known)
        approvals.find(needed, _approvals(earlier, trust), trust, said.at)
    return granted


def _of(kind: Kind, stated: Sequence[Stated]) -> list[Stated]:
    return [each for each in stated if _kind_of(each.token) is kind]


def _kind_of(token: bytes) -> Kind | None:
    try:
        return tokens.kind_of(token)
    except KeysError:
        return None


def _approvals(earlier: Sequence[Stated], trust: TrustList) -> list[Given]:
    """Return the approvals that hold, each by the delegations of its own time."""
    found: list[Given] = []
    for each in _of(Kind.APPROVAL, earlier):
        known: Delegations = delegations.gather(_of(Kind.DELEGATION, statement.before(earlier, each.index)), trust)
        try:
            found.append(approvals.open(each, known, trust))
        except (KeysError, HubError):
            continue
    return found
