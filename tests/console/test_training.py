"""The three doors without a demonstration behind them: entering, what is missing, the clock, what is refused."""

import asyncio
import json
from pathlib import Path

import pytest

from hub.workflows.training import ANSWER, ORDER, ORDERS, give_order, write
from tests.console.posting import post
from tests.console.served import Served


@pytest.mark.parametrize(("lang", "said"), [("ru", "Три двери в обмен"), ("en", "Three doors into the exchange")])
async def test_whoever_comes_sees_three_doors(served: Served, lang: str, said: str):
    async with served.client(lang=lang) as client, client.get("/training") as answer:
        text = await answer.text()

    assert said in text
    assert all(f'action="/training/{door}/enter"' in text for door in ("liaison", "secretariat", "integrator"))


async def test_a_door_that_there_is_not_is_missing(served: Served):
    async with served.client() as client, client.get("/training/cellar") as answer:
        assert answer.status == 404


async def test_without_a_virtual_clock_no_day_is_skipped_and_nothing_is_ordered(served: Served):
    async with served.client("cis-ec.secretariat-officer") as client:
        assert (await post(client, "/training", path="/training/clock"))[0] == 404
        assert (await post(client, "/training", path="/training/secretariat/restart"))[0] == 404


async def test_an_order_comes_back_with_what_came_of_it(tmp_path: Path):
    waiting = asyncio.create_task(give_order(tmp_path, "break", cell="много"))
    while not (found := list((tmp_path / ORDERS).glob(f"*{ORDER}"))):
        await asyncio.sleep(0.01)
    assert json.loads(found[0].read_text()) == {"order": "break", "cell": "много"}
    write(found[0].with_name(found[0].name.removesuffix(ORDER) + ANSWER), {"rows": []})

    assert await waiting == {"rows": []}
    assert not list((tmp_path / ORDERS).glob(f"*{ANSWER}"))
