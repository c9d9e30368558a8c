"""`hub log`: re-verify the audit log from the leaves up, at the hub or as a participant; sign on after a stop.

At a member's site there is no PostgreSQL driver: what reads the hub's tables is imported only when it is asked for.
"""

import argparse
import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.cli.command import AS_JSON, FILE, Argument, Command, Exit, Text
from hub.cli.connection import connect
from hub.cli.log import checkpoint
from hub.cli.log import words as log_words
from hub.cli.parser import UsageError
from hub.sdk.assembly import anchor_of
from hub.sdk.trust_list.trust import fetch_trust
from hub.sdk.witnessing.audit import audit_shown
from hub.sdk.witnessing.kept_log import read_kept
from hub.settings import Settings

RESUMED = Text("Журнал проверен и цел; подпись возобновлена.", "The log was audited and holds; signing goes on.")
KEPT = Text(
    "Подпись остаётся остановленной: журнал не сходится или изменился.",
    "Signing stays stopped: the log does not hold, or has changed meanwhile.",
)


def _audit(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.url and not arguments.config:
        raise UsageError(("hub", "log", "audit"), Text("--url задаётся вместе с --config", "--url needs --config"))
    notes = log_words.read_notes(arguments.checkpoint)
    if arguments.config:
        facts = asyncio.run(_audit_shown(arguments, settings, notes))
    else:
        facts = asyncio.run(_tables().audit(settings, notes))
    print(log_words.show(facts, settings.language, as_json=arguments.json))
    return Exit.DONE if facts["finding"] is None else Exit.REFUSED


def _tables() -> Any:
    return importlib.import_module("hub.cli.log.tables")


async def _audit_shown(arguments: argparse.Namespace, settings: Settings, notes: Mapping[str, bytes]) -> dict[str, Any]:
    async with connect(arguments.config, settings, url=arguments.url) as connection:
        kept = read_kept(connection.config)
        trust, roots = await fetch_trust(connection.client, anchor_of(connection.config), connection.clock.now())
        tell = log_words.make_tell(settings.language)
        shown = await audit_shown(connection.client, trust, roots, replace(kept, notes={**kept.notes, **notes}), tell)
    return {
        "origin": shown.origin,
        "size": shown.size,
        "root": shown.root.hex(),
        "counts": dict(shown.counts),
        "pending": [],
        "stopped": False,
        "finding": shown.finding,
    }


def _resume(arguments: argparse.Namespace, settings: Settings) -> int:
    facts = asyncio.run(_tables().resume(settings, log_words.read_notes(arguments.checkpoint)))
    print(log_words.show(facts, settings.language, as_json=arguments.json))
    if not arguments.json:
        print((KEPT if facts["stopped"] else RESUMED).of(settings.language))
    return Exit.REFUSED if facts["stopped"] else Exit.DONE


CHECKPOINTS = Argument(
    name="--checkpoint",
    value=FILE,
    parse=Path,
    many=True,
    help=Text(
        "подписанная контрольная точка, сохранённая у других, или fork.json шлюза; можно повторять",
        "a signed checkpoint that others hold, or a gateway's fork.json; may be repeated",
    ),
)
FAILED = Text(
    "что-то не сходится; первая неверная запись напечатана", "something does not; the first bad entry is printed"
)
COMMAND = Command(
    name="log",
    title=Text("проверить журнал", "audit the log"),
    about=Text(
        "Журнал перепроверяется от записей вверх. Что он доказывает и чего нет: docs/reference/log.md.",
        "The log is re-verified from the leaves up. What it proves and what not: docs/reference/log.md.",
    ),
    actions=(
        Command(
            name="audit",
            title=Text("перепроверить весь журнал", "re-verify the whole log"),
            about=Text(
                "Без --config проверяет базу узла (настройки как у hub serve, ключ журнала не нужен; собственный "
                "PostgreSQL без HUB_DATABASE_URL: сначала остановите hub serve): записи, сообщения, подписи, входящие, "
                "квитанции, соглашения, список доверия, контрольные точки. С --config проверяет как участник, по сети: "
                "плитки, контрольные точки, свои квитанции и что видел свой шлюз.",
                "Without --config, audits the hub's database (settings as for hub serve, without the log key; on a "
                "PostgreSQL of its own, without HUB_DATABASE_URL, stop hub serve first): leaves, messages, signatures, "
                "inboxes, receipts, agreements, trust list, checkpoints. With --config, audits as a participant, over "
                "the network: tiles, checkpoints, own receipts, what its gateway saw.",
            ),
            arguments=(
                Argument(
                    name="--config",
                    value=FILE,
                    parse=Path,
                    help=Text("настройки участника (TOML)", "the participant's settings (TOML)"),
                ),
                Argument(
                    name="--url",
                    value=Text("АДРЕС", "URL"),
                    help=Text("другой адрес узла, чем в настройках", "another address than the settings name"),
                ),
                CHECKPOINTS,
                AS_JSON,
            ),
            ends={
                Exit.DONE: Text("всё сходится", "everything holds"),
                Exit.REFUSED: FAILED,
                Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
                Exit.LATER: Text("узел или база недоступны", "the hub or the database cannot be reached"),
            },
            run=_audit,
        ),
        checkpoint.COMMAND,
        Command(
            name="resume",
            title=Text("снять остановку подписи", "sign on after a stop"),
            about=Text(
                "Проверяет всю базу, как hub log audit, и снимает отметку об остановке, только если всё сходится. "
                "Процессы узла после этого запускают заново. Сравните журнал и с точками, сохранёнными у других.",
                "Audits the whole database as hub log audit does, and takes the stop mark away only if everything "
                "holds. Start the hub's processes again afterwards. Compare with checkpoints that others hold, too.",
            ),
            arguments=(CHECKPOINTS, AS_JSON),
            ends={
                Exit.DONE: Text("журнал цел, отметка снята", "the log holds, the mark is gone"),
                Exit.REFUSED: FAILED,
                Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
                Exit.LATER: Text("база недоступна", "the database cannot be reached"),
            },
            run=_resume,
        ),
    ),
)
