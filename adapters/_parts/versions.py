"""Later versions of record types, at adapters whose national forms hold what the first version says.

A version 1.x adds members to those before it, and everything of 1.0 means the same in it. So a record of a later
version that says no more than 1.0 could is taken; one that says more is told to its sender with the place, because what
the national form has no room for would be lost in silence. What was sealed is no such place: it comes opened, as parts.
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters._parts.outcomes import TYPE_NOT_SUPPORTED
from hub.sdk.ports import Delivery, Problem
from schemas import catalogue

FIRST = "1.0"
SEALED = "sealed"


def received(delivery: Delivery, *, with_parts: bool) -> Delivery | Problem:
    """Return a delivery as the first version would have said it, or why the national system cannot take it.

    Args:
        delivery: of a type that the adapter carries.
        with_parts: whether the national system takes what was sealed beside the record.
    """
    if delivery.version.partition(".")[0] != FIRST.partition(".")[0]:
        return TYPE_NOT_SUPPORTED
    if delivery.parts and not with_parts:
        return _PARTS_NOT_CARRIED
    record = {name: value for name, value in delivery.record.items() if name != SEALED}
    if delivery.version != FIRST:
        added = sorted(record.keys() - _members(delivery.type, FIRST))
        violations = catalogue.load().validate(delivery.type, FIRST, record)
        if violations:
            return _not_carried(added or [violations[0].pointer.removeprefix("/")], delivery.version)
    return replace(delivery, version=FIRST, record=record)


def reduced(delivery: Delivery) -> Delivery:
    """Return what the first version has a place for, where everything else is shown beside it."""
    known = _members(delivery.type, FIRST)
    record = {name: value for name, value in delivery.record.items() if name in known}
    return replace(delivery, version=FIRST, record=record, parts=())


def of_sending(type_: str, *, with_parts: bool) -> str | None:
    """Return the version in which a record is sent: the first, or the first that has sealed parts; None: none has."""
    if not with_parts:
        return FIRST
    known = sorted(
        (each.version for each in catalogue.load().record_types() if each.name == type_),
        key=lambda version: [int(part) for part in version.split(".")],
    )
    return next((each for each in known if SEALED in _members(type_, each)), None)


def _members(type_: str, version: str) -> set[str]:
    return {member.path[0] for member in catalogue.load().members(type_, version) if member.path}


def _not_carried(members: Sequence[str], version: str) -> Problem:
    """Return what the sender is told; his receipt has no room for a place, so the words name the members."""
    named = ", ".join(members)
    return Problem(
        code="members-not-carried",
        pointer=f"/{members[0]}",
        ru=(
            f"В форме национальной системы нет места для полей версии {version}: {named}. "
            "Отправьте запись без них или сообщите эти сведения получателю иначе."
        ),
        en=(
            f"The form of the national system has no place for members of version {version}: {named}. "
            "Send the record without them, or tell the recipient otherwise."
        ),
    )


_PARTS_NOT_CARRIED = Problem(
    code="parts-not-carried",
    pointer=f"/{SEALED}",
    ru="Национальная система не принимает вложений. Отправьте запись без них или передайте их получателю иначе.",
    en="The national system takes no attachments. Send the record without them, or hand them over otherwise.",
)
