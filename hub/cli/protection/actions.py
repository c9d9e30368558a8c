"""What `hub protection` does: note a mark, withdraw what was sent, release, list."""

import argparse
import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

from hub.cli import files
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.cli.protection import looking, taking_back
from hub.cli.protection.taking_back import WITHDRAWALS, TakenBack, take_back
from hub.clock import make_clock
from hub.core import traits
from hub.core.protection import Reason
from hub.core.traits import Trait, TraitKind
from hub.sdk.sealing.protection import ProtectionRegister
from hub.sdk.settings import config as configs
from hub.settings import Settings, StartError

PERSON = re.compile(r"[a-z0-9-]{1,64}")
CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SAID = {
    "marked": Text("отметка {}: записи о лице не подписываются", "mark {}: nothing about the person is signed"),
    "withdrawn": Text("дело отозвано, место в журнале {}", "the case is withdrawn, place {} in the log"),
    "nothing": Text("в узле нет дела, которое нужно отозвать", "the hub has no case to be withdrawn"),
    "left": Text(
        "у получателей остаётся ({}): отозвать это записью нельзя, попросите их стереть",
        "recipients still hold ({}): no record takes that back, ask them to erase it",
    ),
    "look-at": Text(
        "похожее лицо в делах {}: их записи удержаны, проверьте и снимите отметку или отзовите дело",
        "somebody alike in the cases {}: held back; look at them, then release the mark or withdraw the case",
    ),
    "bans": Text("отмечены и запреты: {}", "bans marked, too: {}"),
    "others": Text(
        "запреты, запросы о них и розыски не отзываются: прекратите их своей записью и попросите получателей стереть",
        "bans, enquiries and searches are not withdrawn: end each by a record of its own, ask the recipients to erase",
    ),
    "released": Text("проверено; снято отметок: {}", "reviewed; marks released: {}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marking:
    """What is marked: the case or ban, the record where there is one, by what the person is known, why, by whom."""

    subject: str | None
    record: Mapping[str, Any]
    known: set[Trait]
    reason: Reason
    person: str


def mark(arguments: argparse.Namespace, settings: Settings) -> int:
    """Note a mark, then look at the hub for what was sent about the person, and take it back where it may be."""
    _check_person("mark", arguments.by)
    marking = _marking(arguments)
    register, now = ProtectionRegister(configs.load(arguments.config).state_dir), make_clock(settings).now()
    number = register.find(marking.known, marking.reason)
    if number is None:
        number = register.mark(marking.known, marking.reason, marking.person, now, subject=marking.subject)
    found = asyncio.run(_look(arguments, settings, marking, register))
    if arguments.json:
        print(json.dumps({"mark": number, **asdict(found)}))
    else:
        print("\n".join(_lines(number, found, settings.language)))
    return Exit.DONE


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the hub has: places of withdrawals, kinds of cases that stand, cases of somebody alike, marked bans."""

    withdrawn: list[int] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    look_at: list[str] = field(default_factory=list)
    bans: list[str] = field(default_factory=list)


async def _look(
    arguments: argparse.Namespace, settings: Settings, marking: _Marking, register: ProtectionRegister
) -> _Found:
    """Withdraw the case, and our others of the person; mark what else is about the person or somebody alike."""
    found = _Found()
    async with connect(arguments.config, settings) as connection:
        known = set(marking.known)
        if marking.subject is not None and CASE_ID.fullmatch(marking.subject):
            known |= await _known_by_case(connection, marking.subject)
            _note(found, await take_back(connection, marking.subject))
        _mark_person(register, known, marking, connection)
        for each in await looking.find_cases(connection, known, marking.subject):
            _mark_also(register, each.case_id, marking, connection)
            if each.is_certain:
                _note(found, await take_back(connection, each.case_id, [each.kind]))
            else:
                found.look_at.append(each.case_id)
        if arguments.bans:
            found.bans = await looking.find_bans(connection, marking.record, marking.subject or "")
            for ban in found.bans:
                _mark_also(register, ban, marking, connection)
    return found


def _note(found: _Found, taken: TakenBack) -> None:
    found.withdrawn += taken.places
    found.left += taken.left


async def _known_by_case(connection: Connection, case_id: str) -> set[Trait]:
    """Return by what the person is known whom our own records in a case are about."""
    known = set[Trait]()
    for kind in WITHDRAWALS:
        case = await taking_back.find(connection, case_id, kind)
        for sent in [] if case is None else await taking_back.read_own(connection, case):
            known |= traits.traits(None, sent.record)
    return known


def _mark_person(register: ProtectionRegister, known: set[Trait], marking: _Marking, connection: Connection) -> None:
    """Mark the person of a case, where only the case was named: other records about the person are held back, too."""
    if known > marking.known and register.find(known, marking.reason) is None:
        now = connection.clock.now()
        register.mark(known, marking.reason, marking.person, now, subject=marking.subject)


def _mark_also(register: ProtectionRegister, subject: str, marking: _Marking, connection: Connection) -> None:
    """Mark a case or ban by its id, once: a record may tell of it by that alone."""
    if not register.markers(subject):
        known = {Trait(TraitKind.SUBJECT, subject)}
        register.mark(known, marking.reason, marking.person, connection.clock.now(), subject=subject)


def _lines(number: int, found: _Found, language: str) -> list[str]:
    said = [("marked", str(number))]
    said += [("withdrawn", str(place)) for place in found.withdrawn] or [("nothing", "")]
    said += [("left", ", ".join(found.left))] if found.left else []
    said += [("look-at", ", ".join(found.look_at))] if found.look_at else []
    said += [("bans", ", ".join(found.bans))] if found.bans else []
    return [SAID[name].of(language).format(value) for name, value in [*said, ("others", "")]]


def _marking(arguments: argparse.Namespace) -> _Marking:
    """Return what is to be marked; the record itself may name its case or ban."""
    record = {} if arguments.record is None else files.read_object(arguments.record)
    known = traits.traits(arguments.subject, record)
    subject = arguments.subject or next(iter(traits.own_ids(record)), None)
    if not any(each.kind in traits.TELLING for each in known):
        _refuse(Text("нужен --subject или --record с лицом", "--subject is needed, or --record with a person"))
    if arguments.bans and (arguments.record is None or subject is None):
        _refuse(Text("--bans: нужны --record и номер дела", "--bans: --record and the case are needed"))
    own = set() if subject is None else {Trait(TraitKind.SUBJECT, subject)}
    reason = Reason(arguments.reason)
    return _Marking(subject=subject, record=record, known=known | own, reason=reason, person=arguments.by)


def _refuse(why: Text) -> NoReturn:
    raise UsageError(("hub", "protection", "mark"), why)


def _check_person(action: str, person: str) -> None:
    if not PERSON.fullmatch(person):
        raise UsageError(
            ("hub", "protection", action),
            Text("--by: условный код из букв a-z, цифр и дефиса", "--by: an opaque id of letters a-z, digits, hyphens"),
        )


def release(arguments: argparse.Namespace, settings: Settings) -> int:
    """Release a case that an officer has reviewed."""
    config = configs.load(arguments.config)
    register = ProtectionRegister(config.state_dir)
    markers = _markers(register, arguments)
    if arguments.by not in config.protection_officers or arguments.by in markers:
        raise StartError(
            "protection-officer",
            "Снять защиту может только сотрудник из [protection] officers, и не тот, кто поставил отметку.",
            "Only an officer of [protection] officers may release, and not whoever made the mark.",
        )
    now = make_clock(settings).now()
    if arguments.mark is None:
        count = register.release(arguments.subject, arguments.by, now)
    else:
        count = register.release_mark(arguments.mark, arguments.by, now)
    print(json.dumps({"released": count}) if arguments.json else SAID["released"].of(settings.language).format(count))
    return Exit.DONE


def _markers(register: ProtectionRegister, arguments: argparse.Namespace) -> frozenset[str]:
    """Return who made the marks that are to be released.

    Raises:
        UsageError: neither the case nor the mark is named, or both are.
    """
    if (arguments.subject is None) == (arguments.mark is None):
        raise UsageError(
            ("hub", "protection", "release"),
            Text("нужен --subject или --mark, одно из двух", "either --subject or --mark is needed"),
        )
    if arguments.mark is None:
        return register.markers(arguments.subject)
    return frozenset(each.person for each in register.marks() if each.number == arguments.mark)


def list_all(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Print the marks."""
    marks = ProtectionRegister(configs.load(arguments.config).state_dir).marks()
    if arguments.json:
        print(json.dumps([asdict(each) for each in marks]))
    else:
        for each in marks:
            ended = "" if each.released_at is None else f"  -> {each.released_at} {each.released_by}"
            print(f"{each.number:>4}  {each.at}  {each.subject or '-':24} {each.reason:20} {each.person}{ended}")
    return Exit.DONE
