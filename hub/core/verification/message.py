"""An envelope of the bundle: what its leaf says, and signed by who could sign for its sender at that time."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hub.core import delegation, delivery
from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from hub.core.evidence import Proven
from hub.core.leaf import MessageLeaf
from hub.core.verification.log import LogKey, check_logged, read_leaf
from hub.core.verification.signers import SignedBy, Signers
from hub.core.verification.step import EvidenceMismatchError
from keys import jws

_STATUSES = tuple(delivery.NEXT[None])


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An envelope that stands in the log as its leaf says: what it is, who signed it, where and when it was accepted.

    `payload` are the exact bytes that were signed.
    """

    envelope: Envelope
    payload: bytes
    signed_by: SignedBy
    leaf: MessageLeaf
    index: int
    at: datetime


def leaf_of(proven: Proven) -> tuple[MessageLeaf, datetime]:
    """Return the leaf inside a receipt, and its time.

    Raises:
        LeafMalformedError, StrictJsonError: it is no leaf, or has no time.
        EvidenceMismatchError: it is no message's leaf.
    """
    leaf, at = read_leaf(proven.receipt.leaf)
    if not isinstance(leaf, MessageLeaf):
        raise EvidenceMismatchError
    return leaf, at


def check_message(proven: Proven, signers: Signers) -> Checked:
    """Check that the token is its leaf's, and that a key that could sign for its sender at the leaf's time signed it.

    The leaf's place in the log is the caller's to check.

    Raises:
        KeysError, HubError: what does not hold.
    """
    leaf, at = leaf_of(proven)
    token = jws.read(proven.envelope, envelopes.TYP)
    signed_by = signers.find(token.kid, at, proven.receipt.index)
    token.verify(signed_by.key.public)
    envelope = envelopes.parse(token.payload, proven.envelope)
    stated = (leaf.hub, leaf.id, leaf.sender, leaf.sha256)
    found = (envelope.hub, envelope.id, envelope.sender, envelope.sha256)
    owned = (signers.trust.hub, signed_by.key.participant) == (leaf.hub, leaf.sender)
    if stated != found or not owned or not _is_for_its_recipients(envelope, leaf):
        raise EvidenceMismatchError
    if signed_by.granted is not None:
        delegation.require_scope(signed_by.granted, envelope.type, envelope.purpose)
    return Checked(
        envelope=envelope,
        payload=token.payload,
        signed_by=signed_by,
        leaf=leaf,
        index=proven.receipt.index,
        at=at,
    )


def check_answer(answer: Proven, message: Proven, signers: Signers, log: tuple[LogKey, ...]) -> Checked:
    """Check a recipient's receipt: signed, in the log, and about this message.

    Raises:
        KeysError, HubError: what does not hold.
    """
    check_logged(answer.receipt, log)
    checked = check_message(answer, signers)
    said = checked.envelope
    leaf, _ = leaf_of(message)
    named = {"index": message.receipt.index, "id": leaf.id, "sha256": sha256(message.envelope).hexdigest()}
    messages = said.record.get("messages")
    speaks = said.type == delivery.TYPE and isinstance(messages, list) and named in messages
    if not speaks or not delivery.is_addressed(leaf, said.sender):
        raise EvidenceMismatchError
    status = said.record.get("status")
    if status not in _STATUSES or (status == "expired") != (said.sender == delivery.HUB):
        raise EvidenceMismatchError
    return checked


def _is_for_its_recipients(envelope: Envelope, leaf: MessageLeaf) -> bool:
    """Say whether the hub took it to those whom the sender named, and to more only where he named a group."""
    named = {name for name in envelope.to if not name.startswith("@")}
    return named <= set(leaf.to) if len(named) < len(envelope.to) else named == set(leaf.to)
