"""Whose record a document is: what a national form leaves open about its author is the gateway's own participant."""

from collections.abc import Mapping
from typing import Any

from hub.core.entry_ban import secrecy

AUTHORS: Mapping[str, str] = {
    "entry-ban": "issuer",
    "readmission-request": "requesting_authority",
    "citizenship-check-request": "requesting_authority",
}
"""The member that names whose record it is: documents of other authorities are not sent."""
_ACTING = frozenset({"readmission-reply", "citizenship-check-request", "citizenship-check-reply"})
"""Types whose `authority` is the sender's own."""


def complete(type_: str, record: dict[str, Any], participant: str) -> dict[str, Any]:
    """Return a record with its author, where the document left it open, and without what a restricted ban keeps."""
    if type_ in AUTHORS:
        record.setdefault(AUTHORS[type_], participant)
    if type_ in _ACTING:
        record["authority"].setdefault("participant", participant)
    return secrecy.conceal(record) if type_ == "entry-ban" else record
