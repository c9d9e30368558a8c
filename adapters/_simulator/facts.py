"""A record as plain facts, in the fixed words of the exchange: lists of two systems are compared with ==.

Absent is None. `CORE` is what every national form can hold; what it cannot (a name in another script) is left out.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

IN_FORCE = ("active", "pending_start", "reduced")
"""Statuses of bans on an active list: a ban that waits for its first day counts as in force."""

PERSON = (
    "surname",  # Cyrillic, as travelling
    "given",
    "patronymic",
    "surname_latin",
    "given_latin",
    "birth_date",  # dd.mm.yyyy, mm.yyyy, yyyy, ок. yyyy
    "sex",  # M, F, X, U
    "citizenship",  # alpha-3 codes
    "document_type",
    "document_series",
    "document_number",
)
BAN = (
    "ban_id",
    "revision",
    "status",
    "issuer",
    *PERSON,
    "grounds",  # codes
    "period_kind",
    "duration",  # P3Y
    "start_event",
    "start_on",
    "end_on",
    "action",
    "decision_number",
    "decision_date",
)
CORE: Mapping[str, Sequence[str]] = {
    "entry-ban": (
        *("ban_id", "revision", "status", "issuer"),
        *("surname_latin", "given_latin", "birth_date", "sex", "citizenship", "document_number"),
        *("grounds", "start_on", "end_on", "decision_number", "decision_date"),
    ),
    "readmission-request": ("case_id", "requesting", "requested", *PERSON[3:8], "document_number", "requested_on"),
    "readmission-reply": ("case_id", "decision", "reasons", "decided_on"),
    "citizenship-check-request": ("check_id", "requesting", "requested", *PERSON[3:8], "document_number"),
    "citizenship-check-reply": ("check_id", "requesting", "result", "decided_on"),
    "situation-summary": ("area", "period", "observations"),  # observations: [indicator, value] pairs
}
"""What each type is compared by between any two systems."""


BESIDE = frozenset({"native", "birth_place", "issued_on", "expires_on", "evidence"})
"""What generated records have for national forms that ask for more; it is not compared."""


def shown(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without what stands beside its facts."""
    return {name: value for name, value in record.items() if name not in BESIDE}


def core(type_: str, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return records reduced to what every national form can hold; of other types whole."""
    members = CORE.get(type_)
    return [dict(each) if members is None else {name: each.get(name) for name in members} for each in records]


def digest(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of a list of facts, which depends on its order and not on that of members."""
    return hashlib.sha256(msgspec.json.encode(records, order="sorted")).hexdigest()
