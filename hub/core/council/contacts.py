"""Who is to be reached on a day, for a function: contacts carry the days from and until which they hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def valid_on(directory: Mapping[str, Any], on: date, function: str | None) -> list[Mapping[str, Any]]:
    """Return the contacts of a directory that hold on a day, for one function or for any."""
    return [
        contact
        for contact in directory["contacts"]
        if _holds(contact, on) and (function is None or function in contact["functions"])
    ]


def _holds(contact: Mapping[str, Any], on: date) -> bool:
    until = contact.get("valid_until")
    return date.fromisoformat(contact["valid_from"]) <= on and (until is None or on <= date.fromisoformat(until))
