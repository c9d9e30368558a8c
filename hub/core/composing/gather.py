"""The texts of fields -> a record. What was left empty is left out; what cannot be read stays as it was typed.

So the schema says what is wrong, at its place. Of dates of which a part may be unknown, and of instants, the schema's
words would say little to whoever typed them: `unread` names those.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from hub.core import instant
from hub.core.composing.part import Kind, Part, join
from hub.core.composing.spread import EMPTY, QUALIFIER, REST, UNTIL, YES
from keys import strict_json
from keys.errors import StrictJsonError
from schemas.outline import ITEM

NOTHING = object()
_INTEGER = re.compile(r"-?[0-9]{1,16}")
_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,16})?([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4})")
# 1990, 05.1990, 04.05.1990, 1990-05, 1990-05-04
_PARTIAL = (
    re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>[0-9]{1,2})[./])?(?P<month>[0-9]{1,2})[./])?(?P<year>[0-9]{4})"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A record, and the names of the fields whose texts are no date and no instant."""

    record: Mapping[str, Any]
    unread: tuple[str, ...] = ()


def gather(part: Part, values: Mapping[str, str], zone: tzinfo) -> Gathered:
    """Return the record that these texts say; instants are local times of a zone."""
    reading = _Reading(values=values, zone=zone, unread=[])
    record = reading.group(part, "")
    return Gathered(record=record, unread=tuple(reading.unread))


def count(part: Part, name: str, values: Mapping[str, str]) -> int:
    """Return how many items a list has; never more than its schema lets it have."""
    mark = values.get(name, "")
    return min(int(mark), part.most) if mark.isascii() and mark.isdigit() and len(mark) < 5 else 0


def is_said(part: Part, name: str, values: Mapping[str, str]) -> bool:
    """Say whether anything is said of a part, or it is kept though nothing is."""
    if part.kind is Kind.GROUP:
        inside = (is_said(each, join(name, each.name), values) for each in part.parts)
        return values.get(name) == EMPTY or bool(values.get(join(name, REST))) or any(inside)
    if part.kind is Kind.LIST:
        items = (is_said(part.item, join(name, each), values) for each in range(count(part, name, values)))
        return values.get(name) == "0" or any(items)
    names = (name, join(name, QUALIFIER), join(name, UNTIL)) if part.kind is Kind.PARTIAL else (name,)
    return any(values.get(each) for each in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    values: Mapping[str, str]
    zone: tzinfo
    unread: list[str]

    def group(self, part: Part, name: str) -> dict[str, Any]:
        record = self._rest(join(name, REST))
        for each in part.parts:
            inside = join(name, each.name)
            value = (
                NOTHING if each.name in record and not is_said(each, inside, self.values) else self.take(each, inside)
            )
            if value is not NOTHING:
                record[each.name] = value
        return record

    def take(self, part: Part, name: str) -> Any:
        if part.kind is Kind.GROUP:
            said = (part.required and part.name != ITEM) or is_said(part, name, self.values)
            return self.group(part, name) if said else NOTHING
        if not is_said(part, name, self.values):
            return [] if part.required and part.kind in {Kind.LIST, Kind.CHOICES} else NOTHING
        if part.kind is Kind.LIST:
            found = (self.take(part.item, join(name, each)) for each in range(count(part, name, self.values)))
            return [each for each in found if each is not NOTHING]
        return self._partial(name) if part.kind is Kind.PARTIAL else self._leaf(part.kind, name)

    def _rest(self, name: str) -> dict[str, Any]:
        text = self.values.get(name, "")
        try:
            found = strict_json.loads(text.encode("utf-8", "replace")) if text else {}
        except StrictJsonError:
            found = None
        return found if isinstance(found, dict) else {REST: text}

    def _leaf(self, kind: Kind, name: str) -> Any:
        text = self.values[name]
        if kind is Kind.MOMENT:
            at = _moment(text, self.zone)
            self.unread.extend([name] if at is None else [])
            return text if at is None else at
        if kind is Kind.DATE:
            return _date(text)
        return _PLAIN[kind](text) if kind in _PLAIN else text

    def _partial(self, name: str) -> dict[str, Any]:
        found = self._day(name)
        if qualifier := self.values.get(join(name, QUALIFIER)):
            found[QUALIFIER] = qualifier
        if until := self._day(join(name, UNTIL)):
            found[UNTIL] = until
        return found

    def _day(self, name: str) -> dict[str, Any]:
        text = self.values.get(name, "")
        if not text:
            return {}
        found = next((match for each in _PARTIAL if (match := each.fullmatch(text))), None)
        if found is None:
            self.unread.append(name)
            return {"year": text}
        return {each: int(said) for each in ("year", "month", "day") if (said := found[each]) is not None}


def _date(text: str) -> str:
    found = _DAY.fullmatch(text)
    return text if found is None else f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"


def _moment(text: str, zone: tzinfo) -> str | None:
    """Return the instant of a local time, or of one of UTC; None: it is neither."""
    if instant.parse(text) is not None:
        return text
    day, _, hour = text.replace("T", " ").partition(" ")
    try:
        local = datetime.fromisoformat(f"{_date(day)}T{hour}")
        return None if local.tzinfo else instant.format(local.replace(tzinfo=zone).astimezone(UTC), seconds=True)
    except (ValueError, OverflowError):
        return None


def _integer(text: str) -> Any:
    return int(text) if _INTEGER.fullmatch(text) else text


def _number(text: str) -> Any:
    pointed = text.replace(",", ".")
    if not _NUMBER.fullmatch(pointed):
        return text
    return int(pointed) if _INTEGER.fullmatch(pointed) else float(pointed)


_PLAIN: Mapping[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.YESNO: lambda text: text == YES,
    Kind.CHOICES: lambda text: [each for each in text.split(" ") if each and each != EMPTY],
}
