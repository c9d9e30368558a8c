"""The participants document: who takes part, with which keys, and who witnesses the log.

Signed by the secretariat's officers. Every key's `kid` is its thumbprint and stands once in the whole list; a key that
is suspended or revoked stays listed, so that what it signed before can be judged later. Beside every key stands the
proof of how it got here (`keys.enrolment`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from keys import instant, note, strict_json, trust_key
from keys.enrolment import Enrolment, KeyUse
from keys.note_key import NoteAlgorithm, VerifierKey
from keys.trust_key import KeyStatus, ParticipantKey
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


class ParticipantRole(StrEnum):
    """What a participant is in the exchange."""

    MEMBER = "member"
    OBSERVER = "observer"
    BODY = "body"
    SECRETARIAT = "secretariat"
    HUB = "hub"


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
        "keys": [trust_key.format(key) for key in participant.keys],
        "witness": participant.witness.format() if participant.witness else None,
    }


def _participant(reader: Reader, issued_at: datetime) -> Participant:
    name = reader.text("id", PARTICIPANT)
    return Participant(
        id=name,
        state=reader.optional("state", lambda member: reader.text(member, STATE)),
        role=reader.one_of("role", ParticipantRole),
        keys=tuple(
            trust_key.read(item, name, issued_at) for item in reader.objects("keys", trust_key.MEMBERS, MAX_KEYS)
        ),
        witness=reader.optional("witness", lambda member: reader.verifier(member, NoteAlgorithm.COSIGNATURE_V1)),
    )


def _has_doubles(content: Participants) -> bool:
    """Tell whether a participant, a key or a witness stands twice; the same key must not serve as both."""
    names = [participant.id for participant in content.participants]
    keys = [key.public.x for participant in content.participants for key in participant.keys]
    witnesses = [participant.witness for participant in content.participants if participant.witness]
    keys += [witness.public_key.x for witness in witnesses]
    lists = (names, keys, [witness.name for witness in witnesses])
    return any(len(set(values)) != len(values) for values in lists)
