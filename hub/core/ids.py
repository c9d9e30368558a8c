"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that ids sort by the time they were made."""

import re
from datetime import datetime

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_PARTICIPANT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def make_message_id(now: datetime, entropy: bytes) -> str:
    """Return a UUIDv7 of the time `now` (aware) and ten random bytes.

    Randomness is handed in, as the core draws none itself.
    """
    milliseconds = int(now.timestamp() * 1000)
    raw = bytearray(milliseconds.to_bytes(6, "big") + entropy[:10])
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_message_id(text: object) -> bool:
    """Say whether this is a UUIDv7 in its one lower-case form."""
    return isinstance(text, str) and bool(_UUID.match(text)) and text[14] == "7" and text[19] in "89ab"


def is_participant_id(text: object) -> bool:
    """Say whether this can be a participant's id: `ru-guvm`, `cis-ec`, at most 32 characters."""
    return isinstance(text, str) and len(text) <= 32 and bool(_PARTICIPANT.match(text))
