"""What an owner publishes and replaces by a later revision: meetings, notices on legislation, contact directories."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.core.council.document import impossible_term, repeated_numbers
from hub.core.council.due import is_possible
from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, DocumentRevisionError, Fault
from hub.core.mover import Head, Mover, by_sender

MEETING, NOTICE, DIRECTORY = "meeting", "legislation-notice", "contact-directory"
FINAL = frozenset({"withdrawn", "cancelled"})


def step(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return status and revision after this record.

    Raises:
        CaseMoveError: it was withdrawn or cancelled.
        DocumentRevisionError: the record does not follow the last revision.
    """
    status, revision = (None, 0) if head is None else (head.state, head.version)
    after = str(envelope.record.get("status", "published"))
    if status in FINAL:
        raise CaseMoveError(state=status or "-", move=after, allowed="-")
    if envelope.record["revision"] != revision + 1:
        raise DocumentRevisionError(expected=revision + 1)
    return after, revision + 1


def _mover(subject: str) -> Mover:
    return Mover(
        kind="council-document",
        owner=by_sender,
        subject=lambda envelope: f"{envelope.type}:{envelope.record[subject]}",
        step=step,
        widens=True,
    )


MOVERS = {MEETING: _mover("meeting_id"), NOTICE: _mover("notice_id"), DIRECTORY: _mover("participant")}


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in such a record that fits its schema."""
    return {MEETING: _check_meeting, NOTICE: _check_notice, DIRECTORY: _check_directory}[envelope.type](envelope)


def warn(envelope: Envelope) -> list[Fault]:
    """Return what asks for an explanation in a notice: an act in force before its date, no number, no date."""
    if envelope.type != NOTICE:
        return []
    record = envelope.record
    dates = [act["date"] for act in record.get("acts", ()) if "date" in act]
    faults = []
    if dates and record.get("in_force_from", max(dates)) < min(dates):
        faults.append(
            Fault(
                pointer="/in_force_from",
                code="in-force-before-act",
                ru="Акт действует раньше своей даты: требует пояснения.",
                en="The act is in force before its own date: an explanation is asked for.",
            )
        )
    return faults + [
        Fault(
            pointer=f"/acts/{at}",
            code="act-incomplete",
            ru="У акта нет номера или даты: требует пояснения.",
            en="The act has no number or no date: an explanation is asked for.",
        )
        for at, act in enumerate(record.get("acts", ()))
        if not {"number", "date"} <= act.keys()
    ]


def _check_meeting(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    decisions = record.get("decisions", ())
    faults = [] if record["owner"] == envelope.sender else [_not_own("/owner")]
    faults += _ordered(record, "date", "until", "")
    faults += [impossible_term("/planned")] if not is_possible(record.get("planned", "permanent")) else []
    faults += [
        impossible_term(f"/decisions/{at}/due") for at, each in enumerate(decisions) if not is_possible(each["due"])
    ]
    return faults + repeated_numbers("/decisions", decisions) + repeated_numbers("/agenda", record.get("agenda", ()))


def _check_notice(envelope: Envelope) -> list[Fault]:
    return _ordered(envelope.record, "in_force_from", "in_force_until", "")


def _check_directory(envelope: Envelope) -> list[Fault]:
    record = envelope.record
    faults = [] if record["participant"] == envelope.sender else [_not_own("/participant")]
    return faults + [
        fault
        for at, contact in enumerate(record["contacts"])
        for fault in _ordered(contact, "valid_from", "valid_until", f"/contacts/{at}")
    ]


def _not_own(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="authority-mismatch",
        ru="Орган в записи не совпадает с отправителем. Отправляйте только от имени своего органа.",
        en="The authority in the record is not the sender. Send in your own authority's name only.",
    )


def _ordered(entry: Mapping[str, Any], first: str, last: str, pointer: str) -> list[Fault]:
    """Return the fault of an entry whose last day is before its first."""
    days = [date.fromisoformat(entry[name]) for name in (first, last) if name in entry]
    if days == sorted(days):
        return []
    return [
        Fault(
            pointer=f"{pointer}/{last}",
            code="period-ends-before-start",
            ru="Последний день раньше первого. Исправьте даты.",
            en="The last day is before the first. Mend the dates.",
        )
    ]
