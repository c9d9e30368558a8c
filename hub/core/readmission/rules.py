"""What the records of readmission, transit and citizenship checks must say of themselves and of their envelope.

An error refuses the record; a warning travels with the receipt. What needs the case's state is the moves' matter.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hub.core import instant
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.readmission import evidence, kinds

_OWN = frozenset(
    {
        *(kinds.REQUEST, kinds.INFORMATION, kinds.TRANSFER_NOTICE, kinds.TAKE_BACK_ANSWER),
        *(kinds.TRANSIT_REQUEST, kinds.CHECK_REQUEST),
        *kinds.WITHDRAWALS,
    }
)
"""Types that only the requesting side sends."""

_DONE_ON: Mapping[str, str] = {
    kinds.RETURN: "returned_on",
    kinds.INFORMATION_REQUEST: "asked_on",
    kinds.INFORMATION: "given_on",
    kinds.INTERVIEW_REQUEST: "requested_on",
    kinds.INTERVIEW_MINUTES: "held_on",
    kinds.EXTENSION: "asked_on",
    kinds.TRAVEL_DOCUMENT: "issued_on",
    kinds.TRANSFER_NOTICE: "notified_on",
    kinds.TRANSFER_RESPONSE: "answered_on",
    kinds.HANDOVER_ACT: "signed_on",
    **dict.fromkeys(kinds.WITHDRAWALS, "withdrawn_on"),
    kinds.TAKE_BACK_CLAIM: "claimed_on",
    kinds.TAKE_BACK_ANSWER: "decided_on",
    kinds.TRANSIT_REQUEST: "requested_on",
    kinds.TRANSIT_REPLY: "decided_on",
    kinds.CHECK_REQUEST: "requested_on",
    kinds.CHECK_REPLY: "decided_on",
}
"""The member with the legal date on which it was done; it cannot lie in the future."""

_ORDER: Mapping[str, Sequence[tuple[str, str]]] = {
    kinds.INFORMATION_REQUEST: [("asked_on", "answer_by")],
    kinds.REPLY: [("decided_on", "valid_until")],
    kinds.EXTENSION: [("asked_on", "until")],
    kinds.TRAVEL_DOCUMENT: [("document/issued_on", "document/expires_on"), ("issued_on", "document/expires_on")],
    kinds.TRANSFER_NOTICE: [("notified_on", "plan/planned_at")],
    kinds.TRANSFER_RESPONSE: [("answered_on", "proposal/planned_at")],
    kinds.TAKE_BACK_CLAIM: [("arrived_on", "claimed_on")],
    kinds.TRANSIT_REQUEST: [("entry/planned_at", "exit/planned_at"), ("requested_on", "entry/planned_at")],
}
"""Pairs of members of which the first cannot be later than the second."""

SKEW = timedelta(minutes=10)
DAY = timedelta(days=1)  # the legal date of an authority may be a day ahead of that of UTC


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in a record that fits its schema; pointers begin at the record."""
    return [fault for rule in _RULES for fault in rule(envelope)]


def warn(envelope: Envelope) -> list[Fault]:
    """Return what is odd in a record that is right; pointers begin at the record."""
    return evidence.question_request(envelope.record) if envelope.type == kinds.REQUEST else []


def _check_requesting(envelope: Envelope) -> list[Fault]:
    """The requesting authority sends, or is among the recipients."""
    requesting = envelope.record.get("requesting_authority")
    if requesting is None or requesting == envelope.sender:
        return []
    if envelope.type in _OWN:
        return [_other_authority("/requesting_authority")]
    if requesting in envelope.to:
        return []
    return [
        Fault(
            pointer="/requesting_authority",
            code="requesting-authority-not-addressed",
            ru="Запрашивающий орган не указан среди получателей. Адресуйте запись ему.",
            en="The requesting authority is not among the recipients. Address the record to it.",
        )
    ]


def _check_requested(envelope: Envelope) -> list[Fault]:
    requested = envelope.record.get("requested_authority")
    if requested is None or requested in envelope.to:
        return []
    return [
        Fault(
            pointer="/requested_authority",
            code="requested-authority-not-addressed",
            ru="Запрашиваемый орган не указан среди получателей. Адресуйте запрос ему.",
            en="The requested authority is not among the recipients. Address the request to it.",
        )
    ]


def _check_authority(envelope: Envelope) -> list[Fault]:
    authority = envelope.record.get("authority", {}).get("participant", envelope.sender)
    return [] if authority == envelope.sender else [_other_authority("/authority")]


def _check_procedure(envelope: Envelope) -> list[Fault]:
    """Transit is asked for by a record of its own: a request for readmission has no terms for it."""
    if envelope.type != kinds.REQUEST or envelope.record.get("procedure") != "transit":
        return []
    return [
        Fault(
            pointer="/procedure",
            code="transit-not-here",
            ru="О транзите просят записью transit-request: у запроса о реадмиссии нет сроков транзита. Отправьте её.",
            en="Transit is asked for by a transit-request; this request has no terms of transit. Send that one.",
        )
    ]


def _check_done(envelope: Envelope) -> list[Fault]:
    member = _DONE_ON.get(envelope.type)
    if member is None or date.fromisoformat(envelope.record[member]) <= (envelope.sent_at + DAY).date():
        return []
    return [
        Fault(
            pointer=f"/{member}",
            code="date-in-future",
            ru="Дата действия позже отправки записи. Укажите дату, когда действие совершено.",
            en="The act is dated later than the record was sent. State the date on which it was done.",
        )
    ]


def _check_handover(envelope: Envelope) -> list[Fault]:
    """An act tells of a handover that was, to the minute; clocks may differ a little."""
    told = instant.parse(envelope.record.get("act", {}).get("handed_over_at"))
    if envelope.type != kinds.HANDOVER_ACT or told is None or told <= envelope.sent_at + SKEW:
        return []
    return [
        Fault(
            pointer="/act/handed_over_at",
            code="handover-in-future",
            ru="Время передачи лица позже отправки акта. Подписывайте акт после передачи.",
            en="The person is handed over later than the act was sent. Sign the act after the handover.",
        )
    ]


def _check_order(envelope: Envelope) -> list[Fault]:
    faults = []
    for earlier, later in _ORDER.get(envelope.type, ()):
        first, last = _read(envelope.record, earlier), _read(envelope.record, later)
        if first is not None and last is not None and last[: len(first)] < first:
            faults.append(
                Fault(
                    pointer=f"/{later}",
                    code="dates-out-of-order",
                    ru=f"Дата раньше, чем в поле «{earlier}». Исправьте одну из них.",
                    en=f"The date is earlier than that of '{earlier}'. Mend one of them.",
                )
            )
    return faults


def _read(record: Mapping[str, Any], path: str) -> str | None:
    """Return the text at a path of members; None where one of them is missing."""
    value: Any = record
    for name in path.split("/"):
        value = value.get(name)
        if value is None:
            return None
    return str(value)


def _other_authority(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="authority-mismatch",
        ru="Орган в записи не совпадает с отправителем. Отправляйте только от имени своего органа.",
        en="The authority in the record is not the sender. Send in your own authority's name only.",
    )


_RULES: Sequence[Callable[[Envelope], list[Fault]]] = (
    _check_requesting,
    _check_requested,
    _check_authority,
    _check_procedure,
    _check_done,
    _check_handover,
    _check_order,
)
