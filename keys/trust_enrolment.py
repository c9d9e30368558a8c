"""Is every listed key let in by somebody who may? Checked whenever a trust list is loaded, by the hub and by readers.

    root.enrolled ──names──> signing key ──vouches──> further signing key ──vouches──> …
                                 ├─────signs for────> encryption key
                                 └─────names────────> witness key

A signing key counts when the root names it for its participant, or when another signing key that counts, of the same
participant, vouched for it while in force: valid then, and neither suspended nor revoked yet. The time of that is
written by whoever signs. So a key that others may have had, whenever and as far as anybody knows, vouches for nothing:
what it ever vouched for counts no more until the Council names that in a root, or the list makes it void, which is to
say revoked from its first moment on. A void key could sign at no time, so nobody need answer for it; yet it stays
listed. Two keys that only vouch for each other do not count.

A witness key is named in the request of a signing key that counts without being void, and that nobody else may have
had. So officers alone can replace no witness either: a request of a void key is one that nobody answers for.
"""

from collections.abc import Mapping, Set
from datetime import datetime

from keys import enrolment
from keys.enrolment import Claim, KeyUse
from keys.errors import SignatureError, TrustListEnrolmentError
from keys.note_key import VerifierKey
from keys.trust_participants import KeyStatus, Participant, ParticipantKey, Participants
from keys.trust_root import Root

IN_OTHER_HANDS = frozenset({"lost", "stolen", "suspected"})  # reasons that say so where nobody knows since when


def check(root: Root, listed: Participants) -> None:
    """Return if every key of the list has a right to stand in it.

    Raises:
        TrustListEnrolmentError: one has not; the error names it.
    """
    named = frozenset((key.participant, key.kid) for key in root.enrolled)
    for participant in listed.participants:
        own = {kid for owner, kid in named if owner == participant.id}
        free = own | {key.kid for key in participant.keys if is_void(key)}
        counted = signing_keys(participant, listed.hub, free)
        for key in participant.keys:
            if key.use is KeyUse.ENCRYPTION:
                _check_encryption(key, listed.hub, counted, free)
        if participant.witness is not None and participant.witness not in named_witnesses(participant):
            raise TrustListEnrolmentError(
                document="participants", participant=participant.id, kid=participant.witness.public_key.thumbprint
            )


def named_witnesses(participant: Participant) -> list[VerifierKey | None]:
    """Return what the participant's keys name as witness; only of a list whose keys all count."""
    return [
        enrolment.read(key.enrolment.statement).witness
        for key in participant.keys
        if key.use is KeyUse.SIGNING and key.enrolment and not is_void(key) and not may_be_shared(key)
    ]


def is_void(key: ParticipantKey) -> bool:
    """Tell whether a key is revoked from its first moment on."""
    return key.status is KeyStatus.REVOKED and key.status_at is not None and key.status_at <= key.valid_from


def may_be_shared(key: ParticipantKey) -> bool:
    """Tell whether the list says that others may have had a key, at whatever time."""
    return key.compromised_since is not None or key.reason in IN_OTHER_HANDS


def signing_keys(participant: Participant, hub: str, free: Set[str]) -> Mapping[str, ParticipantKey]:
    """Return the participant's signing keys by kid, all of which count; `free` are those that nobody need vouch for.

    Raises:
        TrustListEnrolmentError: one of them does not.
    """
    keys = [key for key in participant.keys if key.use is KeyUse.SIGNING]
    claims = {key.kid: _claim(key, hub, key) for key in keys}
    counted = {key.kid: key for key in keys if key.kid in free}
    waiting = [key for key in keys if key.kid not in counted]
    while waiting:
        found = [key for key in waiting if _is_vouched(key, claims[key.kid], counted)]
        if not found:
            raise _refusal(waiting[0])
        counted |= {key.kid: key for key in found}
        waiting = [key for key in waiting if key.kid not in counted]
    return counted


def could_vouch(key: ParticipantKey, at: datetime) -> bool:
    """Tell whether a key was in force at that time, and nobody else may ever have had it."""
    end = key.valid_until if key.status_at is None else min(key.valid_until, key.status_at)
    return not may_be_shared(key) and key.valid_from <= at < end


def _claim(key: ParticipantKey, hub: str, signer: ParticipantKey) -> Claim:
    """Return what the key's request says, if `signer` signed it and the list keeps to it."""
    if key.enrolment is None:
        raise _refusal(key)
    try:
        claim = enrolment.verify(key.enrolment.statement, signer.public)
    except SignatureError:
        raise _refusal(key) from None
    said = (claim.hub, claim.participant, claim.public, claim.use)
    within = claim.valid_from <= key.valid_from and key.valid_until <= claim.valid_until
    if said != (hub, key.participant, key.public, key.use) or not within:
        raise _refusal(key)
    return claim


def _is_vouched(key: ParticipantKey, claim: Claim, counted: Mapping[str, ParticipantKey]) -> bool:
    token = key.enrolment.vouched if key.enrolment else None
    older = counted.get(enrolment.signer_of(token)) if token else None
    if token is None or older is None or not could_vouch(older, claim.at):
        return False
    try:
        return enrolment.verify(token, older.public) == claim
    except SignatureError:
        raise _refusal(key) from None


def _check_encryption(key: ParticipantKey, hub: str, counted: Mapping[str, ParticipantKey], free: Set[str]) -> None:
    signer = counted.get(enrolment.signer_of(key.enrolment.statement)) if key.enrolment else None
    if signer is None:
        raise _refusal(key)
    claim = _claim(key, hub, signer)
    if key.kid not in free and not could_vouch(signer, claim.at):
        raise _refusal(key)


def _refusal(key: ParticipantKey) -> TrustListEnrolmentError:
    return TrustListEnrolmentError(document="participants", participant=key.participant, kid=key.kid)
