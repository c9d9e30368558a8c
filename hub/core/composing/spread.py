"""A record -> the texts of its fields. What no field can hold is kept aside as it is, under `~rest` of its group."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from hub.core import instant
from hub.core.composing.part import Kind, Part, join
from keys import strict_json
from schemas.outline import ITEM

REST = "~rest"
THERE, EMPTY = "1", "{}"  # the mark of a part that is there: with something in it, or kept though nothing is
YES, NO = "yes", "no"
QUALIFIER, UNTIL = "qualifier", "until"
DATE_PARTS = ("year", "month", "day")


def spread(part: Part, record: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """Return the texts of the fields that say this record; instants are local times of a zone."""
    values: dict[str, str] = {}
    _group(part, "", record, values, zone)
    return values


def _group(part: Part, name: str, said: Mapping[str, Any], values: dict[str, str], zone: tzinfo) -> None:
    known = {each.name: each for each in part.parts}
    rest = {}
    for member, value in said.items():
        child = known.get(member)
        if child is None or not _holds(child, value):
            rest[member] = value
        else:
            _put(child, join(name, member), value, values, zone)
    if rest:
        values[join(name, REST)] = strict_json.dumps(rest).decode()


def _put(part: Part, name: str, value: Any, values: dict[str, str], zone: tzinfo) -> None:
    if part.kind is Kind.GROUP:
        if not part.required or part.name == ITEM:
            values[name] = THERE if value else EMPTY
        _group(part, name, value, values, zone)
    elif part.kind is Kind.LIST:
        values[name] = str(len(value))
        for number, each in enumerate(value):
            _put(part.item, join(name, number), each, values, zone)
    elif part.kind is Kind.PARTIAL:
        _partial(name, value, values)
    else:
        values[name] = _text(part.kind, value, zone)


def _text(kind: Kind, value: Any, zone: tzinfo) -> str:
    if kind is Kind.YESNO:
        return YES if value else NO
    if kind is Kind.CHOICES:
        return " ".join(value) if value else EMPTY
    return _local(value, zone) if kind is Kind.MOMENT else str(value)


def _local(text: str, zone: tzinfo) -> str:
    """Return an instant as a local time; one that two clocks could show stays as it is."""
    at = instant.parse(text)
    try:
        local = None if at is None else at.astimezone(zone)
    except OverflowError:  # at the ends of the calendar
        local = None
    if local is None or local.fold or local.microsecond:
        return text
    return local.replace(tzinfo=None).isoformat(timespec="seconds")


def _partial(name: str, value: Mapping[str, Any], values: dict[str, str]) -> None:
    values[name] = say_date(value)
    if QUALIFIER in value:
        values[join(name, QUALIFIER)] = value[QUALIFIER]
    if UNTIL in value:
        values[join(name, UNTIL)] = say_date(value[UNTIL])


def say_date(value: Mapping[str, Any]) -> str:
    """Return a date of which a part may be unknown, as people type it: 04.05.1990, 05.1990, 1990."""
    day = [f"{value[each]:02}" for each in ("day", "month") if each in value]
    return ".".join([*day, f"{value['year']:04}"])


def _holds(part: Part, value: Any) -> bool:
    """Say whether the fields of a part can hold a value, so that it comes back as it was."""
    if part.kind is Kind.GROUP:
        return isinstance(value, dict) and all(each.name in value for each in part.parts if _is_always_there(each))
    if part.kind is Kind.LIST:
        return isinstance(value, list) and len(value) <= part.most and all(_holds(part.item, each) for each in value)
    return _HELD[part.kind](value)


def _is_always_there(part: Part) -> bool:
    """Say whether a form has a part in its record whatever is typed."""
    return part.required and part.kind in (Kind.GROUP, Kind.LIST, Kind.CHOICES)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_codes(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(each) and " " not in each and each != EMPTY for each in value)


def _is_partial(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {*DATE_PARTS, QUALIFIER, UNTIL}:
        return False
    until = value.get(UNTIL, {"year": 1})
    return _is_text(value.get(QUALIFIER, "-")) and _is_day(value) and isinstance(until, dict) and _is_day(until)


def _is_day(value: Mapping[str, Any]) -> bool:
    parts = [value[each] for each in DATE_PARTS if each in value]
    if "year" not in value or ("day" in value and "month" not in value):
        return False
    return all(_is_integer(each) and 0 <= each <= most for each, most in zip(parts, (9999, 99, 99), strict=False))


_HELD: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.CHOICES: _are_codes,
    Kind.CODE: _is_text,
    Kind.TEXT: _is_text,
    Kind.LINES: _is_text,
    Kind.DATE: _is_text,
    Kind.MOMENT: _is_text,
    Kind.PARTIAL: _is_partial,
    Kind.INTEGER: _is_integer,
    Kind.NUMBER: _is_number,
    Kind.YESNO: lambda value: isinstance(value, bool),
}
