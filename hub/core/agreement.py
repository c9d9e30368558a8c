"""Agreements: which participants may send which records to whom, on which legal basis, from when to when.

The register holds every version of every agreement. A message names one agreement and is judged by the version in force
when it is accepted; the digests of the versions applied stand in its leaf. Agreements are data (`schemas/agreements`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.errors import (
    AgreementNotInForceError,
    AgreementUnknownError,
    PairNotAllowedError,
    PurposeNotAllowedError,
    RoleNotAllowedError,
    TypeNotAllowedError,
)

IN_FORCE = "in_force"
PERSON_DATA_ROLES = frozenset({"member"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one clause of an agreement carries: record types, purposes, competent senders and recipients."""

    types: frozenset[str]
    purposes: frozenset[str]
    senders: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of an agreement; `digest` is SHA-256 (hex) of the document that states it."""

    id: str
    version: int
    status: str
    parties: frozenset[str]
    valid_from: date | None
    valid_until: date | None
    reference_only: bool
    allows: tuple[Allowance, ...]
    digest: str

    def is_in_force(self, on: date) -> bool:
        """Say whether it authorises anything on this legal date."""
        begun = self.valid_from is None or self.valid_from <= on
        ended = self.valid_until is not None and self.valid_until < on
        return self.status == IN_FORCE and begun and not ended and not self.reference_only


def from_json(value: Mapping[str, Any], digest: str) -> Agreement:
    """Read a document of the register that fits `schemas/agreements/agreement.schema.json`."""
    return Agreement(
        id=value["id"],
        version=value["version"],
        status=value["status"],
        parties=frozenset(value["parties"]),
        valid_from=_date(value["valid_from"]),
        valid_until=_date(value["valid_until"]),
        reference_only=value["reference_only"],
        allows=tuple(_allowance(item) for item in value["allows"]),
        digest=digest,
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _allowance(value: Mapping[str, Any]) -> Allowance:
    return Allowance(
        types=frozenset(value["types"]),
        purposes=frozenset(value["purposes"]),
        senders=frozenset(value["senders"]),
        recipients=frozenset(value["recipients"]),
    )


Register = Mapping[str, Agreement]


def newest(versions: Iterable[Agreement]) -> Register:
    """Return the register as it stands: the highest version of each agreement."""
    register: dict[str, Agreement] = {}
    for agreement in versions:
        known = register.get(agreement.id)
        if known is None or known.version < agreement.version:
            register[agreement.id] = agreement
    return register


def permit(
    register: Register,
    *,
    agreement_id: str | None,
    record_type: str,
    purpose: str,
    sender: str,
    recipients: Sequence[str],
    on: date,
) -> tuple[Agreement, tuple[str, ...]]:
    """Return the agreement that allows the message, and those of `recipients` that it allows.

    Raises:
        AgreementUnknownError, AgreementNotInForceError, TypeNotAllowedError, PurposeNotAllowedError,
        PairNotAllowedError: the first thing that stands against it. A pair is refused only if no recipient is left.
    """
    agreement = register.get(agreement_id or "")
    if agreement is None:
        raise AgreementUnknownError
    if not agreement.is_in_force(on):
        raise AgreementNotInForceError(agreement=agreement.id, status=agreement.status)
    typed = [clause for clause in agreement.allows if record_type in clause.types]
    if not typed:
        raise TypeNotAllowedError(agreement=agreement.id)
    meant = [clause for clause in typed if purpose in clause.purposes]
    if not meant:
        raise PurposeNotAllowedError(agreement=agreement.id)
    able = [clause.recipients for clause in meant if sender in clause.senders]
    allowed = tuple(recipient for recipient in recipients if any(recipient in clause for clause in able))
    if not allowed:
        raise PairNotAllowedError(agreement=agreement.id, recipient=recipients[0] if recipients else "-")
    return agreement, allowed


def check_roles(roles: Mapping[str, str], *, person_data: bool) -> None:
    """Check that every participant's role takes part in such records.

    Args:
        roles: role by participant id, sender and recipients alike.
        person_data: whether records of the type hold data on persons.

    Raises:
        RoleNotAllowedError: the first participant whose role does not.
    """
    if person_data:
        for participant, role in roles.items():
            if role not in PERSON_DATA_ROLES:
                raise RoleNotAllowedError(participant=participant)
