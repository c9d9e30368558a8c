"""The last checks of a record about a person: for whom the agreement holds already, and what must not travel."""

from collections.abc import Sequence
from datetime import date, datetime

from hub.core import agreement as agreements
from hub.core import protection
from hub.core.envelope import Envelope
from hub.core.errors import Fault, UnprocessableError
from hub.core.protection import Rules
from hub.core.record_objects import Objects
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Judgement
from schemas import protection_rules
from schemas.record_type import RecordType


def check_person(
    envelope: Envelope, parts: Objects, record_type: RecordType, judgement: Judgement, now: datetime
) -> Sequence[Fault]:
    """Return the warnings of a record, with these objects in it, that fits its schema and the rules of its type.

    Raises:
        SubjectClassError: the agreement does not hold yet for the class of person that it is about.
        UnprocessableError: it discloses, as far as the hub can see, what must not travel.
    """
    today = legal_day(judgement.trust, envelope.sender, now)
    _check_subject_class(envelope, judgement, today)
    rules = Rules(majority=protection_rules.majority(), refugee_codes=protection_rules.refugee_codes())
    faults, warnings = protection.check_at_hub(envelope.type, record_type.family, parts, today, rules=rules)
    if faults:
        raise UnprocessableError(faults)
    return warnings


def _check_subject_class(envelope: Envelope, judgement: Judgement, today: date) -> None:
    agreement = judgement.register.judging(envelope.agreement or "", today)
    if agreement is not None and agreement.obligations and "subject_class" in envelope.record:
        person = envelope.record.get("person", {})
        nationalities = [each["code"] for each in person.get("nationalities", ())]
        agreements.check_subject_class(agreement, envelope.record["subject_class"], nationalities, on=today)
