"""A statement in the log: the act's leaf vouches that the hub took these very bytes, and when.

Delegations, approvals and suspensions are logged as acts: the leaf holds the digest of the statement's bytes, and their
participant as its subject. Whoever has the leaf's proof checks the rest with no hub.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hub.core import instant
from hub.core import receipt as receipts
from hub.core.leaf import ActLeaf, Leaf
from hub.core.receipt import Receipt
from keys.errors import StatementLeafError
from keys.statement import Kind
from keys.trustlist import TrustList

ACTS = {
    Kind.DELEGATION: "delegation",
    Kind.APPROVAL: "approval",
    Kind.SUSPENSION: "suspension",
    Kind.RELEASE: "release",
    Kind.CONSENT: "consent",
    Kind.CALENDAR: "calendar",
    Kind.OUTAGE: "outage",
    Kind.SCHEDULE: "schedule",
    Kind.SYNC: "sync",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement stands in the log, and since when."""

    index: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement's bytes with the leaf that vouches for them; whoever made this has checked the leaf's place."""

    token: bytes
    leaf: Leaf
    index: int


def find_place(stated: Stated, *, kind: Kind, participant: str, hub: str) -> Place:
    """Return where the statement stands.

    Raises:
        StatementLeafError: the leaf is about something else.
    """
    leaf = stated.leaf
    if not isinstance(leaf, ActLeaf):
        raise StatementLeafError
    found = (leaf.act, leaf.subject, leaf.hub, leaf.sha256)
    at = instant.parse(leaf.at)
    if at is None or found != (ACTS[kind], participant, hub, sha256(stated.token).hexdigest()):
        raise StatementLeafError
    return Place(index=stated.index, at=at)


def from_receipt(token: bytes, receipt: Receipt, trust: TrustList) -> Stated:
    """Return the statement with its leaf, whose place the receipt proves.

    Raises:
        NoteError, CheckpointMalformedError, LeafMalformedError, ProofError: what does not hold.
    """
    leaf, _ = receipts.verify(receipt, trust.log_verifier)
    return Stated(token=token, leaf=leaf, index=receipt.index)


def before(stated: Iterable[Stated], index: int) -> list[Stated]:
    """Return what was stated before a place in the log, in the log's order."""
    return sorted((each for each in stated if each.index < index), key=lambda each: each.index)
