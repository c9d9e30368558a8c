"""`hub agreement`: the register of agreements, at the hub's own site."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from hub.core.errors import MalformedError
from hub.settings import Settings
from hub.workflows.change_agreement import change_agreement
from hub.workflows.open_exchange import open_process
from keys import strict_json


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "agreement",
        help="list or change agreements / показать или изменить соглашения",
        description=(
            "The register judges every message by the version in force when it is accepted. A change is a new version, "
            "logged in the audit log; running processes judge by it at once."
        ),
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the newest version of every agreement")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    listing.set_defaults(run=_list)
    publish = actions.add_parser("publish", help="log a new version")
    publish.add_argument("file", type=Path, help="the agreement's document (schemas/agreements/agreement.schema.json)")
    publish.add_argument("--json", action="store_true", help="print as JSON")
    publish.set_defaults(run=_publish)


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    rows = asyncio.run(_read(settings))
    if arguments.json:
        print(json.dumps(rows))
    else:
        print("\n".join(f"{row['id']:32} {row['version']:>3}  {row['status']:12} {row['parties']}" for row in rows))
    return 0


async def _read(settings: Settings) -> list[dict[str, Any]]:
    async with open_process(settings) as process:
        return [
            {"id": each.id, "version": each.version, "status": each.status, "parties": " ".join(sorted(each.parties))}
            for each in process.exchange.judgement.register.values()
        ]


def _publish(arguments: argparse.Namespace, settings: Settings) -> int:
    document = strict_json.loads(arguments.file.read_bytes())
    if not isinstance(document, dict):
        raise MalformedError
    asyncio.run(_change(settings, document))
    shown = {"id": document["id"], "version": document["version"]}
    print(json.dumps(shown) if arguments.json else f"published: {shown['id']} version {shown['version']}")
    return 0


async def _change(settings: Settings, document: dict[str, Any]) -> None:
    async with open_process(settings) as process:
        await change_agreement(process.exchange, process.committer, document)
