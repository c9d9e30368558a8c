"""A message that a contact person signed: for the hub that takes it, for its recipients, and for whoever proves it.

 1. the newest delegation of the key that was logged before the message was in force when the message was accepted
 2. it is the sender's, and covers the record's type and purpose
 3. where the type takes two persons, another one had approved these bytes before

`judge` is what can be told before a message has its place in the log, `vouch` what its place and time decide; `check`
does both from statements alone, whose leaves the caller has checked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import approval as approvals
from hub.core import delegation as delegations
from hub.core import statement
from hub.core.approval import Needed
from hub.core.delegation import Delegations, Granted
from hub.core.envelope import Envelope
from hub.core.errors import SenderMismatchError
from hub.core.statement import Stated
from keys import statement as tokens
from keys.errors import KeysError
from keys.statement import Kind
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message: the key that signed it, its payload byte for byte.

    `two_persons` says whether its record type takes two.
    """

    kid: str
    payload: bytes
    envelope: Envelope
    two_persons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed it: by which delegation, and whose approval is needed beside (None: nobody's)."""

    granted: Granted
    needed: Needed | None
    trust: TrustList


def judge(said: Said, delegated: Delegations, trust: TrustList, at: datetime) -> Signer:
    """Return who signed; the signature itself is for the caller to check.

    Raises:
        UnknownKeyError: the key is not delegated.
        DelegationError, SenderMismatchError: it may not sign this.
    """
    granted = delegations.find(said.kid, delegated, trust, at)  # 1
    if granted.delegation.participant != said.envelope.sender:  # 2
        raise SenderMismatchError
    delegations.require_scope(granted, said.envelope.type, said.envelope.purpose)
    needed = approvals.need(said.payload, said.envelope, granted, delegated) if said.two_persons else None
    return Signer(granted=granted, needed=needed, trust=trust)


def vouch(signer: Signer, stated: Sequence[Stated], at: datetime) -> None:
    """Check what the place of the message decides: its time, and `stated` before it.

    Raises:
        DelegationError: the delegation was not in force at that time.
        ApprovalError: the message needs an approval, and none vouches for it.
    """
    delegations.require(signer.granted, signer.trust, at)
    if signer.needed is not None:  # 3
        approvals.find(signer.needed, stated, signer.trust, at)


def check(said: Said, stated: Iterable[Stated], trust: TrustList, *, index: int, at: datetime) -> Granted:
    """Return the delegation by which the message at the place `index`, accepted at the time `at`, was signed.

    Raises:
        UnknownKeyError, DelegationError, ApprovalError, SenderMismatchError: the key might not sign it, or not alone.
    """
    earlier = statement.before(stated, index)
    known = delegations.gather(_of(Kind.DELEGATION, earlier), trust)
    signer = judge(said, known, trust, at)
    vouch(signer, _of(Kind.APPROVAL, earlier), at)
    return signer.granted


def _of(kind: Kind, stated: Sequence[Stated]) -> list[Stated]:
    return [each for each in stated if _kind_of(each.token) is kind]


def _kind_of(token: bytes) -> Kind | None:
    try:
        return tokens.kind_of(token)
    except KeysError:
        return None
