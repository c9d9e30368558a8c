"""A statement in the log: the act's leaf vouches that the hub took these very bytes, and when.

Delegations, approvals and suspensions are logged as acts: the leaf holds the digest of the statement's bytes, and their
participant as its subject. Whoever has the leaf's proof checks the rest with no hub.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol, TypeVar

from hub.core import instant
from hub.core import receipt as receipts
from hub.core.leaf import ActLeaf, Leaf
from hub.core.receipt import Receipt
from keys import suspension
from keys.errors import KeysError, StatementLeafError
from keys.statement import Kind, Unread
from keys.trustlist import Participant, TrustList

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


class Said(Protocol):
    """What all statements say that a participant's own key signs."""

    @property
    def hub(self) -> str:
        """The origin of the hub that it is said to."""

    @property
    def participant(self) -> str:
        """The id of who says it."""


S = TypeVar("S", bound=Said)


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


def held(
    read: Callable[[bytes], tuple[Unread, S]], kind: Kind, stated: Iterable[Stated], trust: TrustList
) -> Iterator[tuple[S, Place, Participant]]:
    """Yield the logged statements of a kind that hold, with who says each.

    Each was signed by a key of its participant's, which at the time of its leaf was in nobody else's hands.
    """
    for each in stated:
        try:
            unread, said = read(each.token)
            place = find_place(each, kind=kind, participant=said.participant, hub=trust.hub)
            key = trust.signing_key(unread.kid, place.at)
            unread.verify(key.public)
        except KeysError:
            continue
        since = suspension.in_other_hands_since(key)
        if key.participant == said.participant and (since is None or place.at < since):
            yield said, place, trust.participants[said.participant]


def before(stated: Iterable[Stated], index: int) -> list[Stated]:
    """Return what was stated before a place in the log, in the log's order."""
    return sorted((each for each in stated if each.index < index), key=lambda each: each.index)
