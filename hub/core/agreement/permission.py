"""What an agreement allows: to whom a record may go, in which roles, for which class of persons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from hub.core.agreement.register import Register
from hub.core.agreement.version import Agreement
from hub.core.errors import (
    AgreementNotInForceError,
    AgreementUnknownError,
    ExitBanNotAllowedError,
    PairNotAllowedError,
    PurposeNotAllowedError,
    RoleNotAllowedError,
    SubjectClassError,
    TypeNotAllowedError,
)

PERSON_DATA_ROLES = frozenset({"member"})
BILATERAL = 2


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
    agreement = register.judging(agreement_id or "", on)
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


def check_exit_ban(agreement: Agreement, *, record_type: str, sender: str, recipients: Sequence[str]) -> None:
    """Check that the agreement names bans on exit, from this sender to each of these recipients.

    Raises:
        ExitBanNotAllowedError: it does not.
    """
    naming = [clause for clause in agreement.allows if clause.exit_bans and record_type in clause.types]
    named = {recipient for clause in naming if sender in clause.senders for recipient in clause.recipients}
    if not named.issuperset(recipients):
        raise ExitBanNotAllowedError(agreement=agreement.id)


def named_by(register: Register, agreement_id: str | None, on: date) -> frozenset[str]:
    """Return the participants that a bilateral agreement in force names, whatever their role."""
    agreement = register.judging(agreement_id or "", on)
    if agreement is None or not agreement.is_in_force(on) or len(agreement.parties) != BILATERAL:
        return frozenset()
    return agreement.named


def check_roles(roles: Mapping[str, str], *, person_data: bool, named: Collection[str] = ()) -> None:
    """Check that every participant's role takes part in such records.

    Args:
        roles: role by participant id, sender and recipients alike.
        person_data: whether records of the type hold data on persons.
        named: participants that may all the same, as a bilateral agreement in force names them.

    Raises:
        RoleNotAllowedError: the first participant whose role does not.
    """
    if person_data:
        for participant, role in roles.items():
            if role not in PERSON_DATA_ROLES and participant not in named:
                raise RoleNotAllowedError(participant=participant)


def check_subject_class(agreement: Agreement, subject_class: str, nationalities: Collection[str], *, on: date) -> None:
    """Check that the agreement holds already for persons of this class, or for one of these nationalities (alpha-3).

    Raises:
        SubjectClassError: it does not yet.
    """
    for each in agreement.obligations:
        if each.subject_class != subject_class or not each.nationalities.isdisjoint(nationalities):
            continue
        if each.applies_from is None or on < each.applies_from:
            begins = "—" if each.applies_from is None else each.applies_from.isoformat()
            raise SubjectClassError(agreement=agreement.id, begins=begins)
