"""Listening ends cleanly, whenever it is ended."""

import asyncio

import pytest

from hub.store import connection
from hub.store.notifications import JUDGEMENT, RELEASED, Bell, listen

STEPS = 60


@pytest.mark.parametrize("pause", [0.0, 0.0002])
async def test_ending_at_any_step_of_listening_leaves_no_listener_on_the_connection(settings, pause):
    bells = {channel: Bell() for channel in (RELEASED, JUDGEMENT)}
    rung = 0
    async with connection.open_pool(settings) as pool:
        for steps in range(STEPS):
            first = bells[RELEASED].waiter()
            task = asyncio.create_task(listen(pool, bells))
            for _ in range(steps):
                await asyncio.sleep(pause)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):  # never the warning that somebody still listens
                await task
            rung += first.is_set()

    assert 0 < rung < STEPS, "some ended before they listened, some after"
