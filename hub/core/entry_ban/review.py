"""When a ban is to be reviewed, and since when its issuer is warned.

The terms are data (code list `ban-terms`, unverified: they remind and never end a ban). A record that names its own
`review_due` is reviewed then; a decision that holds for longer than the usual term has the longer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.entry_ban.period import day_of, months_on, span_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTerms:
    """Months from the decision to the review (usual, and of long bans), and how many before it a warning begins."""

    usual: int
    long: int
    warning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The day by which a ban is reviewed, and the first day of the warning."""

    due: date
    warn_from: date


def terms(entries: Mapping[str, Mapping[str, Any]]) -> ReviewTerms:
    """Return the terms of the code list `ban-terms`, by code."""
    usual, long, warning = (int(entries[code]["value"]) for code in ("review", "review-long", "review-warning"))
    return ReviewTerms(usual=usual, long=long, warning=warning)


def review_of(record: Mapping[str, Any], given: ReviewTerms) -> Review:
    """Return when the ban of this record is to be reviewed."""
    due = day_of(record, "review_due") or _due(record, given)
    return Review(due=due, warn_from=months_on(due, -given.warning))


def _due(record: Mapping[str, Any], given: ReviewTerms) -> date:
    decided = date.fromisoformat(record["decision"]["date"])
    span = span_of(record)
    is_long = span.end is None or span.end > months_on(span.start or decided, given.usual)
    return months_on(decided, given.long if is_long else given.usual)
