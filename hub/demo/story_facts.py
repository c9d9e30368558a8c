"""What the hub knows of the story: a program beside the hub, as the demonstration's leader reads no database.

python -m hub.demo.story_facts case KZ-DEMO-2026-1   {"days": 30}: days until the term of Tajikistan ends
python -m hub.demo.story_facts ban RU-2026-900001    {"message": ..., "record": ...}

It waits until the hub knows; {} where that takes too long.
"""

import asyncio
import sys
from typing import Any

from hub import settings
from hub.core.errors import MissingError
from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN
from hub.demo.waiting import wait_until
from hub.telemetry import configure_logging
from hub.workflows.bans.read_ban_file import read_ban_file
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.desk.read_tasks import read_tasks
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_exchange import open_process
from keys import strict_json

PATIENCE = 60.0


async def find_days(exchange: Exchange, case: str) -> dict[str, Any]:
    """Return how many days are left in a case of Kazakhstan; nothing while that is not known."""
    today = legal_day(exchange.judgement.trust, TAJIKISTAN, exchange.clock.now())
    for each in (await read_tasks(exchange, party=TAJIKISTAN)).tasks:
        row = each.row
        if (row.key.owner, row.key.subject) == (KAZAKHSTAN, case) and row.due_on is not None:
            return {"days": (row.due_on - today).days}
    return {}


async def find_ban(exchange: Exchange, ban: str) -> dict[str, Any]:
    """Return the message and the record of a ban of Russia as Tajikistan has it."""
    try:
        found = await read_ban_file(exchange, reader=TAJIKISTAN, issuer=RUSSIA, ban_id=ban)
    except MissingError:
        return {}
    newest = found.revisions[0]
    return {
        "message": newest.message,
        "kid": newest.kid,
        "record": None if newest.record is None else dict(newest.record),
    }


async def _print(kind: str, name: str) -> None:
    said: dict[str, Any] = {}
    async with open_process(settings.load()) as process:

        async def known() -> bool:
            said.update(await (find_days if kind == "case" else find_ban)(process.exchange, name))
            return bool(said)

        await wait_until(known, PATIENCE)
    sys.stdout.write(strict_json.dumps(said).decode() + "\n")


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(_print(sys.argv[1], sys.argv[2]))
