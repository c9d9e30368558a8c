"""Whether two bans on the same person go together: one per person and issuer; other issuers consult if they clash.

Source: domain paper §3.3 (compatibility of alerts). These are warnings to the issuer, and never refuse a ban.
"""

from dataclasses import dataclass
from enum import StrEnum


class Clash(StrEnum):
    """What is odd about a second ban on the same person."""

    SECOND_BAN = "second-ban"  # of the same issuer: one should supersede the other
    OTHER_ACTION = "other-action"  # of another issuer, with another action: they consult


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What of a ban matters here: whose it is, its reference, whether it is on the list, and the action it asks for."""

    issuer: str
    ban_id: str
    is_listed: bool
    action: str


def clash(one: Placed, other: Placed) -> Clash | None:
    """Return what is odd about two bans on the same person; None where they go together."""
    if not (one.is_listed and other.is_listed) or (one.issuer, one.ban_id) == (other.issuer, other.ban_id):
        return None
    if one.issuer == other.issuer:
        return Clash.SECOND_BAN
    return Clash.OTHER_ACTION if one.action != other.action else None
