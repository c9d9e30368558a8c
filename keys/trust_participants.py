"""The participants document: who takes part, with which keys, and who witnesses the log.

Signed by the secretariat's officers. Every key's `kid` is its thumbprint and stands once in the whole list; a key that
is suspended or revoked stays listed, so that what it signed before can be judged later. Beside every key stands the
proof of how it got here (`keys.enrolment`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from keys import enrolment, instant, jwk, note, strict_json
from keys.enrolment import Enrolment, KeyUse
from keys.errors import KeyRefusedError, KeysError
from keys.jwk import PublicKey
from keys.note_key import NoteAlgorithm, VerifierKey
from keys.trust_reader import PARTICIPANT, STATE, Reader, read

__all__ = [
    "KIND",
    "Enrolment",
    "KeyStatus",
    "KeyUse",
    "Participant",
    "ParticipantKey",
    "ParticipantRole",
    "Participants",
    "format",
    "parse",
]

KIND = "participants"
MAX_LIFETIME = timedelta(days=90)
MAX_PARTICIPANTS = 500
MAX_KEYS = 32
MAX_WITNESSES = note.MAX_SIGNATURES - 1  # so that all of them fit under one checkpoint, with the log itself

_MEMBERS = ("kind", "hub", "version", "issued_at", "expires_at", "participants")
_PARTICIPANT = ("id", "state", "role", "keys", "witness")
_KEY = ("jwk", "use", "valid_from", "valid_until", "status", "status_at", "reason", "compromised_since", "enrolment")
_ENROLMENT = ("statement", "vouched")


class ParticipantRole(StrEnum):
    """What a participant is in the exchange."""

    MEMBER = "member"
    OBSERVER = "observer"
    BODY = "body"
    SECRETARIAT = "secretariat"
    HUB = "hub"


class KeyStatus(StrEnum):
    """Whether a key may be used; a revoked one never again."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantKey:
    """A key of a participant; valid from `valid_from` on and before `valid_until`, unless its `status` says otherwise.

    `status_at` is when it was suspended or revoked, `compromised_since` from when on others may have had it.
    `enrolment` is None only while a list is being written; none is read without it.
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
    enrolment: Enrolment | None = None

    @property
    def kid(self) -> str:
        """The name of the key: its thumbprint."""
        return self.public.thumbprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One authority or body; `state` is null for those of no state, `witness` its key for cosigning checkpoints."""

    id: str
    state: str | None
    role: ParticipantRole
    keys: tuple[ParticipantKey, ...]
    witness: VerifierKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """The content of a participants document."""

    hub: str
    version: int
    issued_at: datetime
    expires_at: datetime
    participants: tuple[Participant, ...]


@lru_cache(maxsize=8)
def parse(text: bytes) -> Participants:
    """Read a participants document; strict, so that `format(parse(text)) == text`.

    Remembered, as every renewed status brings the same document along.

    Raises:
        TrustListError: it is not one.
    """
    reader = read(text, KIND, _MEMBERS)
    issued_at = reader.instant("issued_at")
    content = Participants(
        hub=reader.text("hub"),
        version=reader.number("version"),
        issued_at=issued_at,
        expires_at=reader.instant("expires_at"),
        participants=tuple(
            _participant(item, issued_at) for item in reader.objects("participants", _PARTICIPANT, MAX_PARTICIPANTS)
        ),
    )
    if not timedelta(0) < content.expires_at - issued_at <= MAX_LIFETIME:
        reader.refuse("expires_at")
    witnesses = [participant for participant in content.participants if participant.witness is not None]
    if len(witnesses) > MAX_WITNESSES or _has_doubles(content) or format(content) != text:
        reader.refuse("participants")
    return content


def format(content: Participants) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the text that is signed."""
    return strict_json.dumps_lines(
        {
            "kind": KIND,
            "hub": content.hub,
            "version": content.version,
            "issued_at": instant.format(content.issued_at),
            "expires_at": instant.format(content.expires_at),
            "participants": [_format_participant(participant) for participant in content.participants],
        }
    )


def _format_participant(participant: Participant) -> dict[str, object]:
    return {
        "id": participant.id,
        "state": participant.state,
        "role": participant.role.value,
        "keys": [_format_key(key) for key in participant.keys],
        "witness": participant.witness.format() if participant.witness else None,
    }


def _format_key(key: ParticipantKey) -> dict[str, object]:
    return {
        "jwk": key.public.to_jwk(),
        "use": key.use.value,
        "valid_from": instant.format(key.valid_from),
        "valid_until": instant.format(key.valid_until),
        "status": key.status.value,
        "status_at": instant.format(key.status_at) if key.status_at else None,
        "reason": key.reason,
        "compromised_since": instant.format(key.compromised_since) if key.compromised_since else None,
        "enrolment": _format_enrolment(key.enrolment),
    }


def _format_enrolment(proof: Enrolment | None) -> dict[str, object] | None:
    if proof is None:
        return None
    vouched = None if proof.vouched is None else proof.vouched.decode("ascii")
    return {"statement": proof.statement.decode("ascii"), "vouched": vouched}


def _participant(reader: Reader, issued_at: datetime) -> Participant:
    name = reader.text("id", PARTICIPANT)
    return Participant(
        id=name,
        state=reader.optional("state", lambda member: reader.text(member, STATE)),
        role=reader.one_of("role", ParticipantRole),
        keys=tuple(_key(item, name, issued_at) for item in reader.objects("keys", _KEY, MAX_KEYS)),
        witness=reader.optional("witness", lambda member: reader.verifier(member, NoteAlgorithm.COSIGNATURE_V1)),
    )


def _key(reader: Reader, participant: str, issued_at: datetime) -> ParticipantKey:
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


def _has_doubles(content: Participants) -> bool:
    """Tell whether a participant, a key or a witness stands twice; the same key must not serve as both."""
    names = [participant.id for participant in content.participants]
    keys = [key.public.x for participant in content.participants for key in participant.keys]
    witnesses = [participant.witness for participant in content.participants if participant.witness]
    keys += [witness.public_key.x for witness in witnesses]
    lists = (names, keys, [witness.name for witness in witnesses])
    return any(len(set(values)) != len(values) for values in lists)
