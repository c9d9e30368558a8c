"""The legal day of an authority: the date in its own zone, whatever day it is where the hub stands.

The zone is data: that of the authority's state in the code list `states`. Whoever is of no state has days of UTC.
Source: domain paper §2.4, the legal date is that of the acting authority.
"""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from keys.trustlist import TrustList
from schemas import catalogue


def zone_of(trust: TrustList, participant: str) -> tzinfo:
    """Return the zone whose days count for a participant."""
    entry = catalogue.load().code_list("states").index.get(trust.state_of(participant))
    return UTC if entry is None else ZoneInfo(entry.more["time_zone"])


def legal_day(trust: TrustList, participant: str, at: datetime) -> date:
    """Return which day it is at this moment for a participant."""
    return at.astimezone(zone_of(trust, participant)).date()
