"""Suspensions: a key is out of force from now on, by the word of one officer or of its own participant.

    {"hub": "mig.example/production", "participant": "ru-guvm", "kid": "…", "reason": "stolen",
     "compromised_since": "2026-11-20T00:00:00Z" | null, "at": "2026-11-21T09:00:00Z"}

Signed (typ `cis-suspension+jws`) by a key of the root's `participants` role, or by a signing key of the same
participant that is in force, the suspended one included. It counts from its place in the hub's log on: what that key
signed and the log accepted before stays valid.

It counts until a participants document lists the key as out of force itself, or as active and names the digest of this
very statement (`decides`). So only two officers together can lift a suspension, and only one that they know of: a list
that says nothing of it, however new, leaves it as it is.

What a list is after its suspensions: `keys.suspended_list`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from keys import instant, statement, trust_chain, trust_root
from keys.errors import (
    KeyTrustError,
    KeyUseError,
    StatementError,
    StatementHubError,
    StatementLiftedError,
    StatementOwnerError,
    StatementSignerError,
    StatementSignerOutError,
    StatementTimeError,
)
from keys.jwk import PublicKey, Signer
from keys.statement import Kind, Unread
from keys.trust_key import ParticipantKey
from keys.trust_participants import KeyUse
from keys.trust_root import Root

TYP = Kind.SUSPENSION
AHEAD = timedelta(seconds=120)
OLDEST = timedelta(days=30)
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


class Listed(Protocol):
    """What a statement is judged by: a trust list, or the documents of one at a ceremony."""

    @property
    def hub(self) -> str:
        """The hub's origin."""

    @property
    def root(self) -> Root:
        """The root in force."""

    @property
    def keys(self) -> Mapping[str, ParticipantKey]:
        """Every listed key by kid."""

    def key(self, kid: str) -> ParticipantKey:
        """Return a key, in force or not."""

    def signing_key(self, kid: str, at: datetime) -> ParticipantKey:
        """Return a key that could sign at that time."""


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


def verify(token: bytes, trust: Listed, since: datetime, *, roots: Sequence[bytes] = ()) -> Suspension:
    """Return what a statement says, if its signer may say it and the list has not decided about it.

    `roots` are earlier root documents of the same chain, already followed: what their officers said stays said.

    Raises:
        SignatureError, StatementError: it is malformed, another hub's, not signed by who may, or decided.
        UnknownKeyError: the list has no such key.
    """
    unread = _read(token)
    if unread.text("hub") != trust.hub:
        raise StatementHubError
    suspension = _parse(unread, since)
    if is_decided(suspension, trust.key(suspension.kid)):
        raise StatementLiftedError(kid=suspension.kid)
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
    """Check that a new statement is signed about now: not ahead of its time, and none that lay about unsent.

    Raises:
        StatementTimeError: it is.
    """
    if not now - OLDEST <= suspension.at <= now + AHEAD:
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


def find_signer(kid: str, participant: str, trust: Listed, at: datetime, *, roots: Sequence[bytes] = ()) -> PublicKey:
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


def _signer_error(kid: str, participant: str, trust: Listed) -> StatementSignerError:
    """Return what is wrong with a key that cannot sign: it is out of force, or it never could."""
    own = trust.keys.get(kid)
    if own is None or own.participant != participant or own.use is not KeyUse.SIGNING:
        return StatementSignerError()
    return StatementSignerOutError()


def find_officer(kid: str, trust: Listed, roots: Sequence[bytes] = ()) -> PublicKey | None:
    """Return the key of an officer of the root, or of one of these earlier ones."""
    earlier = (trust_root.parse(trust_chain.text_of(raw, trust_root.KIND)) for raw in roots)
    for root in (trust.root, *earlier):
        for officer in root.participants.keys:
            if officer.public_key.thumbprint == kid:
                return officer.public_key
    return None


def is_decided(suspension: Suspension, key: ParticipantKey) -> bool:
    """Tell whether the list's entry of the key names this very statement, and so is the answer to it."""
    return suspension.sha256 in key.decides
