"""`hub migrate`: bring the database's tables up to this program."""

import argparse
import asyncio
import json

from hub.cli.command import AS_JSON, Command, Exit, Text
from hub.settings import Settings
from hub.store import migrate
from hub.store.connection import connect

APPLIED = Text("применено: {name}", "applied: {name}")
NOTHING = Text("база уже обновлена", "the database is up to date already")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply what is missing."""
    applied = asyncio.run(_migrate(settings))
    if arguments.json:
        print(json.dumps({"applied": applied}))
    else:
        lines = [APPLIED.of(settings.language).format(name=name) for name in applied]
        print("\n".join(lines) or NOTHING.of(settings.language))
    return 0


async def _migrate(settings: Settings) -> list[str]:
    conn = await connect(settings)
    try:
        return [f"{each.number:04d}_{each.name}" for each in await migrate.migrate(conn)]
    finally:
        await conn.close()


COMMAND = Command(
    name="migrate",
    title=Text("обновить базу данных", "bring the database up to date"),
    about=Text(
        "Применяет шаги, которых нет в базе HUB_DATABASE_URL, каждый в своей транзакции. Повторять безопасно.",
        "Applies the migrations that the database of HUB_DATABASE_URL lacks, each in its own transaction. "
        "Safe to repeat.",
    ),
    arguments=(AS_JSON,),
    ends={
        Exit.DONE: Text("база обновлена", "the database is up to date"),
        Exit.WRONG_USE: Text("неверная настройка или чужая база", "a wrong setting, or another program's database"),
        Exit.LATER: Text("база недоступна или занята", "the database cannot be reached, or is busy"),
    },
    run=run,
)
