"""The trust list: who takes part, whose keys count, as three signed notes (the rules are those of TUF).

    anchor ──trusts──> root ──delegates──> participants     who they are, their keys, their witnesses
    (a digest          │ └────delegates──> status           which root and participants are in force; the trust epoch
     or a root)        └──────names──────> log              the key of the audit log

A reader starts from an anchor that it got by another way: the SHA-256 of a root's text, or that root itself. Then

 1. roots are followed one version at a time, each signed by the threshold of the one before and by its own;
 2. the last of them must not have expired (those between may have: they are only the way to it);
 3. `status` is signed as the root says, has not expired, and names exactly this root and these participants;
 4. `participants` is signed as the root says, and has not expired;
 5. the online keys (status, log) are no participant's keys: no key on the net serves twice;
 6. every key of a participant was let in by the root, or by an older key of the same participant.

The three are taken together or not at all. `load` does this from nothing, `update` from a list already trusted, which
adds: no document goes back to a lower version, none changes without a higher one, and a revoked key stays revoked. When
a root takes away a key for a document, that document's version may start again: else whoever stole that key could lock
everybody out with a version near the end of the numbers ("fast-forward"). A list whose documents have expired is no
list ("freeze").

Time comes in as `now`, once, for everything; nothing here reads a file, a network or a clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from keys import trust_chain, trust_key, trust_participants, trust_root, trust_rules, trust_status
from keys.errors import TrustListRollbackError
from keys.note import VerifierKey
from keys.trust_chain import SignedRoot, digest
from keys.trust_participants import (
    Enrolment,
    KeyStatus,
    KeyUse,
    Participant,
    ParticipantKey,
    ParticipantRole,
    Participants,
)
from keys.trust_root import EnrolledKey, Role, Root
from keys.trust_status import Status
from keys.trust_writing import make_participants, make_root, make_status

__all__ = [
    "EnrolledKey",
    "Enrolment",
    "KeyStatus",
    "KeyUse",
    "Participant",
    "ParticipantKey",
    "ParticipantRole",
    "Participants",
    "Role",
    "Root",
    "Status",
    "TrustList",
    "digest",
    "load",
    "make_participants",
    "make_root",
    "make_status",
    "update",
]

ROOT, PARTICIPANTS, STATUS = trust_root.KIND, trust_participants.KIND, trust_status.KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustList:
    """Three documents that were checked together.

    `documents` are their signed notes and `digests` the SHA-256 of their texts, in hexadecimal, by kind. `version` is
    that of root, participants and status; `expires_at` when the first of them expires.
    """

    root: Root
    status: Status
    participants: Mapping[str, Participant]
    keys: Mapping[str, ParticipantKey]
    documents: Mapping[str, bytes]
    digests: Mapping[str, str]
    version: tuple[int, int, int]
    expires_at: datetime

    @property
    def hub(self) -> str:
        """The hub's origin, with the environment in it."""
        return self.root.hub

    @property
    def trust_epoch(self) -> int:
        """How many times keys went out of force."""
        return self.status.trust_epoch

    @property
    def listed(self) -> Participants:
        """The participants document as it was issued: without what was suspended since."""
        return trust_participants.parse(trust_chain.text_of(self.documents[PARTICIPANTS], PARTICIPANTS))

    @property
    def log_verifier(self) -> VerifierKey:
        """The key that checkpoints of the audit log are checked with."""
        return self.root.log

    @property
    def witnesses(self) -> Mapping[str, VerifierKey]:
        """The participants' keys that cosignatures are checked with."""
        return {name: p.witness for name, p in self.participants.items() if p.witness is not None}

    def state_of(self, participant: str) -> str:
        """Return a participant's state (alpha-2); empty if it is of none, or not in the list."""
        known = self.participants.get(participant)
        return "" if known is None else known.state or ""

    def key(self, kid: str) -> ParticipantKey:
        """Return a key, in force or not.

        Raises:
            UnknownKeyError: the list has no such key.
        """
        return trust_key.find_key(self.keys, kid)

    def signing_key(self, kid: str, at: datetime) -> ParticipantKey:
        """Return a key that could sign at that time.

        Raises:
            UnknownKeyError: the list has no such key.
            KeyUseError: it is not for signatures.
            KeyRevokedError, KeySuspendedError: it was, by then.
            KeyNotValidError: it was not valid yet, or not any more.
        """
        return trust_key.find_signing_key(self.keys, kid, at)


def load(
    *, root: bytes | Sequence[bytes], participants: bytes, status: bytes, anchor: str | bytes, now: datetime
) -> TrustList:
    """Load the three documents, trusting nothing but the anchor.

    `anchor` is the SHA-256 of a trusted root's text in hexadecimal (with or without `sha256:`), or that root's note.
    `root` is the anchored root, or it and its successors in order; with a note as anchor, its successors are enough.

    Raises:
        TrustListError: a document, or the three together, must not be used; the subclass and its code say why.
    """
    first, rest = trust_chain.start([root] if isinstance(root, bytes) else root, anchor)
    return _assemble(trust_chain.follow(first, rest), participants, status, now)


def update(
    current: TrustList, *, status: bytes, roots: Sequence[bytes] = (), participants: bytes | None = None, now: datetime
) -> TrustList:
    """Return the list after these documents; what is not given stays.

    `roots` are the successors of the current root, in order.

    Raises:
        TrustListError: the documents must not be used, and `current` stays what is trusted.
    """
    first = SignedRoot(content=current.root, raw=current.documents[ROOT])
    kept = current.documents[PARTICIPANTS] if participants is None else participants
    renewed = _assemble(trust_chain.follow(first, roots), kept, status, now)
    _check_progress(current, renewed)
    return renewed


def _assemble(root: SignedRoot, participants_raw: bytes, status_raw: bytes, now: datetime) -> TrustList:
    content = root.content
    # 2 the root in force has not expired
    trust_rules.check_fresh(ROOT, content.expires_at, now)
    # 3 status: signed, of this hub, not expired, naming this root
    status = trust_status.parse(trust_chain.check_signed(status_raw, STATUS, content.status))
    trust_rules.check_hub(STATUS, status.hub, content.hub)
    trust_rules.check_fresh(STATUS, status.expires_at, now)
    trust_rules.check_named(ROOT, status.root, content.version, digest(root.raw))
    # 4 to 6 participants: signed, of this hub, named by the status, not expired; no key serves twice; all were let in
    listed = trust_rules.read_participants(content, participants_raw)
    trust_rules.check_named(PARTICIPANTS, status.participants, listed.version, digest(participants_raw))
    trust_rules.check_fresh(PARTICIPANTS, listed.expires_at, now)
    trust_rules.check_keys(content, listed)
    return TrustList(
        root=content,
        status=status,
        participants=MappingProxyType({participant.id: participant for participant in listed.participants}),
        keys=MappingProxyType({key.kid: key for participant in listed.participants for key in participant.keys}),
        documents=MappingProxyType({ROOT: root.raw, PARTICIPANTS: participants_raw, STATUS: status_raw}),
        digests=MappingProxyType(
            {ROOT: status.root.sha256, PARTICIPANTS: status.participants.sha256, STATUS: digest(status_raw)}
        ),
        version=(content.version, listed.version, status.version),
        expires_at=min(content.expires_at, listed.expires_at, status.expires_at),
    )


def _check_progress(current: TrustList, renewed: TrustList) -> None:
    """Refuse what is older than what is trusted, or another text under the same version."""
    if not trust_chain.lost_keys(current.root.status, renewed.root.status):
        _check_newer(STATUS, current, renewed, current.status.version, renewed.status.version)
        if renewed.trust_epoch < current.trust_epoch:
            raise TrustListRollbackError(document=STATUS)
    if not trust_chain.lost_keys(current.root.participants, renewed.root.participants):
        _check_newer(PARTICIPANTS, current, renewed, current.version[1], renewed.version[1])
        trust_rules.check_revoked(current.keys, renewed.keys)


def _check_newer(document: str, current: TrustList, renewed: TrustList, before: int, after: int) -> None:
    changed = current.digests[document] != renewed.digests[document]
    if after < before or (after == before and changed):
        raise TrustListRollbackError(document=document)
