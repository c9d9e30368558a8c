"""A hub with a planted mistake, for the campaign to catch: keys are remembered, and no epoch is compared.

    python -m tests.faults.deaf serve

It learns of a suspension only some seconds later, as a hub would that looks at its keys once in a while.
"""

import asyncio
import sys

from hub.cli import main
from hub.store.notifications import Bell
from hub.workflows.exchange import Exchange
from hub.workflows.log import arrange_group
from hub.workflows.process import open_exchange
from hub.workflows.trust import suspend_key
from hub.workflows.trust.read_trust import refresh_judgement

REMEMBERED = 1.0  # seconds


async def _follow_late(exchange: Exchange, _changed: Bell) -> None:
    while True:
        await refresh_judgement(exchange)
        await asyncio.sleep(REMEMBERED)


async def _hear_nothing(_exchange: Exchange) -> None:
    """Leave the judgement as it is."""


if __name__ == "__main__":
    open_exchange._follow = _follow_late
    arrange_group._find_stale = lambda _draft, _judged: None
    suspend_key.refresh_judgement = _hear_nothing
    sys.exit(main())
