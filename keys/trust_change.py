"""Changes of a trust list, each a function from the contents in force to the contents proposed. Nothing is signed here.

enrol          a key that asks to be listed; its participant too, if that is new
set_status     suspend, revoke, restore
answer         take suspensions that were made online into the list, or lift them
approve        let the Council itself name a listed key, in place of the one that vouched for it
next_root, next_participants        the same contents as the next version
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from keys import enrolment, trust_enrolment
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import (
    TrustChangeHubError,
    TrustChangeLiftError,
    TrustChangeListedError,
    TrustChangeSameError,
    TrustChangeStatusError,
    TrustChangeUnknownError,
    TrustListEnrolmentError,
)
from keys.suspension import IN_OTHER_HANDS, Suspension
from keys.trust_participants import KeyStatus, Participant, ParticipantKey, ParticipantRole, Participants
from keys.trust_root import EnrolledKey, Root

SPENT = 2**30  # no list comes here by being published: whoever signed this version wanted to leave none above it
_NEXT = {
    KeyStatus.ACTIVE: {KeyStatus.SUSPENDED, KeyStatus.REVOKED},
    KeyStatus.SUSPENDED: {KeyStatus.ACTIVE, KeyStatus.REVOKED},
    KeyStatus.REVOKED: set[KeyStatus](),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The two contents that belong together."""

    root: Root
    participants: Participants

    @property
    def keys(self) -> dict[str, ParticipantKey]:
        """Every listed key by kid."""
        return {key.kid: key for own in self.participants.participants for key in own.keys}


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What a participant is that asks for the first time; `state` is None for those of no state."""

    state: str | None
    role: ParticipantRole


def enrol(draft: Draft, proof: Enrolment, newcomer: Callable[[str], Newcomer | None]) -> Draft:
    """List the key that asks; unless an older key vouches for it, the Council has to name it in the root.

    `newcomer` says what a participant is that is not listed yet.

    Raises:
        SignatureError, StatementError: the request is not one, or not signed by the key that asks.
        TrustChangeHubError: it was made for another hub.
        TrustChangeListedError: the key is listed already.
        TrustListEnrolmentError: the key that vouches is out of force, whatever date it writes.
        TrustChangeUnknownError: nobody said what the new participant is.
    """
    name = enrolment.read(proof.statement).participant
    own = find(draft, name) or _new(name, newcomer(name))
    signing = {key.kid: key for key in own.keys if key.use is KeyUse.SIGNING}
    claim = enrolment.check_request(proof, vouching={kid: key.public for kid, key in signing.items()})
    if claim.hub != draft.root.hub:
        raise TrustChangeHubError(kid=claim.public.kid, hub=draft.root.hub)
    if any(key.kid == claim.public.kid for each in draft.participants.participants for key in each.keys):
        raise TrustChangeListedError(kid=claim.public.kid)
    older = signing.get(enrolment.signer_of(proof.vouched or proof.statement))
    if older is not None and older.status is not KeyStatus.ACTIVE:
        raise TrustListEnrolmentError(document="participants", participant=own.id, kid=claim.public.kid)
    changed = _put(draft, replace(own, keys=(*own.keys, _listed(claim, proof)), witness=claim.witness or own.witness))
    needs_council = claim.use is KeyUse.SIGNING and proof.vouched is None
    return approve(changed, claim.public.kid) if needs_council else changed


def set_status(draft: Draft, kid: str, status: KeyStatus, **since: datetime | str | None) -> Draft:
    """Suspend, revoke or restore a key; `since` are `status_at`, `reason`, `compromised_since` of one out of force.

    Raises:
        TrustChangeUnknownError: no such key is listed.
        TrustChangeStatusError: it cannot have this status after the one it has; TrustChangeSameError: it has it.
    """
    own, key = _find_key(draft, kid)
    if status is key.status is KeyStatus.ACTIVE:
        raise TrustChangeLiftError(kid=kid, after=status.value)
    if status is key.status:
        raise TrustChangeSameError(kid=kid, after=status.value)
    if status not in _NEXT[key.status]:
        raise TrustChangeStatusError(kid=kid, before=key.status.value, after=status.value)
    members = {"status_at": None, "reason": None, "compromised_since": None, **since}
    return _put_key(draft, own, key, replace(key, status=status, **members))  # type: ignore[arg-type]


def answer(draft: Draft, online: Iterable[Suspension], lifted: Collection[str]) -> Draft:
    """Name suspensions that were made online: those of the keys `lifted` end by that, other keys are suspended here.

    Only a list that names a suspension lifts it. So whoever proposes brings those that he has heard of. What the list
    says already of a key that is out of force in it stays.

    Raises:
        TrustChangeUnknownError: one is about a key that is not listed.
    """
    by_key: dict[str, list[Suspension]] = {}
    for said in online:
        by_key.setdefault(said.kid, []).append(said)
    for kid, together in by_key.items():
        own, key = _find_key(draft, kid)
        new = (said.sha256 for said in together if said.sha256 not in key.decides)
        changed = replace(key, decides=(*key.decides, *new))
        if kid not in lifted and key.status is KeyStatus.ACTIVE:
            changed = replace(changed, status=KeyStatus.SUSPENDED, **_gravest(together))
        draft = _put_key(draft, own, key, changed)
    return draft


def _gravest(together: Sequence[Suspension]) -> Mapping[str, Any]:
    """Return what suspensions of one key come to: from the first on, with the most that others may have done."""
    doubted = [said.compromised_since for said in together if said.compromised_since is not None]
    reasons = [said.reason.value for said in together]
    return {
        "status_at": min(said.since for said in together),
        "reason": next((reason for reason in reasons if reason in IN_OTHER_HANDS), reasons[0]),
        "compromised_since": min(doubted) if doubted else None,
    }


def void(draft: Draft, kid: str, *, now: datetime, reason: str | None) -> Draft:
    """Revoke a key from its first moment on: it could sign at no time, so nobody need answer for it any more.

    Raises:
        TrustChangeUnknownError: no such key is listed.
    """
    own, key = _find_key(draft, kid)
    since = {"status_at": min(now, key.valid_from), "reason": reason, "compromised_since": None}
    return _put_key(draft, own, key, replace(key, status=KeyStatus.REVOKED, **since))  # type: ignore[arg-type]


def approve(draft: Draft, kid: str) -> Draft:
    """Have the root name a listed key.

    Raises:
        TrustChangeUnknownError: no such key is listed.
    """
    own, _ = _find_key(draft, kid)
    named = EnrolledKey(participant=own.id, kid=kid)
    others = tuple(key for key in draft.root.enrolled if key.kid != kid)
    return replace(draft, root=replace(draft.root, enrolled=(*others, named)))


def next_root(root: Root, *, previous: str, now: datetime, lifetime: timedelta) -> Root:
    """Return the root as its next version; `previous` is the digest of the one in force."""
    return replace(root, version=root.version + 1, previous=previous, issued_at=now, expires_at=now + lifetime)


def next_participants(
    participants: Participants, *, now: datetime, lifetime: timedelta, again: bool = False
) -> Participants:
    """Return the participants as their next version; `again` says that versions may start again, if they were spent."""
    version = 1 if again and participants.version >= SPENT else participants.version + 1
    return replace(participants, version=version, issued_at=now, expires_at=now + lifetime)


def find(draft: Draft, name: str) -> Participant | None:
    """Return a listed participant."""
    return next((each for each in draft.participants.participants if each.id == name), None)


def _new(name: str, newcomer: Newcomer | None) -> Participant:
    if newcomer is None:
        raise TrustChangeUnknownError(name=name)
    return Participant(id=name, state=newcomer.state, role=newcomer.role, keys=())


def _listed(claim: Claim, proof: Enrolment) -> ParticipantKey:
    return ParticipantKey(
        participant=claim.participant,
        public=claim.public,
        use=claim.use,
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        enrolment=proof,
    )


def _find_key(draft: Draft, kid: str) -> tuple[Participant, ParticipantKey]:
    for own in draft.participants.participants:
        for key in own.keys:
            if key.kid == kid:
                return own, key
    raise TrustChangeUnknownError(name=kid)


def _put_key(draft: Draft, own: Participant, key: ParticipantKey, changed: ParticipantKey) -> Draft:
    """Put a key in its place; a witness falls with the last key that names it."""
    after = replace(own, keys=tuple(changed if each is key else each for each in own.keys))
    is_named = own.witness in trust_enrolment.named_witnesses(after)
    return _put(draft, after if is_named else replace(after, witness=None))


def _put(draft: Draft, own: Participant) -> Draft:
    """Put a participant in its place, or at the end."""
    known = draft.participants.participants
    if find(draft, own.id) is None:
        listed = (*known, own)
    else:
        listed = tuple(own if each.id == own.id else each for each in known)
    return replace(draft, participants=replace(draft.participants, participants=listed))
