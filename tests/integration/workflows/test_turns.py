"""Submissions take turns: nobody waits for another's many lines, and commits go on meanwhile."""

import asyncio

from hub.workflows.exchange import TURNS
from hub.workflows.submission.submit import AT_A_TURN, check_all
from tests.integration.hubs import Hub

LINES = 40


async def test_a_single_envelope_passes_many_lines_that_came_before_it(node: Hub):
    order = []
    lines = [node.ban() for _ in range(LINES)]

    async def check(name, tokens):
        await check_all(node.exchange, tokens)
        order.append(name)

    await asyncio.gather(check("lines", lines), check("single", [node.ban()]))

    assert order == ["single", "lines"]


async def test_the_event_loop_passes_between_two_turns(node: Hub):
    passes = 0

    async def count():
        nonlocal passes
        while True:
            passes += 1
            await asyncio.sleep(0)

    counter = asyncio.create_task(count())
    await check_all(node.exchange, [node.ban() for _ in range(LINES)])
    counter.cancel()

    assert passes >= LINES // AT_A_TURN


async def test_a_caller_who_goes_away_gives_his_turn_back(node: Hub):
    callers = [
        asyncio.create_task(check_all(node.exchange, [node.ban() for _ in range(LINES)])) for _ in range(2 * TURNS)
    ]
    for caller in callers:
        await asyncio.sleep(0)
        caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)

    async with asyncio.timeout(10):
        assert len(await check_all(node.exchange, [node.ban()])) == 1
