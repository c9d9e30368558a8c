"""`hub keys delegate`, `withdraw`, `delegations`: who of a participant's contact persons may sign for it."""

import argparse
import asyncio
import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.files import FileError
from hub.cli.parser import UsageError
from hub.cli.statements import hand_over
from hub.client.statement_answers import LoggedStatement
from hub.core import ids
from hub.settings import Settings, StartError
from keys import delegation, instant, jwk
from keys.delegation import EVERYTHING, Delegation
from keys.errors import KeysError, StatementError
from keys.jwk import PublicKey
from schemas import catalogue

NOTHING = Text("делегирований нет", "no delegations")
DELEGATED = Text(
    "{person}, ключ {kid}, подписывает за {participant}\nвиды записей  {types}\nцели          {purposes}\n"
    "срок          {valid_from} … {valid_until}",
    "{person}, key {kid}, signs for {participant}\nrecord types  {types}\npurposes      {purposes}\n"
    "term          {valid_from} … {valid_until}",
)
EVERY = Text("все", "all")
STATES = {
    "in-force": Text("действует", "in force"),
    "withdrawn": Text("отозвано", "withdrawn"),
    "expired": Text("истекло", "expired"),
    "not-yet": Text("ещё не действует", "not yet in force"),
}


def delegate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign a delegation."""
    _check_scope(arguments)
    public = _read_public(arguments.key)
    return asyncio.run(_state(arguments, settings, public))


async def _state(arguments: argparse.Namespace, settings: Settings, public: PublicKey) -> int:
    async with connect(arguments.config, settings) as connection:
        now = connection.clock.now().replace(microsecond=0)
        said = Delegation(
            hub=connection.config.origin,
            id=_make_id(now),
            participant=connection.config.participant,
            person=arguments.person,
            public=public,
            types=tuple(arguments.type) or EVERYTHING,
            purposes=tuple(arguments.purpose) or EVERYTHING,
            valid_from=now,
            valid_until=now + timedelta(days=arguments.days),
            issued_at=now,
        )
        if not arguments.json:
            print(_in_words(said, settings.language))
        return await hand_over(connection.client, _sign(said, connection), arguments, settings)


def _check_scope(arguments: argparse.Namespace) -> None:
    """Refuse names that no record will ever bear, so that nobody believes to have delegated something.

    Raises:
        UsageError: a record type or a purpose is unknown.
    """
    known = catalogue.load()
    types, purposes = {each.name for each in known.record_types()}, known.code_list("purposes").travelling
    path = ("hub", "keys", "delegate")
    if not types.issuperset(arguments.type):
        names = ", ".join(sorted(types))
        raise UsageError(path, Text(f"такого --type нет; есть: {names}", f"no such --type; there are: {names}"))
    if not set(purposes).issuperset(arguments.purpose):
        names = ", ".join(purposes)
        raise UsageError(path, Text(f"такой --purpose нет; есть: {names}", f"no such --purpose; there are: {names}"))


def _in_words(said: Delegation, language: str) -> str:
    def names(of: tuple[str, ...]) -> str:
        return EVERY.of(language) if of == EVERYTHING else ", ".join(of)

    return DELEGATED.of(language).format(
        person=said.person,
        kid=said.kid,
        participant=said.participant,
        types=names(said.types),
        purposes=names(said.purposes),
        valid_from=instant.format(said.valid_from),
        valid_until=instant.format(said.valid_until),
    )


def withdraw(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign a withdrawal."""
    return asyncio.run(_take_away(arguments, settings))


async def _take_away(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        own = connection.config.participant
        known = [each for each in await _read_register(connection, about=arguments.kid) if each.participant == own]
        if not known:
            raise StartError(
                "delegation-missing",
                "Ваш участник ничего не доверил ключу с таким отпечатком. Отпечатки показывает hub keys delegations.",
                "Your participant has delegated nothing to a key of this thumbprint. hub keys delegations lists them.",
            )
        now = connection.clock.now().replace(microsecond=0)
        last = known[-1]
        said = delegation.withdrawal(
            hub=connection.config.origin,
            id=_make_id(now),
            participant=own,
            person=last.person,
            public=last.public,
            at=max(now, last.issued_at + timedelta(seconds=1)),
        )
        return await hand_over(connection.client, _sign(said, connection), arguments, settings)


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """List delegations."""
    return asyncio.run(_show(arguments, settings))


async def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        found, now = await _read_register(connection), connection.clock.now()
        own = connection.config.participant
    newest = {each.kid: each for each in found if arguments.all or each.participant == own}
    shown = [_describe(each, now) for each in newest.values()]
    if arguments.json:
        print(json.dumps({"delegations": shown}, ensure_ascii=False))
    else:
        print("\n".join(_line(each, settings.language) for each in shown) or NOTHING.of(settings.language))
    return Exit.DONE


async def _read_register(connection: Connection, about: str | None = None) -> list[Delegation]:
    """Return the delegations in the register, in the log's order; what is none of this form is passed over."""
    after, items = 0, list[LoggedStatement]()
    while True:
        page = await connection.client.read_statements("delegation", after=after, about=about)
        if not page.items:
            return [each for each in map(_parse, items) if each is not None]
        items += page.items
        after = max(page.next, after + 1)


def _parse(item: LoggedStatement) -> Delegation | None:
    try:
        return delegation.read(item.token)[1]
    except KeysError:
        return None


def _describe(each: Delegation, now: datetime) -> dict[str, Any]:
    return {
        "participant": each.participant,
        "person": each.person,
        "kid": each.kid,
        "types": list(each.types),
        "purposes": list(each.purposes),
        "valid_from": instant.format(each.valid_from),
        "valid_until": instant.format(each.valid_until),
        "state": _state_of(each, now),
        "jwk": each.public.to_jwk(),
    }


def _state_of(each: Delegation, now: datetime) -> str:
    if each.is_withdrawal:
        return "withdrawn"
    if now < each.valid_from:
        return "not-yet"
    return "in-force" if now < each.valid_until else "expired"


def _line(shown: dict[str, Any], language: str) -> str:
    scope = f"{','.join(shown['types'])} / {','.join(shown['purposes'])}" if shown["types"] else "-"
    state = STATES[shown["state"]].of(language)
    return "  ".join((shown["participant"], shown["person"], shown["kid"], state, shown["valid_until"], scope))


def _sign(said: Delegation, connection: Connection) -> bytes:
    delegation.read(token := delegation.sign(said, connection.signer))  # as the hub will read it
    return token


def _make_id(now: datetime) -> str:
    return ids.make_message_id(now, secrets.token_bytes(10))


def _read_public(path: Path) -> PublicKey:
    """Read a public key as `hub keys show --json` prints it.

    Raises:
        FileError: the file holds none that signs.
    """
    if b"PRIVATE KEY-----" in files.read(path):
        raise FileError(
            "file-private-key",
            f"{path}: это закрытый ключ, он остаётся у лица. Нужен открытый: лицо печатает его hub keys show --json.",
            f"{path}: a private key, which stays with its person. Give the public one: hub keys show --json prints it.",
        )
    try:
        key = jwk.parse(files.read_object(path))
        key = replace(key, kid=key.thumbprint)
        if not key.may_verify():
            raise StatementError(member="jwk")
    except KeysError as error:
        raise FileError("file-no-public-key", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
    return key
