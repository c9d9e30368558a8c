"""The people of the training environment: an account for each role of each participant, and a file that lists them.

Nobody has a password: the sign-in page of a training environment lists these accounts, and one click signs in. All of
them are fictitious. `demo-access.json` in the demonstration's folder says the same to programs.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from hub import settings
from hub.core.console.account import Account, Role
from hub.demo.processes import Processes
from hub.telemetry import configure_logging
from hub.workflows.accounts.create_account import Wanted, create_account
from hub.workflows.deadline.legal_day import zone_of
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console, open_console
from hub.workflows.process.open_exchange import open_process
from keys.trust_participants import Participant, ParticipantRole
from schemas import catalogue

PEOPLE: Mapping[ParticipantRole, Mapping[Role, str]] = {
    ParticipantRole.MEMBER: {
        Role.LIAISON: "Тестова Проба",
        Role.APPROVER: "Образцов Пример",
        Role.ADMINISTRATOR: "Пробников Тест",
        Role.INTEGRATOR: "Примерова Проба",
        Role.AUDITOR: "Тестов-Образцов Пример",
    },
    ParticipantRole.OBSERVER: {Role.OBSERVER_READER: "Пробная Тест"},
    ParticipantRole.BODY: {Role.OBSERVER_READER: "Пробная Тест"},
    ParticipantRole.SECRETARIAT: {
        Role.SECRETARIAT_OFFICER: "Образцова Проба",
        Role.ADMINISTRATOR: "Пробников Тест",
        Role.AUDITOR: "Тестов-Образцов Пример",
    },
}
SECONDS: Mapping[ParticipantRole, Mapping[Role, str]] = {
    ParticipantRole.SECRETARIAT: {Role.SECRETARIAT_OFFICER: "Пробная Образцова"},
}
"""Who takes the second of two steps that two people of one role share: keys are checked and approved so."""
SEAT = "Europe/Minsk"  # where the bodies of the CIS work, and the hub
OPERATOR = Wanted(
    login="hub.operator",
    participant=None,
    name="Примеров Образец",
    roles=frozenset({Role.OPERATOR}),
    zone=SEAT,
    is_demo=True,
)
FILE = "demo-access.json"


async def make_accounts(exchange: Exchange, console: Console) -> list[Account]:
    """Create the accounts of everybody in the trust list."""
    wanted = [
        each
        for participant in exchange.judgement.trust.participants.values()
        for each in _people_of(exchange, participant)
    ]
    return [await create_account(exchange, console, each, by=None) for each in (*wanted, OPERATOR)]


def _people_of(exchange: Exchange, participant: Participant) -> list[Wanted]:
    zone = getattr(zone_of(exchange.judgement.trust, participant.id), "key", SEAT)
    people = [("", each) for each in PEOPLE.get(participant.role, {}).items()]
    people += [("-2", each) for each in SECONDS.get(participant.role, {}).items()]
    return [
        Wanted(
            login=f"{participant.id}.{role}{number}",
            participant=participant.id,
            name=name,
            roles=frozenset({role}),
            zone=zone,
            is_demo=True,
        )
        for number, (role, name) in people
    ]


def shown(account: Account) -> dict[str, object]:
    """Return an account as the file of access lists it; the state (alpha-2) is None for bodies and for the hub."""
    entry = catalogue.load().code_list("participants").index.get(account.participant or "")
    return {
        "login": account.login,
        "name": account.name,
        "participant": account.participant,
        "state": None if entry is None else entry.more.get("state"),
        "roles": sorted(account.roles),
        "zone": account.zone,
    }


async def _print_made() -> None:
    async with open_process(settings.load()) as process:
        made = await make_accounts(process.exchange, await open_console(process))
    sys.stdout.write(json.dumps([shown(each) for each in made]) + "\n")


async def open_pages(processes: Processes, of_hub: Mapping[str, str], listen: str, folder: Path) -> str:
    """Make the accounts, serve the console on them, write the file of access into the folder; return the address."""
    of_console = {**of_hub, "HUB_ROLES": "console", "HUB_CONSOLE_LISTEN": listen}
    made = msgspec.json.decode(await processes.start("accounts", ["hub.demo.accounts"], of_console, ready=True))
    await processes.stop("accounts")
    line = await processes.start("console", ["hub.cli", "serve"], of_console, ready=True)
    url = line.removeprefix("console on ").strip()
    document = {"environment": "training", "base_url": url, "sign_in": f"{url}/sign-in", "accounts": made}
    (folder / FILE).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return url


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(_print_made())
