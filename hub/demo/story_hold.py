"""The reply that waits in the story: prepared by Tajikistan, and held before anybody has signed it.

python -m hub.demo.story_hold KZ-2026-0103    {"held": true}

A program beside the hub, as the demonstration's leader reads no database. The claim of the person is told by the page
of the steps alone: neither the case nor the draft nor the hold says a word of it. {} where the case does not come.
"""

import asyncio
import sys

from hub import settings
from hub.core.errors import HubError, MissingError
from hub.core.mover import HeadKey
from hub.core.readmission import kinds
from hub.core.readmission.movers import CASE_KIND
from hub.demo.theatre import KAZAKHSTAN, TAJIKISTAN
from hub.demo.waiting import wait_until
from hub.store import accounts
from hub.telemetry import configure_logging
from hub.workflows.cases.hold_case import hold_case
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_exchange import open_process
from keys import strict_json
from schemas import catalogue

PATIENCE = 60.0
LOGIN = f"{TAJIKISTAN}.liaison"


async def hold_reply(exchange: Exchange, case: str) -> bool:
    """Prepare an acceptance in a case of Kazakhstan, and hold the case; False while the hub does not know it.

    Raises:
        HubError: the reply would be refused.
    """
    key = HeadKey(CASE_KIND, KAZAKHSTAN, case)
    async with exchange.pool.acquire() as conn:
        account = await accounts.read_by_login(conn, LOGIN)
    try:
        found = await open_case(exchange, party=TAJIKISTAN, key=key)
    except MissingError:
        return False
    if account is None or kinds.REPLY not in found.allowed:
        return False
    await prepare_record(exchange, account, _reply(exchange, found))
    await hold_case(exchange, account, key)
    return True


def _reply(exchange: Exchange, case: OpenCase) -> Wanted:
    entry = catalogue.load().code_list("participants").index[TAJIKISTAN]
    record = {
        "case_id": case.key.subject,
        "decision": "accepted",
        "reasons": [],
        "decided_on": legal_day(exchange.judgement.trust, TAJIKISTAN, exchange.clock.now()).isoformat(),
        "authority": {"name": entry.ru, "participant": TAJIKISTAN},
    }
    return Wanted(
        type=kinds.REPLY,
        record=record,
        to=[case.other],
        purpose="readmission",
        agreement=case.case.rows[0].agreement,
        subject=case.key.subject,
        reply_to=None if case.request is None else case.request[1].id,
        values={"decision": "accepted"},
    )


async def _print(case: str) -> None:
    held = False
    async with open_process(settings.load()) as process:

        async def done() -> bool:
            nonlocal held
            held = await hold_reply(process.exchange, case)
            return held

        try:
            await wait_until(done, PATIENCE)
        except HubError as error:
            sys.stderr.write(f"{error.code}\n")
    sys.stdout.write(strict_json.dumps({"held": True} if held else {}).decode() + "\n")


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(_print(sys.argv[1]))
