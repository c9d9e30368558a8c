"""What the hub says of itself: kept at the member's site for its people, never given to the national system.

A notice names messages in doubt by place, id and digest; what they are about stays in the national system.
"""

from dataclasses import dataclass

import structlog

from hub.core import notice
from hub.sdk.verification import Verified
from hub.telemetry import Event
from keys import strict_json

_events = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it is kept: `record` is its JSON."""

    message_id: str
    kind: str
    record: bytes


def is_notice(verified: Verified) -> bool:
    """Tell whether a verified message is a notice; only the hub can send one."""
    return verified.envelope.type == notice.TYPE


def read_notice(verified: Verified) -> Notice:
    """Return a notice as it is kept, and log that it came."""
    envelope = verified.envelope
    kind = str(envelope.record["kind"])
    _events.warning(Event.NOTICE_RECEIVED, kind=kind, id=envelope.id, count=len(envelope.record.get("messages", ())))
    return Notice(message_id=envelope.id, kind=kind, record=strict_json.dumps(envelope.record))
