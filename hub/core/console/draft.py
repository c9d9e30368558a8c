"""How far a draft has come: prepared, approved by the first person, returned, signed by the second, sent.

    prepared --approve--> approved --sign--> signed --receipt--> sent
        ^----- edit ----- returned <--return--'  (an edit leaves every approval behind)

A record that one person signs goes from prepared to signed. What is signed and has no receipt yet is in doubt: the same
bytes are sent again, and no others.
"""

from datetime import datetime, timedelta
from enum import StrEnum

GOOD_FOR = timedelta(hours=24)


class DraftStatus(StrEnum):
    """How far a draft has come."""

    PREPARED = "prepared"
    APPROVED = "approved"
    RETURNED = "returned"
    SIGNED = "signed"
    SENT = "sent"
    DROPPED = "dropped"


def status_at(status: str, approved_at: datetime | None, now: datetime) -> DraftStatus:
    """Return how far a draft has come by now: an approval is good for 24 hours."""
    found = DraftStatus(status)
    if found is DraftStatus.APPROVED and (approved_at is None or approved_at + GOOD_FOR <= now):
        return DraftStatus.PREPARED
    return found
