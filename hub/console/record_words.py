"""A record in plain words, as the page shows it to whoever is to sign: each member with its title and its value.

Coded values stand with their labels; days and instants as people write them. What has no title in the record's schema
is shown by its own name, so that nothing that is signed stays unseen.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates

from hub.core import instant
from hub.core.envelope import Envelope
from schemas import catalogue, outline, resolution
from schemas.outline import Member

SAID = {("ru", True): "да", ("ru", False): "нет", ("en", True): "yes", ("en", False): "no"}
Members = Mapping[tuple[str, ...], Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One member: how deep it lies (from 1), its title, its value; None heads what follows it."""

    depth: int
    title: str
    value: str | None


@functools.cache
def titles(lang: str) -> Mapping[str, str]:
    """Return what record types are called."""
    return {each.name: each.titles[lang] for each in catalogue.load().record_types()}


def describe(envelope: Envelope, lang: str, zone: str) -> list[Line]:
    """Return the record in words, in the order of its schema."""
    members = {each.path: each for each in catalogue.load().members(envelope.type, envelope.version)}
    return list(_inside((), envelope.record, members, lang, zone))


def _inside(path: tuple[str, ...], value: Any, members: Members, lang: str, zone: str) -> Iterator[Line]:
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _member((*path, outline.ITEM), item, members, (lang, zone), number)
        return
    places = {each: place for place, each in enumerate(members)}
    for name in sorted(value, key=lambda name: places.get((*path, name), len(places))):
        yield from _member((*path, name), value[name], members, (lang, zone), None)


def _member(
    path: tuple[str, ...], value: Any, members: Members, tongue: tuple[str, str], number: int | None
) -> Iterator[Line]:
    lang, zone = tongue
    member = members.get(path)
    title = path[-1] if member is None else (member.en if lang == "en" else member.ru) or path[-1].strip("*")
    title = title if number is None else f"{number}. {title}".strip()
    if isinstance(value, dict | list) and value:
        yield Line(depth=len(path), title=title, value=None)
        yield from _inside(path, value, members, lang, zone)
    else:
        yield Line(depth=len(path), title=title, value=_said(member, value, lang, zone))


def _said(member: Member | None, value: Any, lang: str, zone: str) -> str:
    if isinstance(value, bool):
        return SAID[lang, value]
    if value == []:
        return "—"
    node = {} if member is None else member.node
    for name in () if member is None else resolution.names(member.node):
        entry = catalogue.load().code_list(name).index.get(str(value))
        if entry is not None:
            return f"{entry.label(lang)} [{value}]"
    if node.get("format") == "date":
        return dates.format_date(date.fromisoformat(value), "long", locale=lang)
    at = instant.parse(value) if node.get("format") == "date-time" else None
    if at is not None:
        local = at.astimezone(ZoneInfo(zone))
        return f"{dates.format_date(local, 'long', locale=lang)}, {local:%H:%M} ({at.astimezone(UTC):%H:%M} UTC)"
    return str(value)
