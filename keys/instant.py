"""Instants in signed documents: RFC 3339, UTC, whole seconds, in one form (`2026-11-21T09:00:00Z`)."""

import re
from datetime import UTC, datetime

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


def parse(text: str) -> datetime:
    """Return the aware instant.

    Raises:
        ValueError: the text is not of the one form.
    """
    if not _FORM.fullmatch(text):
        msg = "not an instant"
        raise ValueError(msg)
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def format(instant: datetime) -> str:  # noqa: A001  (the pair of parse)
    """Return the text of an aware instant, without the fraction of its second."""
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
