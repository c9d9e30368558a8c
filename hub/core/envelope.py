"""The envelope: one record with its routing, as the sender signed it.

The payload of the token is strict I-JSON with exactly the members of `MEMBERS`. The received bytes are kept and
relayed; nothing here is ever written anew to be verified.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from hub.core import ids, instant
from hub.core.errors import EnvelopeMalformedError, Fault
from keys import strict_json

TYP = "cis-record+jws"
MEMBERS = frozenset(
    {
        *("hub", "id", "from", "to", "sent_at", "type", "version", "subject"),
        *("reply_to", "agreement", "purpose", "expires_at", "record"),
    }
)
MAX_RECIPIENTS = 64
MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the payload says, and the bytes that were signed.

    `raw` is the whole token, `sha256` its digest in hex. `to` are participants or groups (`@council`) as written;
    `sent_at` and `expires_at` are aware instants; `subject` names the case, the ban or the period the record is about.
    """

    raw: bytes
    sha256: str
    hub: str
    id: str
    sender: str
    to: tuple[str, ...]
    sent_at: datetime
    type: str
    version: str
    subject: str | None
    reply_to: str | None
    agreement: str | None
    purpose: str
    expires_at: datetime | None
    record: Mapping[str, Any]


def parse(payload: bytes, raw: bytes) -> Envelope:
    """Read the payload of a token; no check of signature, time or content.

    Raises:
        StrictJsonError: the payload is not strict JSON.
        EnvelopeMalformedError: a member is missing, unknown, or of the wrong shape; its faults say which.
    """
    value = strict_json.loads(payload)
    if not isinstance(value, dict):
        raise _wrong("")
    if value.keys() != MEMBERS:
        raise _other_members(value)
    record = value["record"]
    if not isinstance(record, dict):
        raise _wrong("/record")
    return Envelope(
        raw=raw,
        sha256=sha256(raw).hexdigest(),
        hub=_text(value, "hub", 128),
        id=_message_id(value, "id"),
        sender=_participant(value, "from"),
        to=_recipients(value),
        sent_at=_instant(value, "sent_at"),
        type=_text(value, "type", 64),
        version=_text(value, "version", 16),
        subject=None if value["subject"] is None else _text(value, "subject", 128),
        reply_to=None if value["reply_to"] is None else _message_id(value, "reply_to"),
        agreement=None if value["agreement"] is None else _text(value, "agreement", 64),
        purpose=_text(value, "purpose", 64),
        expires_at=None if value["expires_at"] is None else _instant(value, "expires_at"),
        record=record,
    )


def format(  # noqa: A001  (the pair of parse)
    *,
    hub: str,
    message_id: str,
    sender: str,
    to: Sequence[str],
    sent_at: datetime,
    type: str,  # noqa: A002  (the member's name)
    version: str,
    record: Mapping[str, Any],
    purpose: str,
    agreement: str | None = None,
    subject: str | None = None,
    reply_to: str | None = None,
    expires_at: datetime | None = None,
) -> bytes:
    """Return the payload to be signed; `parse` reads it back."""
    return strict_json.dumps(
        {
            "hub": hub,
            "id": message_id,
            "from": sender,
            "to": list(to),
            "sent_at": instant.format(sent_at, seconds=True),
            "type": type,
            "version": version,
            "subject": subject,
            "reply_to": reply_to,
            "agreement": agreement,
            "purpose": purpose,
            "expires_at": None if expires_at is None else instant.format(expires_at, seconds=True),
            "record": record,
        }
    )


def _text(value: Mapping[str, Any], member: str, longest: int) -> str:
    text = value[member]
    if not isinstance(text, str) or not 0 < len(text) <= longest or not text.isprintable():
        raise _wrong(f"/{member}")
    return text


def _message_id(value: Mapping[str, Any], member: str) -> str:
    text = value[member]
    if not ids.is_message_id(text):
        raise _wrong(f"/{member}")
    return str(text)


def _participant(value: Mapping[str, Any], member: str) -> str:
    text = value[member]
    if not ids.is_participant_id(text):
        raise _wrong(f"/{member}")
    return str(text)


def _recipients(value: Mapping[str, Any]) -> tuple[str, ...]:
    items = value["to"]
    if not isinstance(items, list) or not 0 < len(items) <= MAX_RECIPIENTS:
        raise _wrong("/to")
    if not all(isinstance(item, str) and ids.is_participant_id(item.removeprefix("@")) for item in items):
        raise _wrong("/to")
    if len(set(items)) != len(items):
        raise _wrong("/to")
    return tuple(items)


def _instant(value: Mapping[str, Any], member: str) -> datetime:
    parsed = instant.parse(value[member])
    if parsed is None:
        raise _wrong(f"/{member}")
    return parsed


def _wrong(pointer: str) -> EnvelopeMalformedError:
    fault = Fault(
        pointer=pointer,
        code="member-wrong",
        ru="Значение недопустимо. Допустимые значения указаны в описании конверта.",
        en="The value is not allowed. The description of the envelope says which are.",
    )
    return EnvelopeMalformedError([fault], member=pointer or "/")


def _other_members(value: Mapping[str, Any]) -> EnvelopeMalformedError:
    """Say what is missing; the name of a member too many is the sender's own word, and is not repeated."""
    faults = [
        Fault(
            pointer=f"/{member}",
            code="member-missing",
            ru="Обязательное поле отсутствует. Добавьте его; где сказать нечего, укажите null.",
            en="The member is missing. Add it; where there is nothing to say, put null.",
        )
        for member in sorted(MEMBERS - value.keys())
    ]
    if not value.keys() <= MEMBERS:
        faults.append(
            Fault(
                pointer="",
                code="member-unknown",
                ru="В конверте есть лишнее поле. Уберите его или проверьте написание имён.",
                en="The envelope has a member too many. Remove it, or check the spelling of the names.",
            )
        )
    return EnvelopeMalformedError(faults, member=faults[0].pointer or "/")
