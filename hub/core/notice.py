"""Notices of the hub: what it says, by its own signature, about keys, the trust list, terms, and what is missing.

    key-suspended        to the participant whose key it is
    messages-doubtful    to whom a compromised key sent since: which messages, delivered already or held
    key-expiring         to the participant: 30, 7 and 1 days before
    document-expiring    to the secretariat: likewise; for the status, hours before
    summary-missing      to a state's authority: the secretariat asks for its situation summary
    case-term            to the parties of a case: a clock ends soon, is over, or waits for a proof of delivery
    ban-review-term      to the issuer of a ban: its review is due soon, or overdue

A notice is a message like others. It is made from what happened alone, so that made twice it is the same, and counts
once: its id and its time follow from its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from hub.core import envelope as envelopes
from hub.core import ids, instant
from hub.core.delivery import HUB
from hub.core.delivery import TYPE as RECEIPT
from hub.core.errors import RoleNotAllowedError

TYPE = "hub-notice"
VERSION = "1.0"
PURPOSE = "notice"
WARNINGS = (30, 7, 1)
STATUS_HOURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice to one participant; `name` is what makes it one and the same, `at` when it happened (aware)."""

    name: str
    to: str
    at: datetime
    record: Mapping[str, Any]
    version: str = VERSION

    def payload(self, origin: str) -> bytes:
        """Return the payload of its envelope at this hub: the same bytes each time."""
        entropy = sha256(f"{self.name}/{self.to}".encode()).digest()
        return envelopes.format(
            hub=origin,
            message_id=ids.make_message_id(self.at, entropy),
            sender=HUB,
            to=[self.to],
            sent_at=self.at.replace(microsecond=0),
            type=TYPE,
            version=self.version,
            purpose=PURPOSE,
            record={**self.record, "at": instant.format(self.at, seconds=True)},
        )


def check_sender(sender: str, record_type: str) -> None:
    """Check that only the hub sends notices, and that the hub sends nothing but notices and receipts.

    Raises:
        RoleNotAllowedError: it is not so.
    """
    if (record_type == TYPE) != (sender == HUB) and not (sender == HUB and record_type == RECEIPT):
        raise RoleNotAllowedError(participant=sender)


def warning_due(expires_at: datetime, now: datetime, days: Sequence[int] = WARNINGS) -> int | None:
    """Return how many days before the end the last warning became due; None: none has yet, or it is over."""
    passed = [each for each in days if expires_at - timedelta(days=each) <= now]
    return min(passed) if passed and now < expires_at else None


def is_status_late(expires_at: datetime, now: datetime) -> bool:
    """Say whether a status is near its end, though it should have been renewed long before."""
    return expires_at - timedelta(hours=STATUS_HOURS) <= now < expires_at
