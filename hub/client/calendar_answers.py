"""The answer that lists the calendars of working days."""

from collections.abc import Mapping
from typing import Any

from hub.client.members import Members, ShapeError

MAX_STATES = 64
MAX_TEXT = 1000
_SHOWN = ("state", "version", "source", "first", "last")


def parse_calendars(value: object) -> tuple[Mapping[str, Any], ...]:
    """Read the calendars, each as an object with at least its state, version, source, first and last day.

    Raises:
        ShapeError: it is none.
    """
    return Members(value, "answer").items("calendars", MAX_STATES, _parse)


def _parse(value: object) -> Mapping[str, Any]:
    members = Members(value, "calendar")
    for name in _SHOWN:
        members.text(name, MAX_TEXT)
    if not isinstance(value, dict):
        raise ShapeError("calendar is not an object")
    return value
