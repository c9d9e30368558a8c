"""Contact persons for tests: keys by their opaque ids, and the statements about and by them."""

from datetime import datetime, timedelta
from typing import Any

from hub.core import ids
from keys import approval, delegation
from keys.approval import Approval
from keys.delegation import Delegation
from keys.jwk import PrivateKey
from tests.support.trust import Trust, make_key


def person_key(person: str) -> PrivateKey:
    """Return the key of a contact person."""
    return make_key("persons", person)


def make_delegation(trust: Trust, participant: str, person: str, *, at: datetime, **changes: Any) -> Delegation:
    """Return a delegation of readmission for ninety days; `changes` override what it says."""
    defaults: dict[str, Any] = {
        "hub": trust.list.hub,
        "id": ids.make_message_id(at, person.encode().ljust(10, b"-")),
        "participant": participant,
        "person": person,
        "public": person_key(person).public,
        "types": ("readmission-request", "readmission-reply"),
        "purposes": ("readmission",),
        "valid_from": at,
        "valid_until": at + timedelta(days=90),
        "issued_at": at,
    }
    return Delegation(**{**defaults, **changes})


def delegate(trust: Trust, participant: str, person: str, *, at: datetime, **changes: Any) -> bytes:
    """Return the signed delegation; `key` signs it instead of the participant's."""
    key = changes.pop("key", trust.keys[participant])
    return delegation.sign(make_delegation(trust, participant, person, at=at, **changes), key)


def withdraw(trust: Trust, participant: str, person: str, *, at: datetime, **changes: Any) -> bytes:
    """Return the signed withdrawal of a person's delegation."""
    nothing = {"types": (), "purposes": (), "valid_from": at, "valid_until": at, "issued_at": at}
    return delegate(trust, participant, person, at=at, **{**nothing, **changes})


def approve(trust: Trust, participant: str, person: str, payload: bytes, *, at: datetime, **changes: Any) -> bytes:
    """Return the person's signed approval of a payload; `key` signs it instead of the person's."""
    key = changes.pop("key", person_key(person))
    said: dict[str, Any] = {
        "hub": trust.list.hub,
        "participant": participant,
        "person": person,
        "payload_sha256": approval.digest(payload),
        "type": "readmission-reply",
        "at": at,
    }
    return approval.sign(Approval(**{**said, **changes}), key)
