"""What stands in the Council's calendar: meetings, and the last days of what is to be done.

A meeting without a date stands, tentatively, at the last day of the term for which it is planned. A meeting of the
schedule gives way to the record of the same meeting, which knows more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hub.core.council import due
from hub.core.council.calendar_file import Event, Status
from hub.core.council.publication import MEETING
from hub.core.council.work_plan import OVER, Item

WORDS = {
    "ru": {"meeting": "Заседание", "no": "№", "plan": "Срок: План работы, пункт", "decision": "Срок: решение, пункт"},
    "en": {"meeting": "Meeting", "no": "No.", "plan": "Due: Work Plan, item", "decision": "Due: decision, item"},
}
STATUSES = {"held": Status.CONFIRMED, "cancelled": Status.CANCELLED, "postponed": Status.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The record that entries come from: its type, owner and subject, when it was accepted, what it says."""

    type: str
    owner: str
    subject: str
    at: datetime
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom the entries are written: the language, the names of bodies, and the hub that makes them."""

    lang: str
    bodies: Mapping[str, str]
    hub: str


def entries(
    sources: Iterable[Source], plans: Iterable[tuple[Source, Sequence[Item]]], reader: Reader
) -> Iterator[Event]:
    """Yield the entries of meetings, schedules and decisions, and of the open items of plans."""
    found = list(sources)
    known = {(each.record["body"], each.record.get("no")) for each in found if each.type == MEETING}
    for source in found:
        yield from _FOUND[source.type](source, reader, known)
    for source, items in plans:
        for item in items:
            if item.status not in OVER:
                yield from _term(source, item.plan, item.due, "plan", reader)


def _meeting(source: Source, reader: Reader, _known: object) -> Iterator[Event]:
    record = source.record
    fixed = record.get("date")
    first = date.fromisoformat(fixed) if fixed else due.last_day(record.get("planned", due.PERMANENT))
    if first is not None:
        last = date.fromisoformat(record["until"]) if fixed and "until" in record else first
        status = STATUSES.get(record["status"], Status.CONFIRMED if fixed else Status.TENTATIVE)
        place = _say(record.get("place"), reader.lang)
        yield _event(source, _uid(source, "", reader), (first, last), (_meeting_name(record, reader), place), status)


def _schedule(source: Source, reader: Reader, known: set[tuple[str, int | None]]) -> Iterator[Event]:
    body = source.record["body"]
    for at, entry in enumerate(source.record.get("entries", ())):
        last = due.last_day(entry["planned"])
        if last is not None and ("no" not in entry or (body, entry["no"]) not in known):
            name = _meeting_name({**entry, "body": body}, reader)
            status = STATUSES.get(entry["status"], Status.TENTATIVE)
            yield _event(source, _uid(source, f"#{at + 1}", reader), (last, last), (name, ""), status)


def _decision(source: Source, reader: Reader, _known: object) -> Iterator[Event]:
    for item in source.record.get("items", ()):
        yield from _term(source, item, item["due"], "decision", reader)


def _term(source: Source, item: Mapping[str, Any], term: str, word: str, reader: Reader) -> Iterator[Event]:
    last = due.last_day(term)
    if last is not None:
        words = WORDS[reader.lang]
        summary = f"{words[word]} {item['no']}"
        text = _say(item["text"], reader.lang)
        uid = _uid(source, f"#{item['no']}", reader)
        yield _event(source, uid, (last, last), (summary, text), Status.CONFIRMED)


def _meeting_name(record: Mapping[str, Any], reader: Reader) -> str:
    words = WORDS[reader.lang]
    number = f" {words['no']} {record['no']}" if "no" in record else ""
    return f"{words['meeting']}{number}: {reader.bodies.get(record['body'], record['body'])}"


def _event(source: Source, uid: str, days: tuple[date, date], texts: tuple[str, str], status: Status) -> Event:
    return Event(
        uid=uid,
        first=days[0],
        last=days[1],
        summary=texts[0],
        description=texts[1],
        category=source.type,
        status=status,
        sequence=source.record.get("revision", 1),
        stamp=source.at,
    )


def _uid(source: Source, part: str, reader: Reader) -> str:
    return f"{source.type}/{source.owner}/{source.subject}{part}@{reader.hub}"


def _say(text: Mapping[str, str] | None, lang: str) -> str:
    """Return a text in a language, or in the other one."""
    return "" if not text else text.get(lang) or next(iter(text.values()))


_FOUND = {MEETING: _meeting, "meeting-schedule": _schedule, "decision": _decision}
