"""`hub migrate`: bring the database's tables up to this program."""

import argparse
import asyncio
import json

from hub.settings import Settings
from hub.store import migrate
from hub.store.connection import connect


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "migrate",
        help="bring the database up to date / обновить базу данных",
        description="Apply the migrations that HUB_DATABASE_URL lacks, each in its own transaction. Safe to repeat.",
    )
    parser.add_argument("--json", action="store_true", help="print what was applied as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply what is missing."""
    applied = asyncio.run(_migrate(settings))
    if arguments.json:
        print(json.dumps({"applied": applied}))
    else:
        print("\n".join(f"applied {name}" for name in applied) or "nothing to do")
    return 0


async def _migrate(settings: Settings) -> list[str]:
    conn = await connect(settings)
    try:
        return [f"{each.number:04d}_{each.name}" for each in await migrate.migrate(conn)]
    finally:
        await conn.close()
