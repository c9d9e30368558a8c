"""`hub agreement`: the register of agreements, at the hub's own site."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import AS_JSON, FILE, Argument, Command, Exit, Text
from hub.cli.database import with_database
from hub.settings import Settings
from hub.workflows.change_agreement import change_agreement
from hub.workflows.open_exchange import open_process

PUBLISHED = Text("опубликовано: {id}, версия {version}", "published: {id} version {version}")


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    rows = asyncio.run(_read(settings))
    if arguments.json:
        print(json.dumps(rows))
    else:
        print("\n".join(f"{row['id']:32} {row['version']:>3}  {row['status']:12} {row['parties']}" for row in rows))
    return 0


async def _read(settings: Settings) -> list[dict[str, Any]]:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        return [
            {"id": each.id, "version": each.version, "status": each.status, "parties": " ".join(sorted(each.parties))}
            for _, each in sorted(process.exchange.judgement.register.items())
        ]


def _publish(arguments: argparse.Namespace, settings: Settings) -> int:
    document = files.read_object(arguments.file)
    asyncio.run(_change(settings, document))
    shown = {"id": document["id"], "version": document["version"]}
    print(json.dumps(shown) if arguments.json else PUBLISHED.of(settings.language).format(**shown))
    return 0


async def _change(settings: Settings, document: dict[str, Any]) -> None:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        await change_agreement(process.exchange, process.committer, document)


COMMAND = Command(
    name="agreement",
    title=Text("показать или изменить соглашения", "list or change agreements"),
    about=Text(
        "Сообщение оценивается по версии соглашения, действующей в момент приёма. Новая версия записывается в журнал, "
        "и работающие процессы узла сразу судят по ней. Нужны те же настройки, что у hub serve.",
        "A message is judged by the agreement's version in force when it is accepted. A new version is logged, and the "
        "hub's running processes judge by it at once. Needs the same settings as hub serve.",
    ),
    actions=(
        Command(
            name="list",
            title=Text("показать новейшую версию каждого соглашения", "show the newest version of every agreement"),
            about=Text(
                "Печатает код, версию, статус и стороны каждого соглашения.",
                "Prints id, version, status and parties of each agreement.",
            ),
            arguments=(AS_JSON,),
            run=_list,
        ),
        Command(
            name="publish",
            title=Text("записать новую версию", "log a new version"),
            about=Text(
                "Проверяет документ соглашения и записывает его в журнал. Номер версии на единицу больше последнего.",
                "Checks an agreement's document and logs it. Its version is one more than the last.",
            ),
            arguments=(
                Argument(
                    name="file",
                    value=FILE,
                    parse=Path,
                    help=Text(
                        "документ (schemas/agreements/agreement.schema.json)",
                        "the document (schemas/agreements/agreement.schema.json)",
                    ),
                ),
                AS_JSON,
            ),
            ends={
                Exit.DONE: Text("версия действует", "the version is in use"),
                Exit.REFUSED: Text(
                    "документ неверен или версия не следующая", "the document is wrong, or not the next"
                ),
                Exit.WRONG_USE: Text("неверная настройка или файл", "a wrong setting or file"),
            },
            run=_publish,
        ),
    ),
)
