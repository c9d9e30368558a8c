"""Is every listed key let in by somebody who may? Checked whenever a trust list is loaded, by the hub and by readers.

    root.enrolled ──names──> signing key ──vouches──> further signing key ──vouches──> …
                                 └─────signs for────> encryption key

A signing key counts when the root names it for its participant, or when another signing key that counts, of the same
participant, vouched for it while in force: valid then, neither suspended or revoked yet, nor in doubt since before.
So two keys that only vouch for each other do not count, and what a stolen key vouched for falls with it: until the
Council names that key in a root, or the list makes it void, which is to say revoked from its first moment on. A void
key could sign at no time, so nobody need answer for it; yet it stays listed.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from keys import enrolment
from keys.enrolment import Claim, KeyUse
from keys.errors import SignatureError, TrustListEnrolmentError
from keys.trust_participants import KeyStatus, Participant, ParticipantKey, Participants
from keys.trust_root import Root


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
        _check_witness(participant)


def is_void(key: ParticipantKey) -> bool:
    """Tell whether a key is revoked from its first moment on."""
    return key.status is KeyStatus.REVOKED and key.status_at is not None and key.status_at <= key.valid_from


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
    """Tell whether a key was in force at that time, and nobody else may have had it then."""
    ends = [end for end in (key.status_at, key.compromised_since) if end is not None]
    return key.valid_from <= at < min([key.valid_until, *ends])


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


def _check_witness(participant: Participant) -> None:
    """The witness key is one that a key of the participant named when it was enrolled."""
    if participant.witness is None:
        return
    said = [enrolment.read(key.enrolment.statement) for key in participant.keys if key.enrolment is not None]
    if participant.witness not in _witnesses(said):
        raise TrustListEnrolmentError(
            document="participants", participant=participant.id, kid=participant.witness.public_key.thumbprint
        )


def _witnesses(claims: Sequence[Claim]) -> list[object]:
    return [claim.witness for claim in claims if claim.use is KeyUse.SIGNING]


def _refusal(key: ParticipantKey) -> TrustListEnrolmentError:
    return TrustListEnrolmentError(document="participants", participant=key.participant, kid=key.kid)
