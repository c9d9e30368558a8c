"""What `hub account` does: open the hub's tables, call a workflow, print."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from hub.cli.command import Exit, Text
from hub.cli.database import with_database
from hub.core import instant
from hub.core.console.account import Account
from hub.settings import Settings
from hub.workflows import audit_console
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import (
    PAGE,
    find_account,
    list_accounts,
    list_guessed,
    lock_account,
    open_account,
)
from hub.workflows.accounts.open_session import list_sessions, revoke_sessions
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_console import Console, address_of, open_console
from hub.workflows.process.open_exchange import open_process

INVITED = Text(
    "учётная запись {login}\nкод приглашения: {code}\nвойти: {address}/invitation",
    "account {login}\ninvitation's code: {code}\nsign in at: {address}/invitation",
)
LOCKED = Text("учётная запись {login} заблокирована", "the account {login} is locked")
OPENED = Text("учётная запись {login} открыта", "the account {login} is open")
ENDED = Text("сеансы {login} завершены", "the sessions of {login} are ended")
NOBODY = Text("учётных записей нет", "there are no accounts")
NOTHING = Text("сеансов нет", "there are no sessions")
HOLDS = Text("журнал действий целый", "the audit holds")
BROKEN = Text("журнал действий нарушен с записи {number}", "the audit is broken from entry {number} on")
WRONG = Text("неверных попыток подряд: {count}", "wrong attempts in a row: {count}")

Work = Callable[[Exchange, Console], Awaitable[Any]]


def run_create(arguments: argparse.Namespace, settings: Settings) -> int:
    """Create an account, and print the code of its invitation."""
    wanted = Wanted(
        login=arguments.login,
        participant=arguments.participant,
        name=arguments.name,
        roles=frozenset(arguments.role),
        lang=arguments.speaks,
        zone=arguments.zone,
    )

    async def work(exchange: Exchange, console: Console) -> tuple[Account, str]:
        account = await create_account(exchange, console, wanted, by=None)
        return account, await invite_person(exchange, account, by=None)

    return _tell_code(arguments, settings, *_run(settings, work))


def run_code(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the code of a new invitation."""

    async def work(exchange: Exchange, _console: Console) -> tuple[Account, str]:
        account = await find_account(exchange, arguments.login)
        return account, await invite_person(exchange, account, by=None)

    return _tell_code(arguments, settings, *_run(settings, work))


def _tell_code(arguments: argparse.Namespace, settings: Settings, account: Account, code: str) -> int:
    facts = {"id": account.id, "login": account.login, "code": code, "address": address_of(settings)}
    print(json.dumps(facts) if arguments.json else INVITED.of(settings.language).format(**facts))
    return Exit.DONE


def run_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print accounts."""

    async def work(exchange: Exchange, _console: Console) -> tuple[list[Account], dict[str, int]]:
        found = list[Account]()
        while page := await list_accounts(exchange, arguments.participant, after=found[-1].login if found else ""):
            found += page
            if len(page) < PAGE:
                break
        guessed = await list_guessed(exchange, arguments.participant)
        return found, {account.id: count for account, count in guessed}

    found, guessed = _run(settings, work)
    if arguments.json:
        print(json.dumps([_facts(each, guessed.get(each.id, 0)) for each in found], ensure_ascii=False))
        return Exit.DONE
    lines = (_line(each, guessed.get(each.id, 0), settings.language) for each in found)
    print("\n".join(lines) or NOBODY.of(settings.language))
    return Exit.DONE


def _facts(account: Account, wrong: int) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.login,
        "participant": account.participant,
        "name": account.name,
        "roles": sorted(account.roles),
        "status": account.status,
        "wrong_attempts": wrong,
    }


def _line(account: Account, wrong: int, language: str) -> str:
    parts = [account.login, account.participant or "-", ",".join(sorted(account.roles)), account.status]
    return "  ".join(parts + ([WRONG.of(language).format(count=wrong)] if wrong else []))


def run_lock(arguments: argparse.Namespace, settings: Settings) -> int:
    """Lock an account."""
    return _change(arguments, settings, lock_account, LOCKED)


def run_open(arguments: argparse.Namespace, settings: Settings) -> int:
    """Open an account again."""
    return _change(arguments, settings, open_account, OPENED)


def _change(
    arguments: argparse.Namespace, settings: Settings, change: Callable[..., Awaitable[None]], said: Text
) -> int:
    async def work(exchange: Exchange, _console: Console) -> Account:
        account = await find_account(exchange, arguments.login)
        await change(exchange, account, by=None)
        return await find_account(exchange, account.id)

    account = _run(settings, work)
    facts = {"login": account.login, "status": account.status}
    print(json.dumps(facts) if arguments.json else said.of(settings.language).format(login=account.login))
    return Exit.DONE


def run_sessions(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sessions of an account, or end them."""

    async def work(exchange: Exchange, console: Console) -> list[dict[str, Any]]:
        account = await find_account(exchange, arguments.login)
        if arguments.end:
            await revoke_sessions(exchange, account, by=None)
        found = await list_sessions(exchange, console, account.id)
        return [
            {"id": each.id, "level": each.level, "opened_at": instant.format(each.opened_at), "agent": each.agent}
            for each in found
        ]

    found = _run(settings, work)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return Exit.DONE
    said = ENDED if arguments.end else NOTHING
    lines = (f"{each['opened_at']}  {each['level']}  {each['agent']}" for each in found)
    print("\n".join(lines) or said.of(settings.language).format(login=arguments.login))
    return Exit.DONE


def run_audit(arguments: argparse.Namespace, settings: Settings) -> int:
    """Verify the chain of the console's audit."""

    async def work(exchange: Exchange, _console: Console) -> int | None:
        return await audit_console.first_broken(exchange)

    broken = _run(settings, work)
    if arguments.json:
        print(json.dumps({"first_broken": broken}))
    else:
        print((HOLDS if broken is None else BROKEN).of(settings.language).format(number=broken))
    return Exit.DONE if broken is None else Exit.ALARM


def _run(settings: Settings, work: Work) -> Any:
    async def run() -> Any:
        async with with_database(replace(settings, roles=("console",))) as own, open_process(own) as process:
            return await work(process.exchange, await open_console(process))

    return asyncio.run(run())
