"""The single rules that documents of a trust list are held to, wherever they are read: by a hub or at a ceremony."""

from collections.abc import Mapping
from datetime import datetime

from keys import trust_chain, trust_enrolment, trust_participants, trust_root
from keys.errors import TrustListExpiredError, TrustListMismatchError, TrustListRollbackError
from keys.trust_participants import KeyStatus, ParticipantKey, Participants
from keys.trust_root import Root
from keys.trust_status import Named


def read_participants(root: Root, raw: bytes) -> Participants:
    """Return the participants if they are signed as the root says, and of its hub.

    Raises:
        TrustListError: they are not.
    """
    listed = trust_participants.parse(trust_chain.check_signed(raw, trust_participants.KIND, root.participants))
    check_hub(trust_participants.KIND, listed.hub, root.hub)
    return listed


def check_keys(root: Root, listed: Participants) -> None:
    """Return if no key on the net serves twice, and every key was let in by somebody who may.

    Raises:
        TrustListMismatchError: an online key is a participant's.
        TrustListEnrolmentError: a key was not let in.
    """
    keys = {key.public.x for participant in listed.participants for key in participant.keys}
    keys |= {participant.witness.public_key.x for participant in listed.participants if participant.witness}
    if not keys.isdisjoint(trust_root.online_keys(root)):
        raise TrustListMismatchError(document=trust_participants.KIND)
    trust_enrolment.check(root, listed)


def check_fresh(document: str, expires_at: datetime, now: datetime) -> None:
    """Return if the document serves now: before it expires, not from then on.

    Raises:
        TrustListExpiredError: it does not.
    """
    if now >= expires_at:
        raise TrustListExpiredError(document=document)


def check_hub(document: str, hub: str, expected: str) -> None:
    """Return if the document is of this hub.

    Raises:
        TrustListMismatchError: it is another's.
    """
    if hub != expected:
        raise TrustListMismatchError(document=document)


def check_named(document: str, named: Named, version: int, sha256: str) -> None:
    """Return if the status names this document.

    Raises:
        TrustListMismatchError: it names another.
    """
    if (named.version, named.sha256) != (version, sha256):
        raise TrustListMismatchError(document=document)


def check_revoked(before: Mapping[str, ParticipantKey], after: Mapping[str, ParticipantKey]) -> None:
    """Return if every revoked key stays listed and revoked, and in other hands if it was; all from no later moment on.

    Raises:
        TrustListRollbackError: one is not.
    """
    for key in before.values():
        if key.status is KeyStatus.REVOKED:
            later = after.get(key.kid)
            if later is None or later.status is not KeyStatus.REVOKED:
                raise TrustListRollbackError(document=trust_participants.KIND)
            _check_no_later(key.status_at, later.status_at)
            _check_no_later(key.compromised_since, later.compromised_since)
            if trust_enrolment.may_be_shared(key) and not trust_enrolment.may_be_shared(later):
                raise TrustListRollbackError(document=trust_participants.KIND)


def _check_no_later(before: datetime | None, after: datetime | None) -> None:
    if before is not None and (after is None or after > before):
        raise TrustListRollbackError(document=trust_participants.KIND)
