"""Instants as text: RFC 3339 in UTC with `Z`, to the second or to the microsecond, in one form each."""

import re
from datetime import UTC, datetime

_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z\Z", re.ASCII)


def parse(text: object) -> datetime | None:
    """Return the aware instant, or None where the text is not one of the two forms."""
    if not isinstance(text, str) or not _TEXT.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def format(instant: datetime, *, seconds: bool = False) -> str:  # noqa: A001  (the pair of parse)
    """Return the text of an aware instant; with `seconds`, without its fraction."""
    text = instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds" if seconds else "microseconds")
    return f"{text}Z"
