"""`hub agreement list`, `show` and `publish`: the register, at the hub's own site."""

import argparse
import asyncio
import json
from typing import Any

import msgspec

from hub.cli import files
from hub.cli.agreement import words
from hub.cli.command import Exit, Text
from hub.cli.database import with_database
from hub.core.errors import MissingError
from hub.settings import Settings
from hub.workflows.agreements.change_agreement import change_agreement, digest_of
from hub.workflows.agreements.read_agreement import read_agreement
from hub.workflows.process.open_exchange import open_process

PUBLISHED = Text("опубликовано: {id}, версия {version}", "published: {id} version {version}")
DIGEST = Text("SHA-256 документа: {digest}", "the document's SHA-256: {digest}")


def list_all(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the newest version of every agreement."""
    rows = asyncio.run(_read(settings))
    if arguments.json:
        print(json.dumps(rows))
    else:
        print("\n".join(f"{row['id']:32} {row['version']:>3}  {row['status']:12} {row['parties']}" for row in rows))
    return Exit.DONE


async def _read(settings: Settings) -> list[dict[str, Any]]:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        return [
            {"id": each.id, "version": each.version, "status": each.status, "parties": " ".join(sorted(each.parties))}
            for _, each in sorted(process.exchange.judgement.register.items())
        ]


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every version of one agreement, what its protocol does not supply yet, and who approved it."""
    shown = asyncio.run(_show(settings, arguments.agreement))
    if arguments.json:
        print(msgspec.json.encode(shown).decode("utf-8"))
    else:
        print("\n".join(words.describe(shown, settings.language)))
    return Exit.DONE


async def _show(settings: Settings, name: str) -> dict[str, Any]:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        shown = await read_agreement(process.exchange, name, reader=None)
        if shown is None:
            raise MissingError
        return shown


def publish(arguments: argparse.Namespace, settings: Settings) -> int:
    """Log a new version that its parties have approved."""
    document = files.read_object(arguments.file)
    asyncio.run(_change(settings, document))
    given = {"id": document["id"], "version": document["version"], "sha256": digest_of(document)}
    if arguments.json:
        print(json.dumps(given))
    else:
        print(PUBLISHED.of(settings.language).format(**given))
        print(DIGEST.of(settings.language).format(digest=given["sha256"]))
    return Exit.DONE


async def _change(settings: Settings, document: dict[str, Any]) -> None:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        await change_agreement(process.exchange, process.committer, document)
