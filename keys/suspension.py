"""Suspensions: a key is out of force from now on, by the word of one officer or of its own participant.

    {"hub": "mig.example/production", "participant": "ru-guvm", "kid": "…", "reason": "stolen",
     "compromised_since": "2026-11-20T00:00:00Z" | null, "at": "2026-11-21T09:00:00Z"}

Signed (typ `cis-suspension+jws`) by a key of the root's `participants` role, or by a signing key of the same
participant that is in force, the suspended one included. It counts from its place in the hub's log on: what that key
signed and the log accepted before stays valid. A participants document issued after `at` decides again about the key,
so only two officers together can lift a suspension.

`apply` turns a trust list and the suspensions since then into the list as it is now, which then judges as any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from keys import instant, statement, trust_chain, trust_participants, trust_root
from keys.errors import (
    KeysError,
    KeyTrustError,
    KeyUseError,
    StatementError,
    StatementHubError,
    StatementOwnerError,
    StatementSignerError,
    StatementSignerOutError,
    StatementTimeError,
)
from keys.jwk import PublicKey, Signer
from keys.statement import Kind, Unread
from keys.trust_participants import KeyUse
from keys.trustlist import KeyStatus, Participant, ParticipantKey, TrustList

TYP = Kind.SUSPENSION
AHEAD = timedelta(seconds=120)
REMEMBERED = 4096
MEMBERS = ("hub", "participant", "kid", "compromised_since", "reason", "at")


class Reason(StrEnum):
    """Why a key is suspended."""

    LOST = "lost"
    STOLEN = "stolen"
    SUSPECTED = "suspected"
    STAFF_CHANGE = "staff-change"
    REPLACED = "replaced"
    OTHER = "other"


IN_OTHER_HANDS = frozenset({Reason.LOST.value, Reason.STOLEN.value, Reason.SUSPECTED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A suspension that was verified.

    `at` is when it was signed, by the signer's clock; `since` from when on it counts: the time of its leaf in the log.
    `signer` names the key that signed, `sha256` is the digest of `token` in hexadecimal.
    """

    participant: str
    kid: str
    reason: Reason
    compromised_since: datetime | None
    at: datetime
    since: datetime
    signer: str
    sha256: str
    token: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A statement and the time of its leaf, as the hub tells it; not verified."""

    token: bytes
    since: datetime


def sign(
    key: Signer,
    *,
    hub: str,
    participant: str,
    kid: str,
    reason: Reason,
    at: datetime,
    compromised_since: datetime | None = None,
) -> bytes:
    """Return the signed statement that the key `kid` of this participant is suspended."""
    members = {
        "hub": hub,
        "participant": participant,
        "kid": kid,
        "compromised_since": instant.format(compromised_since) if compromised_since else None,
        "reason": reason.value,
        "at": instant.format(at),
    }
    return statement.sign(members, key, TYP)


def verify(token: bytes, trust: TrustList, since: datetime, *, roots: Sequence[bytes] = ()) -> Suspension:
    """Return what a statement says, if its signer may say it and no newer document decides.

    `roots` are earlier root documents of the same chain, already followed: what their officers said stays said.

    Raises:
        SignatureError, StatementError: it is malformed, another hub's, not signed by who may, or outdated.
        UnknownKeyError: the list has no such key.
    """
    unread = _read(token)
    if unread.text("hub") != trust.hub:
        raise StatementHubError
    suspension = _parse(unread, since)
    if is_outdated(suspension, trust):
        raise StatementTimeError
    if trust.key(suspension.kid).participant != suspension.participant:
        raise StatementOwnerError(kid=suspension.kid, participant=suspension.participant)
    _verify(token, find_signer(suspension.signer, suspension.participant, trust, since, roots=roots))
    return suspension


def read(token: bytes, since: datetime) -> Suspension:
    """Return what a statement says that was verified when it was logged.

    Raises:
        SignatureError, StatementError: it is malformed.
    """
    return _parse(_read(token), since)


def in_other_hands_since(key: ParticipantKey) -> datetime | None:
    """Return from when on others may have had a key that is out of force, for what it let others do.

    Where its reason says that they may, and nobody has said since when: for as long as it has been valid.
    """
    if key.compromised_since is not None:
        return key.compromised_since
    return key.valid_from if key.reason in IN_OTHER_HANDS else None


def check_time(suspension: Suspension, now: datetime) -> None:
    """Check that a new statement is not signed ahead of its time, so that no document could ever follow it.

    Raises:
        StatementTimeError: it is.
    """
    if suspension.at > now + AHEAD:
        raise StatementTimeError


@lru_cache(maxsize=REMEMBERED)
def _read(token: bytes) -> Unread:
    return statement.read(token, TYP, MEMBERS)


@lru_cache(maxsize=REMEMBERED)
def _verify(token: bytes, key: PublicKey) -> None:
    """The same suspensions are applied to each newer list: their signatures are checked once."""
    _read(token).verify(key)


def _parse(unread: Unread, since: datetime) -> Suspension:
    suspension = Suspension(
        participant=unread.participant(),
        kid=unread.text("kid"),
        reason=unread.one_of("reason", Reason),
        compromised_since=unread.optional_instant("compromised_since"),
        at=unread.instant("at"),
        since=since,
        signer=unread.kid,
        sha256=unread.sha256,
        token=unread.token,
    )
    if suspension.compromised_since is not None and suspension.compromised_since > suspension.at:
        raise StatementError(member="compromised_since")
    return suspension


def find_signer(
    kid: str, participant: str, trust: TrustList, at: datetime, *, roots: Sequence[bytes] = ()
) -> PublicKey:
    """Return the key of an officer, or a signing key of this participant in force at that time.

    Raises:
        StatementSignerError: it is neither; StatementSignerOutError: it is the participant's, but out of force.
    """
    if (officer := find_officer(kid, trust, roots)) is not None:
        return officer
    try:
        own = trust.signing_key(kid, at)
    except (KeyTrustError, KeyUseError):
        raise _signer_error(kid, participant, trust) from None
    if own.participant != participant:
        raise StatementSignerError
    return own.public


def _signer_error(kid: str, participant: str, trust: TrustList) -> StatementSignerError:
    """Return what is wrong with a key that cannot sign: it is out of force, or it never could."""
    own = trust.keys.get(kid)
    if own is None or own.participant != participant or own.use is not KeyUse.SIGNING:
        return StatementSignerError()
    return StatementSignerOutError()


def find_officer(kid: str, trust: TrustList, roots: Sequence[bytes] = ()) -> PublicKey | None:
    """Return the key of an officer of the root, or of one of these earlier ones."""
    earlier = (trust_root.parse(trust_chain.text_of(raw, trust_root.KIND)) for raw in roots)
    for root in (trust.root, *earlier):
        for officer in root.participants.keys:
            if officer.public_key.thumbprint == kid:
                return officer.public_key
    return None


def is_outdated(suspension: Suspension, trust: TrustList) -> bool:
    """Tell whether the participants document was issued after the suspension was signed, and so decides."""
    return suspension.at < issued_at(trust)


def issued_at(trust: TrustList) -> datetime:
    """Return when the participants document was issued."""
    return _term(trust.documents[trust_participants.KIND])[0]


def expires_at(trust: TrustList) -> datetime:
    """Return when the participants document expires."""
    return _term(trust.documents[trust_participants.KIND])[1]


@lru_cache(maxsize=4)
def _term(raw: bytes) -> tuple[datetime, datetime]:
    document = trust_participants.parse(trust_chain.text_of(raw, trust_participants.KIND))
    return document.issued_at, document.expires_at


def apply(
    trust: TrustList, logged: Iterable[Logged], *, roots: Sequence[bytes] = ()
) -> tuple[TrustList, Mapping[str, Suspension]]:
    """Return the list with the suspended keys out of force, and the suspensions that made it so, by key.

    They are taken in the order of the log. What does not hold, or no longer counts, changes nothing: a list that is
    served with a statement too many is still a list.
    """
    applied: dict[str, Suspension] = {}
    for each in logged:
        try:
            if trust.key(read(each.token, each.since).kid).status is not KeyStatus.ACTIVE:
                continue
            suspension = verify(each.token, trust, each.since, roots=roots)
        except KeysError:
            continue
        trust = _take_out(trust, trust.key(suspension.kid), suspension)
        applied[suspension.kid] = suspension
    return trust, MappingProxyType(applied)


def _take_out(trust: TrustList, key: ParticipantKey, suspension: Suspension) -> TrustList:
    out = replace(
        key,
        status=KeyStatus.SUSPENDED,
        status_at=suspension.since,
        reason=suspension.reason.value,
        compromised_since=suspension.compromised_since,
    )
    owner = trust.participants[key.participant]
    keys = tuple(out if each.kid == out.kid else each for each in owner.keys)
    participants: dict[str, Participant] = {**trust.participants, owner.id: replace(owner, keys=keys)}
    return replace(
        trust,
        participants=MappingProxyType(participants),
        keys=MappingProxyType({**trust.keys, out.kid: out}),
    )
