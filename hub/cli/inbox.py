"""`hub inbox`: look into a participant's own inbox, or fetch the evidence for a message. Changes nothing."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from hub.cli.connection import Connection, add_config, connect
from hub.client.answers import Delivered, Tombstone
from hub.client.errors import ClientError
from hub.core import envelope as envelopes
from hub.settings import Settings
from keys import jws, strict_json


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "inbox",
        help="read your inbox / прочитать входящий ящик",
        description=(
            "Show the messages of one lane after a number, without moving any cursor. With --evidence, write the "
            "evidence bundle of one message to a file instead."
        ),
    )
    parser.add_argument("--lane", choices=("urgent", "ordinary"), default="ordinary", help="default: ordinary")
    parser.add_argument("--after", type=int, default=0, help="show messages after this number (default 0)")
    parser.add_argument("--limit", type=int, default=100, help="at most so many (default 100)")
    parser.add_argument("--evidence", metavar="ID", help="the message id whose evidence bundle is wanted")
    parser.add_argument("--sender", help="its sender (needed with --evidence)")
    parser.add_argument("--out", type=Path, help="where the bundle is written (needed with --evidence)")
    add_config(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read and show."""
    if arguments.evidence and not (arguments.sender and arguments.out):
        print("hub inbox: --evidence needs --sender and --out", file=sys.stderr)
        return 2
    try:
        return asyncio.run(_read(arguments, settings))
    except ClientError as error:
        print(f"hub: {error.text(arguments.language or settings.language)} [{error.code}]", file=sys.stderr)
        return 1


async def _read(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings, arguments.language or settings.language) as connection:
        if arguments.evidence:
            return await _fetch_evidence(connection, arguments)
        page = await connection.client.read_inbox(arguments.lane, arguments.after, limit=arguments.limit)
        shown = [_item(item) for item in page.items]
        if arguments.json:
            print(json.dumps({"next": page.next, "messages": shown}, ensure_ascii=False))
        else:
            print("\n".join(map(_line, shown)) or "nothing new / нового нет")
        return 0


async def _fetch_evidence(connection: Connection, arguments: argparse.Namespace) -> int:
    bundle = await connection.client.evidence(arguments.evidence, sender=arguments.sender)
    arguments.out.write_bytes(bundle)
    print(json.dumps({"file": str(arguments.out)}) if arguments.json else f"written: {arguments.out}")
    return 0


def _item(item: Delivered | Tombstone) -> dict[str, Any]:
    """Return what an entry says of itself; nothing is verified here, `hub gateway` and `hub verify` do that."""
    if isinstance(item, Tombstone):
        return {"number": item.number, "id": item.message_id, "tombstone": item.reason}
    claimed: Any = strict_json.loads(jws.read(item.envelope, envelopes.TYP).payload)
    routing = {name: claimed[name] for name in ("id", "from", "sent_at", "type", "version", "subject", "reply_to")}
    return {"number": item.number, "index": item.index, **routing, "record": claimed["record"]}


def _line(shown: dict[str, Any]) -> str:
    if "tombstone" in shown:
        return f"{shown['number']}  {shown['id']}  ({shown['tombstone']})"
    words = (shown["number"], shown["id"], shown["sent_at"], shown["from"], shown["type"], shown["subject"] or "")
    return "  ".join(map(str, words))
