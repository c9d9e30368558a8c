"""What `hub calendar` does: ask the hub for the calendars, sign a change."""

import argparse
import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Text
from hub.cli.connection import connect
from hub.cli.files import FileError
from hub.cli.parser import UsageError
from hub.cli.statements import hand_over
from hub.settings import Settings
from keys import calendar_change, instant, outage, statement
from keys.errors import StatementError
from keys.statement import Kind


def change(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign a change of a calendar, and submit it."""
    return asyncio.run(_change(arguments, settings, files.read_object(arguments.file)))


async def _change(arguments: argparse.Namespace, settings: Settings, given: dict[str, Any]) -> int:
    async with connect(arguments.config, settings) as connection:
        now = connection.clock.now().replace(microsecond=0)
        own = {"hub": connection.config.origin, "participant": connection.config.participant}
        members = {"until": None, **given, **own, "at": instant.format(now)}
        token = statement.sign(members, connection.signer, Kind.CALENDAR)
        _check(arguments.file, token)
        return await hand_over(connection.client, token, arguments, settings)


def _check(path: Path, token: bytes) -> None:
    """Read what was signed as the hub will read it."""
    try:
        calendar_change.read(token)
    except StatementError as error:
        raise FileError("file-no-calendar", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None


def announce_outage(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign the announcement of an outage, and submit it."""
    return asyncio.run(_announce(arguments, settings))


async def _announce(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        members = {
            "hub": connection.config.origin,
            "participant": connection.config.participant,
            "since": arguments.since,
            "until": arguments.until,
            "at": instant.format(connection.clock.now().replace(microsecond=0)),
        }
        token = statement.sign(members, connection.signer, Kind.OUTAGE)
        try:
            outage.read(token)
        except StatementError as error:
            raise UsageError(("hub", "calendar", "outage"), Text(error.text("ru"), error.text("en"))) from None
        return await hand_over(connection.client, token, arguments, settings)


def list_all(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the calendars."""
    found = asyncio.run(_read(arguments, settings))
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for each in found:
            print(f"{each['state']}  {each['version']:8} {each['first']} .. {each['last']}  {each['source']}")
    return 0


async def _read(arguments: argparse.Namespace, settings: Settings) -> list[Mapping[str, Any]]:
    async with connect(arguments.config, settings) as connection:
        return list(await connection.client.read_calendars())
