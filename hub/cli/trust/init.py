"""`hub trust init`: put a first root and list together from public keys and requests."""

import argparse
from datetime import timedelta
from pathlib import Path

from hub.cli.command import FILE, Command, Text
from hub.cli.parser import UsageError
from hub.cli.trust.arguments import ENDS, PROPOSAL, parse_state, read_verifier
from hub.cli.trust.drafting import (
    COUNCIL,
    COUNCIL_THRESHOLD,
    ENROL,
    LIST_DAYS,
    NEWCOMER,
    OFFICER,
    OFFICERS_THRESHOLD,
    ROOT_DAYS,
    check_threshold,
    enrol_all,
    now_of,
    option,
    role,
    write,
)
from hub.setting_values import parse_origin
from hub.settings import Settings
from keys import trust_proposal, trustlist
from keys.trust_change import Draft
from keys.trust_participants import Participants
from keys.trust_root import Role, Root

ROOT, PARTICIPANTS = trust_proposal.KINDS


def init(arguments: argparse.Namespace, settings: Settings) -> int:
    """Propose a first list."""
    now = now_of(settings)
    root = Root(
        hub=arguments.hub,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(days=arguments.root_days),
        previous=None,
        council=_new_role("council", arguments.council, arguments.council_threshold),
        participants=_new_role("officer", arguments.officer, arguments.officers_threshold),
        status=role([arguments.status], 1),
        log=read_verifier(arguments.log),
        excluded_state=arguments.excluded_state,
    )
    listed = Participants(
        hub=arguments.hub,
        version=1,
        issued_at=now,
        expires_at=now + timedelta(days=arguments.list_days),
        participants=(),
    )
    draft = enrol_all(Draft(root=root, participants=listed), arguments)
    texts = {ROOT: trustlist.make_root(draft.root), PARTICIPANTS: trustlist.make_participants(draft.participants)}
    return write(arguments.proposal, texts, None, settings)


def _new_role(name: str, paths: list[Path], threshold: int | None) -> Role:
    """Return a role that has to be given whole.

    Raises:
        UsageError: its keys or its threshold are missing, or the threshold is above their number.
    """
    if not paths or threshold is None:
        text = Text(f"нужны ключи --{name} и их порог", f"the keys --{name} and their threshold are needed")
        raise UsageError(("hub", "trust", "init"), text)
    made = role(paths, threshold)
    check_threshold(("hub", "trust", "init"), f"--{name}", made)
    return made


INIT = Command(
    name="init",
    title=Text("предложить первый список доверия", "propose a first trust list"),
    about=Text(
        "Собирает корневой документ и список участников из открытых ключей и заявок. Ничего не подписывает.",
        "Puts root and participants together from public keys and requests. Signs nothing.",
    ),
    arguments=(
        PROPOSAL,
        option("--hub", Text("УЗЕЛ", "ORIGIN"), "узел с контуром", "the origin", parse=parse_origin, required=True),
        COUNCIL,
        COUNCIL_THRESHOLD,
        OFFICER,
        OFFICERS_THRESHOLD,
        option("--status", FILE, "открытый ключ статуса", "the public status key", parse=Path, required=True),
        option("--log", FILE, "открытый ключ журнала", "the log's public key", parse=Path, required=True),
        option(
            "--excluded-state",
            Text("КОД", "CODE"),
            "государство, где стоит узел: его свидетель не считается",
            "the state that hosts the hub: its witness does not count",
            parse=parse_state,
        ),
        ENROL,
        *NEWCOMER,
        ROOT_DAYS,
        LIST_DAYS,
    ),
    ends=ENDS,
    run=init,
)
