"""The rules of a record's type beyond its schema: what its members and its envelope must say of each other.

A gateway checks them before it signs, the hub before it accepts. An error refuses; a warning travels with the answer.
"""

from collections.abc import Callable, Mapping, Sequence

from hub.core import attachment, data_protection, delivery, entry_ban, record_dates, record_names, record_persons
from hub.core.council import document, publication
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.identity.national_identifier import Severity
from hub.core.missing import search
from hub.core.readmission import kinds as readmission_kinds
from hub.core.readmission import rules as readmission
from hub.core.record_objects import Objects
from hub.core.statistics import situation_summary


def check(
    envelope: Envelope, parts: Objects, *, subject_member: str | None, is_reply: bool, state: str
) -> tuple[Sequence[Fault], Sequence[Fault]]:
    """Return errors and warnings of a record that fits its schema.

    Pointers of errors begin at the envelope's payload, as an error may be about a member of the envelope; those of
    warnings begin at the record.

    Args:
        envelope: the envelope with its record.
        parts: the objects of the record.
        subject_member: the record's member that the envelope's `subject` must repeat, if its type has one.
        is_reply: whether records of the type answer another message.
        state: the sender's state (alpha-2); empty if it is of none.
    """
    wrong = [*RULES.get(envelope.type, _nothing)(envelope), *_check_state(envelope, state)]
    named = {fault.pointer for fault in wrong}  # a type's own rule says more than the one for all
    dates = record_dates.check(parts, sent_at=envelope.sent_at)
    wrong += [fault for fault in dates if fault.pointer not in named]
    odd = [*WARNINGS.get(envelope.type, _nothing)(envelope), *record_names.check(parts)]
    for fault, severity in record_persons.check(parts, state=state):
        (wrong if severity is Severity.ERROR else odd).append(fault)
    return [*_check_routing(envelope, subject_member, is_reply=is_reply), *_place(wrong)], odd


def _check_state(envelope: Envelope, state: str) -> Sequence[Fault]:
    return situation_summary.check_area(envelope.record, state) if envelope.type == situation_summary.TYPE else ()


def _nothing(_envelope: Envelope) -> Sequence[Fault]:
    return ()


def _place(faults: Sequence[Fault]) -> list[Fault]:
    return [Fault(pointer=f"/record{f.pointer}", code=f.code, ru=f.ru, en=f.en) for f in faults]


def _check_routing(envelope: Envelope, member: str | None, *, is_reply: bool) -> list[Fault]:
    """Return where the envelope's `subject` and `reply_to` are not what a record of this type asks for."""
    faults = []
    if member is not None and envelope.subject != envelope.record[member]:
        faults.append(
            Fault(
                pointer="/subject",
                code="subject-mismatch",
                ru=f"Поле subject конверта не повторяет поле «{member}» записи. Укажите в нём то же значение.",
                en=f"The envelope's subject is not the record's '{member}'. Put the same value there.",
            )
        )
    if is_reply and envelope.reply_to is None:
        faults.append(
            Fault(
                pointer="/reply_to",
                code="reply-to-missing",
                ru="Ответ не называет запрос, на который отвечает. Укажите reply_to конверта.",
                en="The reply does not name the request it answers. Fill in the envelope's reply_to.",
            )
        )
    return faults


RULES: Mapping[str, Callable[[Envelope], Sequence[Fault]]] = {
    **dict.fromkeys(document.TYPES, document.check),
    **dict.fromkeys(publication.MOVERS, publication.check),
    **dict.fromkeys(search.MOVERS, search.check),
    **dict.fromkeys(data_protection.TYPES, data_protection.check),
    attachment.TYPE: lambda envelope: attachment.check(envelope.record),
    **entry_ban.RULES,
    **dict.fromkeys(readmission_kinds.ALL, readmission.check),
    situation_summary.TYPE: lambda envelope: situation_summary.check_days(envelope.record),
    delivery.TYPE: lambda envelope: delivery.check(envelope.record, sender=envelope.sender, to=envelope.to),
}
WARNINGS: Mapping[str, Callable[[Envelope], Sequence[Fault]]] = {
    publication.NOTICE: publication.warn,
    **entry_ban.WARNINGS,
    situation_summary.TYPE: lambda envelope: situation_summary.check(envelope.record),
    **dict.fromkeys(readmission_kinds.ALL, readmission.warn),
}
