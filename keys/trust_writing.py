"""Texts of the trust list's documents, to be signed with `note.sign` and `note.add_signature`; and a signed status.

What is written here is read back before anybody signs it: a document that would be refused is not made.
"""

from collections.abc import Mapping
from datetime import datetime

from keys import note, trust_participants, trust_root, trust_status
from keys.errors import UnknownKeyError
from keys.jwk import Signer
from keys.trust_chain import digest, text_of
from keys.trust_participants import Participants
from keys.trust_root import Root
from keys.trust_status import Named, Status


def make_root(root: Root) -> bytes:
    """Return the text of a root document.

    Raises:
        TrustListError: it would be refused.
    """
    text = trust_root.format(root)
    trust_root.parse(text)
    return text


def make_participants(participants: Participants) -> bytes:
    """Return the text of a participants document.

    Raises:
        TrustListError: it would be refused.
    """
    text = trust_participants.format(participants)
    trust_participants.parse(text)
    return text


def make_status(
    *, root: bytes, participants: bytes, version: int, issued_at: datetime, expires_at: datetime, trust_epoch: int
) -> bytes:
    """Return the text of a status document that puts these two signed documents in force.

    Raises:
        TrustListError: one of the documents is none, or the status would be refused.
    """
    named_root = trust_root.parse(text_of(root, trust_root.KIND))
    named_participants = trust_participants.parse(text_of(participants, trust_participants.KIND))
    text = trust_status.format(
        Status(
            hub=named_root.hub,
            version=version,
            issued_at=issued_at,
            expires_at=expires_at,
            root=Named(version=named_root.version, sha256=digest(root)),
            participants=Named(version=named_participants.version, sha256=digest(participants)),
            trust_epoch=trust_epoch,
        )
    )
    trust_status.parse(text)
    return text


def sign_status(documents: Mapping[str, bytes], *, key: Signer, version: int, now: datetime, trust_epoch: int) -> bytes:
    """Return a signed status that puts this root and these participants in force for as long as a status may be.

    Raises:
        TrustListError: one of the documents is none, or the status would be refused.
        UnknownKeyError: the root does not name this key for the status.
    """
    issued_at = now.replace(microsecond=0)
    text = make_status(
        root=documents[trust_root.KIND],
        participants=documents[trust_participants.KIND],
        version=version,
        issued_at=issued_at,
        expires_at=issued_at + trust_status.MAX_LIFETIME,
        trust_epoch=trust_epoch,
    )
    for verifier in trust_root.parse(text_of(documents[trust_root.KIND], trust_root.KIND)).status.keys:
        if verifier.public_key.x == key.public.x:
            return note.sign(text, verifier.name, key)
    raise UnknownKeyError
