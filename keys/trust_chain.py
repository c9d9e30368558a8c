"""From a trusted root to the newest one, and the signatures under every document of the trust list."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from keys import note, trust_root
from keys.errors import (
    NoteError,
    TrustListAnchorError,
    TrustListError,
    TrustListGapError,
    TrustListMismatchError,
    TrustListRollbackError,
    TrustListSignaturesError,
    TrustListTooLargeError,
)
from keys.trust_root import Role, Root

MAX_ROOTS = 256  # a root a year, and some for accidents


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRoot:
    """A root and the note that it came in."""

    content: Root
    raw: bytes


def text_of(raw: bytes, document: str) -> bytes:
    """Return the text of a note whose signatures nobody has checked yet.

    Raises:
        TrustListTooLargeError: it is longer than any note.
        TrustListError: it is not a note.
    """
    if len(raw) > note.MAX_NOTE:
        raise TrustListTooLargeError(document=document, limit=note.MAX_NOTE)
    try:
        return note.parse(raw).text
    except NoteError:
        raise TrustListError(document=document, place="note") from None


def digest(document: bytes) -> str:
    """Return the SHA-256 of a signed document's text, in hexadecimal: its name, whoever signed it.

    Raises:
        TrustListError: it is not a signed note.
    """
    return digest_of_text(text_of(document, "note"))


def digest_of_text(text: bytes) -> str:
    """Return the digest of a document's text, which nobody need have signed."""
    return sha256(text).hexdigest()


def check_signed(raw: bytes, document: str, role: Role) -> bytes:
    """Return the text if enough keys of the role signed it; each counts once, and none may have signed wrongly.

    Raises:
        TrustListSignaturesError: they did not.
        TrustListError: it is not a note.
    """
    text = text_of(raw, document)
    try:
        signers = {signature.key.public_key.x for signature in note.open(raw, role.keys).signatures}
    except NoteError:
        raise TrustListSignaturesError(document=document) from None
    if len(signers) < role.threshold:
        raise TrustListSignaturesError(document=document)
    return text


def start(roots: Sequence[bytes], anchor: str | bytes) -> tuple[SignedRoot, Sequence[bytes]]:
    """Return the anchored root, and the roots that are to follow it.

    Raises:
        TrustListAnchorError: the first root is not the anchored one.
        TrustListError: it is no root, or not signed by its own threshold.
    """
    if isinstance(anchor, bytes):
        name = digest(anchor)
        first, rest = anchor, tuple(raw for raw in roots if digest(raw) != name)
    elif roots and digest(roots[0]) == anchor.removeprefix("sha256:"):
        first, rest = roots[0], tuple(roots[1:])
    else:
        raise TrustListAnchorError
    content = trust_root.parse(text_of(first, trust_root.KIND))
    check_signed(first, trust_root.KIND, content.council)
    return SignedRoot(content=content, raw=first), rest


def follow(trusted: SignedRoot, successors: Sequence[bytes]) -> SignedRoot:
    """Return the last of the successors: each one version higher, signed by the threshold before it and by its own.

    Raises:
        TrustListTooLargeError: there are more than 256.
        TrustListRollbackError: a root does not follow the one before; TrustListGapError: one in between is missing.
        TrustListMismatchError: it is another hub's.
        TrustListSignaturesError: one of the two thresholds is missing.
    """
    if len(successors) > MAX_ROOTS:
        raise TrustListTooLargeError(document=trust_root.KIND, limit=MAX_ROOTS)
    for raw in successors:
        content = trust_root.parse(text_of(raw, trust_root.KIND))
        if content.version > trusted.content.version + 1:  # before its signatures: who may sign it is said in between
            raise TrustListGapError(document=trust_root.KIND, version=trusted.content.version + 1)
        check_signed(raw, trust_root.KIND, trusted.content.council)
        check_signed(raw, trust_root.KIND, content.council)
        if content.version != trusted.content.version + 1 or content.previous != digest(trusted.raw):
            raise TrustListRollbackError(document=trust_root.KIND)
        if content.hub != trusted.content.hub:
            raise TrustListMismatchError(document=trust_root.KIND)
        trusted = SignedRoot(content=content, raw=raw)
    return trusted


def lost_keys(before: Role, after: Role) -> bool:
    """Tell whether a role lost a key: only then may the versions of its document start again."""
    return not {key.public_key.x for key in before.keys} <= {key.public_key.x for key in after.keys}
