"""A frozen report as a record: the secretariat signs it, the log keeps it, everybody receives it.

Its envelope's signature says who froze it, its leaf in the audit log when, and its evidence bundle proves both without
the hub. A later report of the same period has a higher edition; the earlier one stays what it was.
"""

from collections.abc import Mapping
from typing import Any

from hub.core.envelope import Envelope
from hub.core.mover import Mover, by_sender, numbered

TYPE = "situation-report"
VERSION = "1.0"
PURPOSE = "council-statistics"
AGREEMENT = "cis-2007"


def make(report: Mapping[str, Any], *, edition: int, made_at: str, log_size: int) -> dict[str, Any]:
    """Return the record of a report: `made_at` an instant to the second, `log_size` the leaves that it reflects."""
    head = {"period": report["period"], "edition": edition, "audience": report["audience"]}
    return {**head, "made_at": made_at, "log_size": log_size, **report}


def subject(period: str) -> str:
    """Return the subject of the envelopes with reports of a period."""
    return f"{TYPE}/{period}"


def subject_of(envelope: Envelope) -> str:
    """Return the subject of the editions of a period's report: 2020-H1."""
    return str(envelope.record["period"]["value"])


MOVERS = {TYPE: Mover(kind=TYPE, owner=by_sender, subject=subject_of, step=numbered("edition", "frozen"))}
