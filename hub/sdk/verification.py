"""Every check of an incoming message, in this order; the numbers stand in the code.

    the page (wrong: nothing of it is used, the cursor stays)
      1  its checkpoint is signed by the log's key
      2  and continues the log that was seen before                          (`log_history`)
      3  its numbers follow the cursor without a gap
    each message (wrong: as above, the hub shows what it cannot prove)
      4  its leaf stands at its index under the page's checkpoint
      5  the leaf is a message of this hub to us, or a copy of our own, with the digest of these bytes
    each message (wrong: quarantine, and a receipt that says `rejected`)
      6  the signature is by a key that was its sender's at the leaf's time, or that of a contact person of his, whose
         delegation covers it and, where its type takes two persons, who had another one's approval before
      7  the payload is an envelope, of this hub, and says what the leaf says
      8  the record fits its schema

Pure: the trust list, the catalogue and the page are given; nothing is fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hub.client.answers import Delivered, Page
from hub.core import contact_person, instant, merkle
from hub.core import envelope as envelopes
from hub.core import leaf as leaves
from hub.core.checkpoint import Checkpoint
from hub.core.contact_person import Said
from hub.core.envelope import Envelope
from hub.core.errors import HubError
from hub.core.leaf import MessageLeaf
from hub.core.receipt import Receipt
from hub.core.statement import Stated
from hub.sdk.errors import UnacceptableError, UntrustedAnswerError
from hub.sdk.ports import Part
from keys import jws, strict_json
from keys.errors import KeysError
from keys.jwk import PublicKey
from keys.jws import Unverified
from keys.trustlist import TrustList
from schemas.catalogue import Catalogue, UnknownRecordTypeError, UnknownVersionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A message that passed all checks; `parts` are what was sealed in it, once they were opened."""

    number: int
    index: int
    accepted_at: str
    envelope: Envelope
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A message the log vouches for; whether its content can be taken is the next question."""

    item: Delivered
    leaf: MessageLeaf
    at: datetime
    is_copy: bool = False

    @property
    def kid(self) -> str:
        """The key that is said to have signed; nothing where the token has no such form."""
        token = _read(self.item.envelope)
        return "" if token is None else token.kid

    @property
    def payload(self) -> bytes:
        """The payload, byte for byte; nothing where the token has no such form."""
        token = _read(self.item.envelope)
        return b"" if token is None else token.payload


def _read(raw: bytes) -> Unverified | None:
    try:
        return jws.read(raw, envelopes.TYP)
    except KeysError:
        return None


def check_numbers(page: Page) -> None:
    """Check 3: numbers follow the cursor without a gap, and `next` is the last of them.

    Raises:
        UntrustedAnswerError: they do not.
    """
    expected = list(range(page.after + 1, page.after + 1 + len(page.items)))
    if [item.number for item in page.items] != expected or page.next != page.after + len(page.items):
        raise UntrustedAnswerError("numbers of the inbox")


def prove(item: Delivered, checkpoint: Checkpoint, *, hub: str, participant: str) -> Proven:
    """Checks 4 and 5: the log vouches that these bytes were accepted for us, or from us.

    Raises:
        UntrustedAnswerError: it does not.
    """
    leaf = _open_leaf(item.leaf, item.index, item.proof, checkpoint)  # 4
    at = instant.parse(leaf.at)  # 5
    if at is None or leaf.hub != hub or participant not in (*leaf.to, leaf.sender):
        raise UntrustedAnswerError("leaf of something else")
    if leaf.sha256 != sha256(item.envelope).hexdigest():
        raise UntrustedAnswerError("leaf of other bytes")
    return Proven(item=item, leaf=leaf, at=at, is_copy=participant not in leaf.to)


def accept(proven: Proven, trust: TrustList, catalogue: Catalogue, stated: Sequence[Stated] = ()) -> Verified:
    """Checks 6 to 8: the sender said this, and it is what its type says.

    `stated` are the delegations and approvals that the log holds, for what contact persons signed.

    Raises:
        UnacceptableError: it cannot be taken; the code says why.
    """
    leaf = proven.leaf
    try:
        envelope = _open(proven, trust, catalogue, stated)  # 6, 7
    except (KeysError, HubError) as error:
        raise UnacceptableError(error.code, ru=error.text("ru"), en=error.text("en")) from None
    if (envelope.hub, envelope.id, envelope.sender) != (leaf.hub, leaf.id, leaf.sender):
        raise _unacceptable("leaf-mismatch", "конверт не совпадает с журналом", "the envelope is not what the log says")
    if not _is_expansion(leaf.to, envelope.to):
        raise _unacceptable("leaf-mismatch", "получатели не совпадают с журналом", "recipients differ from the log")
    _check_record(envelope, catalogue)  # 8
    return Verified(number=proven.item.number, index=proven.item.index, accepted_at=leaf.at, envelope=envelope)


def _open(proven: Proven, trust: TrustList, catalogue: Catalogue, stated: Sequence[Stated]) -> Envelope:
    raw = proven.item.envelope
    token = jws.read(raw, envelopes.TYP)
    if token.kid in trust.keys or not stated:
        token.verify(_own_key(token.kid, proven, trust))
        return envelopes.parse(token.payload, raw)
    envelope = envelopes.parse(token.payload, raw)
    said = Said(kid=token.kid, payload=token.payload, envelope=envelope, two_persons=_takes_two(envelope, catalogue))
    granted = contact_person.check(said, stated, trust, index=proven.item.index, at=proven.at)
    token.verify(granted.delegation.public)
    return envelope


def _own_key(kid: str, proven: Proven, trust: TrustList) -> PublicKey:
    key = trust.signing_key(kid, proven.at)
    if key.participant != proven.leaf.sender:
        raise _unacceptable("sender-mismatch", "ключ не отправителя", "the key is not the sender's")
    return key.public


def _takes_two(envelope: Envelope, catalogue: Catalogue) -> bool:
    """Tell whether a record of this type takes two contact persons; one that is not known is refused for that later."""
    try:
        return catalogue.record_type(envelope.type, envelope.version).two_persons
    except (UnknownRecordTypeError, UnknownVersionError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Which message a receipt has to be about."""

    hub: str
    sender: str
    message_id: str
    sha256: str


def claimed_type(raw: bytes) -> str | None:
    """Return the record type an envelope claims to have, without believing it."""
    try:
        payload = strict_json.loads(jws.read(raw, envelopes.TYP).payload)
    except KeysError:
        return None
    return str(payload["type"]) if isinstance(payload, dict) and "type" in payload else None


def check_receipt(receipt: Receipt, checkpoint: Checkpoint, owner: Owner) -> None:
    """Check that a receipt is about our message, under its checkpoint, which was admitted before (checks 1, 2).

    Raises:
        UntrustedAnswerError: it is not, or proves nothing.
    """
    leaf = _open_leaf(receipt.leaf, receipt.index, receipt.proof, checkpoint)
    if Owner(hub=leaf.hub, sender=leaf.sender, message_id=leaf.id, sha256=leaf.sha256) != owner:
        raise UntrustedAnswerError("a receipt for something else")


def _open_leaf(raw: bytes, index: int, proof: Sequence[bytes], checkpoint: Checkpoint) -> MessageLeaf:
    try:
        merkle.verify_inclusion(
            hashed=merkle.leaf_hash(raw), index=index, size=checkpoint.size, proof=proof, root=checkpoint.root
        )
        leaf = leaves.parse(raw)
    except HubError as error:
        raise UntrustedAnswerError(error.code) from None
    if not isinstance(leaf, MessageLeaf):
        raise UntrustedAnswerError("a leaf of no message")
    return leaf


def _is_expansion(expanded: Sequence[str], named: Sequence[str]) -> bool:
    """Tell whether the leaf's recipients can be those the sender named: the same, unless there was a group."""
    if any(name.startswith("@") for name in named):
        return {name for name in named if not name.startswith("@")} <= set(expanded)
    return sorted(expanded) == sorted(named)


def _check_record(envelope: Envelope, catalogue: Catalogue) -> None:
    try:
        violations = catalogue.validate(envelope.type, envelope.version, envelope.record)
    except UnknownRecordTypeError:
        raise _unacceptable("type-unknown", "вид записи здесь неизвестен", "the type is not known here") from None
    except UnknownVersionError:
        raise _unacceptable("version-unknown", "версия здесь неизвестна", "the version is not known here") from None
    if violations:
        first = violations[0]
        ru, en = (f"{first.pointer}: {text}" for text in (first.ru, first.en))
        raise UnacceptableError("schema-violation", ru=ru, en=en)


def _unacceptable(code: str, ru: str, en: str) -> UnacceptableError:
    return UnacceptableError(code, ru=f"Сообщение не принято: {ru}.", en=f"The message was not taken: {en}.")
