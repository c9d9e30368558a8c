"""What `hub trust init` and `propose` share: options, requests into drafts, and the proposal's folder."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import FILE, Argument, Text
from hub.cli.parser import UsageError
from hub.cli.trust import words
from hub.cli.trust.arguments import NUMBER, nothing_overwritten, parse_state, read_verifier, say
from hub.cli.trust.keys import read_request
from hub.clock import make_clock
from hub.setting_values import number, one_of
from hub.settings import Settings
from keys import trust_change, trust_proposal, trust_requests
from keys.trust_change import Draft, Newcomer
from keys.trust_folder import Published
from keys.trust_participants import ParticipantRole
from keys.trust_root import Role
from schemas import catalogue
from schemas.codes import UnknownCodeError

MADE = Text(
    "Предложение записано в {folder}. Передайте папку держателям ключей: hub trust sign {folder} --key …",
    "The proposal is in {folder}. Hand the folder to the holders of keys: hub trust sign {folder} --key …",
)
TOO_HIGH = Text(
    "порог {name} {threshold} больше числа ключей ({keys})",
    "the threshold of {name}, {threshold}, is above the number of keys ({keys})",
)


def now_of(settings: Settings) -> datetime:
    """Return the time of this machine, to the second: documents say it so."""
    return make_clock(settings).now().replace(microsecond=0)


def write(folder: Path, texts: Mapping[str, bytes], before: Published | None, settings: Settings) -> int:
    """Write the folder, and say what is in it.

    Raises:
        FileError: there is one of that name.
    """
    with nothing_overwritten():
        trust_proposal.write(folder, texts, before)
    proposal = trust_proposal.read(folder)
    print("\n".join(words.describe(proposal, settings.language)))
    say(MADE, settings, folder=folder)
    return 0


def role(paths: list[Path], threshold: int) -> Role:
    """Return the role of the public keys in these files.

    Raises:
        FileError: one cannot be read, or holds something else.
    """
    return Role(threshold=threshold, keys=tuple(read_verifier(path) for path in paths))


def check_threshold(path: tuple[str, ...], name: str, role: Role) -> None:
    """Refuse a threshold that all keys of the role together cannot reach.

    Raises:
        UsageError: it is one.
    """
    facts = {"name": name, "threshold": role.threshold, "keys": len(role.keys)}
    if role.threshold > len(role.keys):
        raise UsageError(path, Text(TOO_HIGH.ru.format(**facts), TOO_HIGH.en.format(**facts)))


def enrol_all(draft: Draft, arguments: argparse.Namespace) -> Draft:
    """Return the draft with every key that asks.

    Raises:
        FileError: a request cannot be read.
        KeysError: one is refused; the code says why.
    """
    for path in arguments.enrol:
        draft = trust_change.enrol(draft, read_request(path), _newcomer(arguments))
    return draft


def enrol_requested(draft: Draft, arguments: argparse.Namespace, now: datetime) -> tuple[Draft, frozenset[str]]:
    """Return the draft with what a file of the console asks, and the keys that it asks to restore.

    Raises:
        FileError: the file cannot be read.
        KeysError: it is none, or a change is refused; the code says why.
    """
    if arguments.requests is None:
        return draft, frozenset()
    file = trust_requests.parse(files.read(arguments.requests))
    return trust_requests.apply(draft, file, newcomer=_newcomer(arguments), now=now)


def _newcomer(arguments: argparse.Namespace) -> Callable[[str], Newcomer | None]:
    """Return what says of a new participant what it is: the command line, or the code list of participants."""

    def find(name: str) -> Newcomer | None:
        if arguments.role is not None:
            return Newcomer(state=arguments.state, role=ParticipantRole(arguments.role))
        try:
            more = catalogue.load().code_list("participants").entry(name).more
        except UnknownCodeError:
            return None
        return Newcomer(state=more.get("state"), role=ParticipantRole(more["role"]))

    return find


def option(name: str, value: Text, ru: str, en: str, **more: Any) -> Argument:
    """Return an option with a value."""
    return Argument(name=name, value=value, help=Text(ru, en), **more)


def _files(name: str, ru: str, en: str) -> Argument:
    return option(name, FILE, ru, en, parse=Path, many=True)


def _days(name: str, most: int, ru: str, en: str) -> Argument:
    return option(name, NUMBER, ru, en, parse=number(1, most), default=most)


COUNCIL = _files("--council", "открытый ключ члена Совета (.pub); повторяют", "a Council member's public key; repeat")
OFFICER = _files("--officer", "открытый ключ уполномоченного (.pub); повторяют", "an officer's public key; repeat")
ENROL = _files("--enrol", "заявка участника (hub trust request); повторяют", "a participant's request; repeat")
REQUESTS = option(
    "--requests",
    FILE,
    "одобренные заявки по ключам: файл со страницы «Ключи» консоли",
    "approved requests about keys: the file of the console's page Keys",
    parse=Path,
)
ROOT_DAYS = _days("--root-days", 365, "на сколько дней корневой документ (365)", "days of the root (365)")
LIST_DAYS = _days("--list-days", 90, "на сколько дней список участников (90)", "days of the participants list (90)")
NEWCOMER = (
    option(
        "--role",
        Text("РОЛЬ", "ROLE"),
        "роль нового участника, если его нет в справочнике",
        "a new participant's role, if the code list does not have it",
        parse=one_of(*ParticipantRole),
    ),
    option(
        "--state", Text("КОД", "CODE"), "государство нового участника", "a new participant's state", parse=parse_state
    ),
)


COUNCIL_THRESHOLD = option(
    "--council-threshold",
    NUMBER,
    "сколько подписей Совета нужно",
    "how many of the Council must sign",
    parse=number(1, 32),
)
OFFICERS_THRESHOLD = option(
    "--officers-threshold",
    NUMBER,
    "сколько подписей уполномоченных нужно",
    "how many officers must sign",
    parse=number(1, 32),
)
