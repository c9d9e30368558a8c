"""A process ends although a task of its own overheard that it was cancelled."""

import asyncio

from hub.workflows.process import open_exchange


async def test_a_task_that_overhears_its_cancellation_is_cancelled_again(monkeypatch):
    monkeypatch.setattr(open_exchange, "CANCEL_SECONDS", 0.01)
    heard = 0

    async def deaf() -> None:
        nonlocal heard
        while heard < 3:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                heard += 1

    tasks = [asyncio.create_task(deaf()), asyncio.create_task(asyncio.sleep(60))]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await open_exchange.end(tasks)

    assert heard == 3
    assert all(task.done() for task in tasks)
