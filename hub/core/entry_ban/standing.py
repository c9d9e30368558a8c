"""How a ban stands on a day: by its last revision and by the date, as it expires by itself.

in force     active, reduced, pending_start: from its first day on, and while it waits for its start event
listed       in force, to begin, or suspended: what an issuer's active list holds
over         its last day is past, or its issuer ended it
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.entry_ban.period import Span, span_of

EXPIRED = "expired"
HOLDING = frozenset({"active", "reduced", "pending_start"})
LISTED = HOLDING | {"suspended"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A ban on one day: the status it has by then, its days, whether it is in force, whether it is on the list."""

    status: str
    span: Span
    is_in_force: bool
    is_listed: bool


def stand(status: str, span: Span, on: date) -> Standing:
    """Return how a ban of this status and span stands on a day."""
    is_over = status in LISTED and span.end is not None and span.end < on
    by_then = EXPIRED if is_over else status
    begun = span.start is None or span.start <= on
    return Standing(status=by_then, span=span, is_in_force=by_then in HOLDING and begun, is_listed=by_then in LISTED)


def standing_of(record: Mapping[str, Any], on: date) -> Standing:
    """Return how the ban of this record stands on a day."""
    return stand(record["status"], span_of(record), on)
