"""`hub inbox`: look into a participant's own inbox, or fetch the evidence for a message. Changes nothing."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.client.answers import Delivered, Tombstone
from hub.core import envelope as envelopes
from hub.core.errors import EnvelopeMalformedError
from hub.setting_values import number, one_of
from hub.settings import Settings
from keys import jws
from keys.errors import KeysError

MOST_MESSAGES = 500
LAST_NUMBER = 10**12 - 1
NOTHING = Text("нового нет", "nothing new")
WRITTEN = Text("записано: {path}", "written: {path}")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read and show.

    Raises:
        UsageError: options that belong together are not all there.
    """
    together = (arguments.evidence, arguments.sender, arguments.out)
    if any(together) and not all(together):
        complaint = "--evidence, --sender, --out"
        raise UsageError(
            ("hub", "inbox"), Text(f"{complaint} задаются вместе", f"{complaint} are given together, or none of them")
        )
    return asyncio.run(_read(arguments, settings))


async def _read(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        if arguments.evidence:
            return await _fetch_evidence(connection, arguments, settings)
        page = await connection.client.read_inbox(arguments.lane, arguments.after, limit=arguments.limit)
    shown = [_item(item) for item in page.items]
    if arguments.json:
        print(json.dumps({"next": page.next, "messages": shown}, ensure_ascii=False))
    else:
        print("\n".join(map(_line, shown)) or NOTHING.of(settings.language))
    return Exit.DONE


async def _fetch_evidence(connection: Connection, arguments: argparse.Namespace, settings: Settings) -> int:
    bundle = await connection.client.evidence(arguments.evidence, sender=arguments.sender)
    files.write_new(arguments.out, bundle)
    written = WRITTEN.of(settings.language).format(path=arguments.out)
    print(json.dumps({"file": str(arguments.out)}) if arguments.json else written)
    return Exit.DONE


def _item(item: Delivered | Tombstone) -> dict[str, Any]:
    """Return what an entry says of itself; nothing is verified here, `hub gateway` and `hub verify` do that."""
    if isinstance(item, Tombstone):
        return {"number": item.number, "id": item.message_id, "tombstone": item.reason}
    try:
        claimed = envelopes.parse(jws.read(item.envelope, envelopes.TYP).payload, item.envelope)
    except (KeysError, EnvelopeMalformedError) as error:
        return {"number": item.number, "index": item.index, "unreadable": error.code}
    return {
        "number": item.number,
        "index": item.index,
        "id": claimed.id,
        "sha256": claimed.sha256,
        "from": claimed.sender,
        "sent_at": claimed.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "type": claimed.type,
        "version": claimed.version,
        "subject": claimed.subject,
        "reply_to": claimed.reply_to,
        "record": claimed.record,
    }


def _line(shown: dict[str, Any]) -> str:
    if "tombstone" in shown:
        return f"{shown['number']}  {shown['id']}  ({shown['tombstone']})"
    if "unreadable" in shown:
        return f"{shown['number']}  [{shown['unreadable']}]"
    words = (shown["number"], shown["id"], shown["sent_at"], shown["from"], shown["type"], shown["subject"] or "")
    return "  ".join(map(str, words)).rstrip()


COMMAND = Command(
    name="inbox",
    title=Text("прочитать входящий ящик", "read your inbox"),
    about=Text(
        "Показывает сообщения одной очередности после номера и ничего не меняет; записи целиком видны с --json. "
        "С --evidence записывает в файл пакет доказательств одного сообщения. Подписи здесь не проверяются: "
        "это делают hub gateway и hub verify.",
        "Shows the messages of one lane after a number, and changes nothing; --json shows whole records. With "
        "--evidence, writes the evidence bundle of one message to a file. Signatures are not verified here: "
        "hub gateway and hub verify do that.",
    ),
    arguments=(
        CONFIG,
        Argument(
            name="--lane",
            value=Text("ОЧЕРЕДНОСТЬ", "LANE"),
            parse=one_of("urgent", "ordinary"),
            default="ordinary",
            help=Text("urgent или ordinary (по умолчанию)", "urgent or ordinary (the default)"),
        ),
        Argument(
            name="--after",
            value=Text("НОМЕР", "NUMBER"),
            parse=number(0, LAST_NUMBER),
            default=0,
            help=Text("показать сообщения после этого номера (0)", "show messages after this number (0)"),
        ),
        Argument(
            name="--limit",
            value=Text("ЧИСЛО", "COUNT"),
            parse=number(1, MOST_MESSAGES),
            default=100,
            help=Text(f"не больше стольких (100, до {MOST_MESSAGES})", f"at most so many (100, up to {MOST_MESSAGES})"),
        ),
        Argument(
            name="--evidence",
            value=Text("КОД", "ID"),
            help=Text("сообщение, пакет доказательств которого нужен", "the message whose evidence bundle is wanted"),
        ),
        Argument(
            name="--sender",
            value=Text("УЧАСТНИК", "PARTICIPANT"),
            help=Text("его отправитель (с --evidence)", "its sender (with --evidence)"),
        ),
        Argument(
            name="--out",
            value=FILE,
            parse=Path,
            help=Text("куда записать пакет (с --evidence)", "where the bundle is written (with --evidence)"),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("показано или записано", "shown, or written"),
        Exit.REFUSED: Text("узел отказал, или ответил не узел", "the hub refused, or it was no hub that answered"),
        Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
        Exit.LATER: Text("узел недоступен; повторите позже", "the hub cannot be reached; try again later"),
    },
    run=run,
)
