"""Dates of a record, wherever they stand: days that no calendar has, spans that end first, and what is yet to come.

A schema knows how a date is written, not whether there is such a day. These rules hold in records of every type.
"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.core.errors import Fault
from hub.core.record_objects import Objects

DAY = timedelta(days=1)  # the legal date of an authority may be a day ahead of that of UTC

_PARTIAL = frozenset({"year", "month", "day", "qualifier", "until"})
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPANS: Sequence[tuple[str, str]] = (
    ("from", "until"),
    ("from", "to"),
    ("issued_on", "expires_on"),
    ("valid_from", "valid_until"),
    ("in_force_from", "in_force_until"),
)
"""Members beside each other of which the first cannot be later than the second."""

_DONE = frozenset(
    {
        *("as_of", "knowledge_on", "given_on", "consented_on", "registered_on", "reported_on"),
        *("arrived_on", "entered_on", "decided_on", "noticed_on", "received_on", "used_on", "issued_on"),
    }
)
"""Members that tell of what was done or known when the record was sent."""


_ENDS = frozenset(second for _, second in _SPANS)
_DECISION = "/decision"  # what is called `date` there tells of what was done, too


def check(parts: Objects, *, sent_at: datetime) -> list[Fault]:
    """Return an error for each date that cannot be, in the objects of a record that fits its schema.

    Most objects hold no date at all: they are passed over quickly, as every record comes through here.
    """
    last = (sent_at + DAY).date()
    found: list[Fault] = []
    for pointer, node in parts:
        if "year" in node and isinstance(node["year"], int) and node.keys() <= _PARTIAL:
            found += _check_partial(pointer, node, last)
            continue
        if not _ENDS.isdisjoint(node):
            found += _check_spans(pointer, node)
        if not _DONE.isdisjoint(node) or pointer == _DECISION:
            found += _check_done(pointer, node, last.isoformat())
    return found


def _check_spans(pointer: str, node: Mapping[str, Any]) -> Iterator[Fault]:
    for first, second in _SPANS:
        begin, end = _text(node, first), _text(node, second)
        if begin is not None and end is not None and end < begin:
            yield _ends_first(f"{pointer}/{second}", first)


def _check_done(pointer: str, node: Mapping[str, Any], last: str) -> Iterator[Fault]:
    for name in node:
        if name in _DONE or (name == "date" and pointer == _DECISION):
            said = _text(node, name)
            if said is not None and said > last:
                yield _in_future(f"{pointer}/{name}")


def _check_partial(pointer: str, node: Mapping[str, Any], last: date) -> Iterator[Fault]:
    """Persons were born, seen and found before the record was sent: so it is with every partial date."""
    begin = _day(node, is_last=False)
    if begin is None:
        yield _impossible(pointer)
        return
    if begin > last:
        yield _in_future(pointer)
    end = _day(node["until"], is_last=True) if "until" in node else None
    if end is not None and end < begin:
        yield _ends_first(f"{pointer}/until", "year")


def _day(partial: Mapping[str, Any], *, is_last: bool) -> date | None:
    """Return the first or the last day that a partial date may mean; None: there is no such day."""
    month = partial.get("month", 12 if is_last else 1)
    length = calendar.monthrange(partial["year"], month)[1]
    day = partial.get("day", length if is_last else 1)
    return date(partial["year"], month, day) if day <= length else None


def _text(node: Mapping[str, Any], name: str) -> str | None:
    """Return the date of a member, without its time of day; None: it holds none."""
    said = node.get(name)
    found = _DATE.match(said) if isinstance(said, str) else None
    return None if found is None else found.group()


def _impossible(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="date-impossible",
        ru="Такого дня нет в календаре. Исправьте дату.",
        en="The calendar has no such day. Mend the date.",
    )


def _ends_first(pointer: str, earlier: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="dates-out-of-order",
        ru=f"Дата раньше, чем в поле «{earlier}». Исправьте одну из них.",
        en=f"The date is earlier than that of '{earlier}'. Mend one of them.",
    )


def _in_future(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="date-in-future",
        ru="Дата позже отправки записи, а говорит о бывшем. Исправьте дату.",
        en="The date lies after the record was sent, yet tells of what has been. Mend the date.",
    )
