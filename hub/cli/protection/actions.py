"""What `hub protection` does: note a mark, withdraw what was sent, release, list."""

import argparse
import asyncio
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hub.cli import files, sending
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.client.answers import Accepted, Refused
from hub.client.case_answers import CaseSeen
from hub.client.errors import RefusedError, RetryLaterError
from hub.clock import make_clock
from hub.core import traits
from hub.core.protection import Reason
from hub.core.readmission import legal
from hub.core.readmission.case_state import Stage
from hub.core.readmission.kinds import WITHDRAWAL
from hub.core.readmission.movers import CASE_KIND
from hub.core.traits import Trait
from hub.sdk import config as configs
from hub.sdk.protection import ProtectionRegister
from hub.settings import Settings, StartError
from schemas import catalogue

NEUTRAL = "authority_decision"  # of withdrawal-reasons: the same for whatever is behind it
PERSON = re.compile(r"[a-z0-9-]{1,64}")
CASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
SAID = {
    "marked": Text(
        "отметка {number}: записи о лице не подписываются", "mark {number}: nothing about the person is signed"
    ),
    "withdrawn": Text("дело отозвано, место в журнале {index}", "the case is withdrawn, place {index} in the log"),
    "nothing": Text("в узле нет дела, которое нужно отозвать", "the hub has no case to be withdrawn"),
    "left": Text(
        "у получателей остаётся ({kinds}): отозвать это записью нельзя, попросите их стереть",
        "recipients still hold ({kinds}): no record takes that back, ask them to erase it",
    ),
    "others": Text(
        "не отзываются запреты, запросы о запретах и розыски, а также другие дела лица: проверьте их",
        "bans, enquiries and searches are not withdrawn, nor are other cases of the person: look for them",
    ),
    "released": Text("проверено; снято отметок: {count}", "reviewed; marks released: {count}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _TakenBack:
    """What a mark took back: the place of the withdrawal in the log, and the kinds of cases that stand."""

    index: int | None
    left: list[str]


_NOTHING = _TakenBack(index=None, left=[])


def mark(arguments: argparse.Namespace, settings: Settings) -> int:
    """Note a mark, then withdraw the case where there is one."""
    _check_person("mark", arguments.by)
    subject, known = _who(arguments)
    config = configs.load(arguments.config)
    register, reason = ProtectionRegister(config.state_dir), Reason(arguments.reason)
    number = _standing(register, subject, reason) if arguments.record is None else None
    if number is None:
        number = register.mark(known, reason, arguments.by, make_clock(settings).now(), subject=subject)
    taken = _NOTHING if subject is None else asyncio.run(_take_back(arguments.config, subject, settings))
    if arguments.json:
        print(json.dumps({"mark": number, "withdrawn_at": taken.index, "left": taken.left}))
    else:
        said = [
            "marked",
            "nothing" if taken.index is None else "withdrawn",
            *(["left"] if taken.left else []),
            "others",
        ]
        for each in said:
            text = SAID[each].of(settings.language)
            print(text.format(number=number, index=taken.index, kinds=", ".join(taken.left)))
    return Exit.DONE


def _standing(register: ProtectionRegister, subject: str | None, reason: Reason) -> int | None:
    """Return the mark that stands already: a command that is repeated makes no second one."""
    for each in register.marks():
        if subject is not None and (each.subject, each.reason, each.released_at) == (subject, reason, None):
            return each.number
    return None


def _who(arguments: argparse.Namespace) -> tuple[str | None, set[Trait]]:
    """Return the case or ban, which the record itself may name, and by what its person is known."""
    record = {} if arguments.record is None else files.read_object(arguments.record)
    known = traits.traits(arguments.subject, record)
    if not any(each.kind in traits.TELLING for each in known):
        raise UsageError(
            ("hub", "protection", "mark"),
            Text("нужен --subject или --record с лицом", "--subject is needed, or --record with a person"),
        )
    return arguments.subject or next(iter(traits.own_ids(record)), None), known


def _check_person(action: str, person: str) -> None:
    if not PERSON.fullmatch(person):
        raise UsageError(
            ("hub", "protection", action),
            Text("--by: условный код из букв a-z, цифр и дефиса", "--by: an opaque id of letters a-z, digits, hyphens"),
        )


async def _take_back(config: Path, subject: str, settings: Settings) -> _TakenBack:
    """Withdraw our case, where it may be withdrawn, and tell what still stands under that id."""
    if not CASE_ID.fullmatch(subject):
        return _NOTHING
    async with connect(config, settings) as connection:
        index, left = None, []
        for kind in legal.KINDS:
            case = await _find(connection, subject, kind)
            if case is not None and kind == CASE_KIND and case.may_send(WITHDRAWAL, connection.config.participant):
                index = await _withdraw(connection, case, subject)
            elif case is not None and case.state != Stage.WITHDRAWN:
                left.append(kind)
        return _TakenBack(index=index, left=left)


async def _withdraw(connection: Connection, case: CaseSeen, subject: str) -> int:
    token = sending.sign(connection, _payload(connection, case, subject))
    result = await sending.submit(connection, token)
    if isinstance(result, Refused):
        raise RefusedError(result.problem)
    if not isinstance(result, Accepted):
        raise RetryLaterError("503")
    return result.receipt.index


async def _find(connection: Connection, case_id: str, kind: str) -> CaseSeen | None:
    try:
        return await connection.client.read_case(connection.config.participant, case_id, kind=kind)
    except RefusedError as error:
        if error.problem.status == 404:
            return None
        raise


def _payload(connection: Connection, case: CaseSeen, case_id: str) -> bytes:
    """Return the withdrawal: it says nothing but that the case is over."""
    now, own = connection.clock.now(), connection.config.participant
    names = catalogue.load().code_list("participants").index
    record: dict[str, Any] = {
        "case_id": case_id,
        "requesting_authority": own,
        "withdrawn_on": now.date().isoformat(),
        "authority": {"name": names[own].ru if own in names else own, "participant": own},
        "reason": NEUTRAL,
    }
    return sending.prepare(
        connection,
        record,
        type=WITHDRAWAL,
        version="1.0",
        to=[each for each in case.parties if each != own],
        purpose="readmission",
        agreement=case.agreement,
        subject=case_id,
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
    print(
        json.dumps({"released": count})
        if arguments.json
        else SAID["released"].of(settings.language).format(count=count)
    )
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
