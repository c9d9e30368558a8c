"""What `hub schedule` does: ask the hub for the schedule, sign terms."""

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from hub.cli import files
from hub.cli.connection import Connection, connect
from hub.cli.files import FileError
from hub.cli.statements import hand_over
from hub.settings import Settings
from keys import instant, statement, sync_plan
from keys.errors import StatementError
from keys.statement import Kind

PATH = "/v1/schedule"
TOLD = {"empty_is_normal": True, "shrinks_below": 0}
Terms = dict[str, Any]
Find = Callable[[list[Terms]], Terms]


def state(arguments: argparse.Namespace, settings: Settings) -> int:
    """State the terms that a file holds."""
    given = files.read_object(arguments.file)

    def find(known: list[Terms]) -> Terms:
        before = [each for each in known if each["sync"] == given.get("sync")]
        plain = {"agreement": None, "work_plan": None, "volume": TOLD, "status": "in_force"}
        return {**plain, "version": _newest(before) + 1, **given}

    return asyncio.run(_state(arguments, settings, find, str(arguments.file)))


def agree(arguments: argparse.Namespace, settings: Settings) -> int:
    """State what the other side has proposed."""

    def find(known: list[Terms]) -> Terms:
        proposed = next((each for each in known if each["sync"] == arguments.sync and each["proposed"]), None)
        if proposed is None:
            raise FileError(
                "sync-not-proposed",
                f"По синхронизации {arguments.sync} ничего не предложено. Посмотрите hub schedule list.",
                f"Nothing is proposed on the sync {arguments.sync}. Look at hub schedule list.",
            )
        return {**_sides(proposed), **_terms(proposed["proposed"]), "status": "in_force"}

    return asyncio.run(_state(arguments, settings, find, arguments.sync))


def stop(arguments: argparse.Namespace, settings: Settings) -> int:
    """State that a sync runs no more."""

    def find(known: list[Terms]) -> Terms:
        found = [each for each in known if each["sync"] == arguments.sync]
        if not found:
            raise FileError(
                "sync-unknown",
                f"Синхронизации {arguments.sync} нет. Посмотрите hub schedule list.",
                f"There is no sync {arguments.sync}. Look at hub schedule list.",
            )
        return {**_sides(found[0]), **_terms(found[0]), "version": _newest(found) + 1, "status": "stopped"}

    return asyncio.run(_state(arguments, settings, find, arguments.sync))


def _sides(shown: Mapping[str, Any]) -> Terms:
    return {name: shown[name] for name in ("sync", "sender", "recipients")}


def _terms(shown: Mapping[str, Any]) -> Terms:
    names = ("version", "type", "agreement", "work_plan", "begins_on", "rhythm", "volume")
    return {name: shown[name] for name in names}


def _newest(known: list[Terms]) -> int:
    versions = [each["version"] for each in known] + [each["proposed"]["version"] for each in known if each["proposed"]]
    return max(versions, default=0)


async def _state(arguments: argparse.Namespace, settings: Settings, find: Find, place: str) -> int:
    async with connect(arguments.config, settings) as connection:
        own = {
            "hub": connection.config.origin,
            "participant": connection.config.participant,
            "at": instant.format(connection.clock.now()),
        }
        members = {**find(await _read(connection)), **own}
        token = statement.sign(members, connection.signer, Kind.SCHEDULE)
        try:
            sync_plan.read(token)  # as the hub will read it
        except StatementError as error:
            ru, en = f"{place}: {error.text('ru')}", f"{place}: {error.text('en')}"
            raise FileError("file-no-schedule", ru, en) from None
        return await hand_over(connection.client, token, arguments, settings)


async def _read(connection: Connection) -> list[Terms]:
    found: Any = await connection.client.look(PATH, {})
    return list(found["syncs"])


def list_all(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the schedule."""
    found = asyncio.run(_find(arguments, settings))
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for each in found:
        whom = ",".join(each["recipients"])
        last = next((f"{run['opens_at']} {run['state']}" for run in each["runs"]), "-")
        after = each["next"]["opens_at"] if each["next"] else "-"
        print(f"{each['sync']:24} {each['state']:9} {each['sender']} > {whom}  {each['type']}  {last}  >> {after}")
    return 0


async def _find(arguments: argparse.Namespace, settings: Settings) -> list[Terms]:
    async with connect(arguments.config, settings) as connection:
        return await _read(connection)
