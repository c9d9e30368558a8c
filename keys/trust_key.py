"""A participant's key as the participants document lists it, and whether it is in force.

The document has one status for a key. Beside it stand the suspensions that were made online and that this status
answers (`decides`): officers sign which they knew of, so that no list brings a key back by not having heard of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from keys import enrolment, instant, jwk
from keys.enrolment import Enrolment, KeyUse
from keys.errors import (
    KeyNotValidError,
    KeyRefusedError,
    KeyRevokedError,
    KeysError,
    KeySuspendedError,
    KeyUseError,
    UnknownKeyError,
)
from keys.jwk import PublicKey
from keys.trust_reader import SHA256, Reader

MAX_DECIDED = 100
MEMBERS = (
    *("jwk", "use", "valid_from", "valid_until"),
    *("status", "status_at", "reason", "compromised_since", "decides", "enrolment"),
)
_ENROLMENT = ("statement", "vouched")


class KeyStatus(StrEnum):
    """Whether a key may be used; a revoked one never again."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantKey:
    """A key of a participant; valid from `valid_from` on and before `valid_until`, unless its `status` says otherwise.

    `status_at` is when it was suspended or revoked, `compromised_since` from when on others may have had it.
    `decides` are the digests of the suspensions that were made online and that `status` answers: an active key is in
    force again in spite of them, and of no other. `enrolment` is None only while a list is being written; none is read
    without it.
    """

    participant: str
    public: PublicKey
    use: KeyUse
    valid_from: datetime
    valid_until: datetime
    status: KeyStatus = KeyStatus.ACTIVE
    status_at: datetime | None = None
    reason: str | None = None
    compromised_since: datetime | None = None
    decides: tuple[str, ...] = ()
    enrolment: Enrolment | None = None

    @property
    def kid(self) -> str:
        """The name of the key: its thumbprint."""
        return self.public.thumbprint


def find_key(keys: Mapping[str, ParticipantKey], kid: str) -> ParticipantKey:
    """Return a key, in force or not.

    Raises:
        UnknownKeyError: there is no such key.
    """
    found = keys.get(kid)
    if found is None:
        raise UnknownKeyError
    return found


def find_signing_key(keys: Mapping[str, ParticipantKey], kid: str, at: datetime) -> ParticipantKey:
    """Return a key that could sign at that time.

    Raises:
        UnknownKeyError: there is no such key.
        KeyUseError: it is not for signatures.
        KeyRevokedError, KeySuspendedError: it was, by then.
        KeyNotValidError: it was not valid yet, or not any more.
    """
    key = find_key(keys, kid)
    if key.use is not KeyUse.SIGNING:
        raise KeyUseError
    if key.status_at is not None and key.status_at <= at:
        raise KeyRevokedError(kid=kid) if key.status is KeyStatus.REVOKED else KeySuspendedError(kid=kid)
    if not key.valid_from <= at < key.valid_until:
        raise KeyNotValidError(kid=kid)
    return key


def read(reader: Reader, participant: str, issued_at: datetime) -> ParticipantKey:
    """Read a key of a participant from a document issued then.

    Raises:
        TrustListError: it is none.
    """
    key = ParticipantKey(
        participant=participant,
        public=_public(reader, reader.mapping("jwk")),
        use=reader.one_of("use", KeyUse),
        valid_from=reader.instant("valid_from"),
        valid_until=reader.instant("valid_until"),
        status=reader.one_of("status", KeyStatus),
        status_at=reader.optional("status_at", reader.instant),
        reason=reader.optional("reason", reader.text),
        compromised_since=reader.optional("compromised_since", reader.instant),
        decides=reader.texts("decides", SHA256, MAX_DECIDED),
        enrolment=_enrolment(reader.nested("enrolment", _ENROLMENT)),
    )
    if key.public.may_verify() is not (key.use is KeyUse.SIGNING):
        reader.refuse("use")
    if key.valid_from >= key.valid_until:
        reader.refuse("valid_until")
    _check_status(key, reader, issued_at)
    return key


def _enrolment(reader: Reader) -> Enrolment:
    """Read the proof; whether it holds is for `keys.trust_enrolment`, which knows the root."""
    proof = Enrolment(statement=reader.token("statement"), vouched=reader.optional("vouched", reader.token))
    try:
        for token in filter(None, (proof.statement, proof.vouched)):
            enrolment.read(token)
    except KeysError:
        reader.refuse()
    return proof


def _public(reader: Reader, members: Mapping[str, object]) -> PublicKey:
    try:
        public = jwk.parse(members)
    except KeyRefusedError:
        reader.refuse("jwk")
    return public if public.kid == public.thumbprint else reader.refuse("jwk")


def _check_status(key: ParticipantKey, reader: Reader, issued_at: datetime) -> None:
    """A key out of force says since when, which is not after the document; one in force says nothing."""
    if key.status is KeyStatus.ACTIVE:
        if (key.status_at, key.reason, key.compromised_since) != (None, None, None):
            reader.refuse("status")
        return
    if key.status_at is None or key.status_at > issued_at:
        reader.refuse("status_at")
    if key.compromised_since is not None and key.compromised_since > key.status_at:
        reader.refuse("compromised_since")


def format(key: ParticipantKey) -> dict[str, object]:  # noqa: A001  (the pair of read)
    """Return the members of a key as a document has them."""
    return {
        "jwk": key.public.to_jwk(),
        "use": key.use.value,
        "valid_from": instant.format(key.valid_from),
        "valid_until": instant.format(key.valid_until),
        "status": key.status.value,
        "status_at": instant.format(key.status_at) if key.status_at else None,
        "reason": key.reason,
        "compromised_since": instant.format(key.compromised_since) if key.compromised_since else None,
        "decides": list(key.decides),
        "enrolment": _format_enrolment(key.enrolment),
    }


def _format_enrolment(proof: Enrolment | None) -> dict[str, object] | None:
    if proof is None:
        return None
    vouched = None if proof.vouched is None else proof.vouched.decode("ascii")
    return {"statement": proof.statement.decode("ascii"), "vouched": vouched}
