"""The simulated platform: as a process of its own, and its answers one by one."""

import base64
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters._simulator import facts
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders
from adapters._simulator.serving import Simulation
from adapters.uz_mip.simulator.__main__ import make, make_parser
from adapters.uz_mip.simulator.identity_server import CREDENTIALS
from adapters.uz_mip.simulator.naming import to_cyrillic, to_latin
from adapters.uz_mip.simulator.reading import read
from tests.adapters.simulated import started

MODULE = "adapters.uz_mip.simulator"
ROOT = "/migratsiya/v1"
Client = TestClient[web.Request, web.Application]


def test_it_keeps_its_state_through_a_kill_and_ends_cleanly(tmp_path: Path) -> None:
    with started(MODULE, tmp_path) as platform:
        platform.put("entry-ban", count=5)
        before = platform.ask("own")
        platform.process.send_signal(signal.SIGKILL)
        platform.process.wait()

    with started(MODULE, tmp_path) as platform:
        assert platform.ask("own") == before
        platform.process.send_signal(signal.SIGTERM)
        assert platform.process.wait(10) == 0


def test_names_are_spelt_in_three_ways() -> None:
    name = "Sinovova-Gʻoya Oʻrnakchaʼ"

    assert to_latin(name) == "Sinovova-Goya Ornakcha"
    assert to_cyrillic(name) == "Синовова-Гоя Урнакчаъ"


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def simulation(tmp_path: Path, orders: Orders) -> Simulation:
    return make(make_parser().parse_args(["--state", str(tmp_path)]), orders)


@pytest.fixture
async def client(simulation: Simulation) -> AsyncIterator[Client]:
    """A client that bears a token."""
    app = web.Application()
    app.add_routes(simulation.routes)
    async with TestClient(TestServer(app)) as found:
        found.session.headers["Authorization"] = f"Bearer {await token(found)}"
        yield found
    simulation.close()


async def token(client: Client, **changed: str) -> Any:
    """A new token, for these credentials."""
    given = {**CREDENTIALS, **changed}
    pair = base64.b64encode(f"{given['consumer_key']}:{given['consumer_secret']}".encode()).decode()
    grant = {"grant_type": "password", "username": given["username"], "password": given["password"]}
    answer = await client.post("/oauth2/token", data=grant, headers={"Authorization": f"Basic {pair}"})
    return (await answer.json()).get("access_token")


async def test_what_it_writes_it_reads_as_the_same_facts(simulation: Simulation, client: Client) -> None:
    wanted = {}
    for type_ in facts.CORE:
        simulation.national.put(type_, {"count": 3, "to": "kz-mvd", "subject": f"S-{type_}", "sender": "kz-mvd"})
        wanted[type_] = simulation.national.own(type_)
    page = await (await client.get(f"{ROOT}/hujjatlar", params={"keyin": 0, "soni": 100})).json()
    offers = simulation.national.state.after(0, 100)  # type: ignore[attr-defined]

    assert [each["raqam"] for each in page["hujjatlar"]] == list(range(1, page["oxirgi"] + 1))
    for type_, own in wanted.items():
        found = [read(type_, msgspec.json.decode(offer.body)) for offer in offers if offer.type == type_]
        told = facts.core(type_, found)
        assert [core for core in facts.core(type_, own) if core not in told] == []
        assert own


async def test_only_the_last_token_opens_it(client: Client) -> None:
    first = client.session.headers["Authorization"]
    second = await token(client)

    assert await token(client, password="boshqa") is None
    assert (await client.get(f"{ROOT}/hujjatlar")).status == 401
    client.session.headers["Authorization"] = f"Bearer {second}"
    assert (await client.get(f"{ROOT}/hujjatlar", params={"keyin": 0, "soni": 1})).status == 200
    assert first != second


async def test_what_changes_something_needs_a_key_that_is_its_own(client: Client) -> None:
    body, other = {"mavzular": ["X"]}, {"mavzular": ["Y"]}
    path, key = f"{ROOT}/ochirish", {"Idempotency-Key": "k"}

    statuses = [(await client.post(path, json=value, headers=key)).status for value in (body, body, other)]
    assert statuses == [200, 200, 409]
    assert (await client.post(path, json=body)).status == 400
    assert (await client.post(path, json={}, headers={"Idempotency-Key": "n"})).status == 422


async def test_a_record_is_created_once_and_results_are_told(simulation: Simulation, client: Client) -> None:
    simulation.national.put("entry-ban", {})
    offer = simulation.national.state.after(0, 1)[0]  # type: ignore[attr-defined]
    record = {
        "turi": "kirish_taqigi",
        "yuboruvchi": "kz-mvd",
        "javobga": None,
        "ilovalar": [],
        "hujjat": msgspec.json.decode(offer.body),
    }
    key = {"Idempotency-Key": "m-1"}
    statuses = [(await client.post(f"{ROOT}/yozuvlar", json=record, headers=key)).status for _ in range(2)]
    result = {"raqam": 1, "natija": "rad_etildi", "xatolar": [{"kod": "x"}]}
    await client.post(f"{ROOT}/natijalar", json={"natijalar": [result]}, headers={"Idempotency-Key": "r-1"})

    assert statuses == [201, 200]
    assert len(simulation.national.held("entry-ban")) == 1
    assert [each["problems"] for each in simulation.national.told()] == [["x"]]
    simulation.national.reset()
    assert (await client.post(f"{ROOT}/yozuvlar", json=record, headers=key)).status == 201


async def test_it_misbehaves_as_ordered(orders: Orders, simulation: Simulation, client: Client) -> None:
    simulation.national.put("entry-ban", {"count": 8})
    query = {"keyin": 6, "soni": 1}
    seen: dict[str, Any] = {}
    for mode in (Misbehaviour.DUPLICATE, Misbehaviour.OUT_OF_ORDER, Misbehaviour.FAULT, Misbehaviour.STRANGER):
        orders.add(Order(mode=mode, name="429 slow_down"))
        answer = await client.get(f"{ROOT}/hujjatlar", params=query)
        value = await answer.json()
        seen[mode] = [each["raqam"] for each in value["hujjatlar"]] if answer.status == 200 else answer.status

    assert seen == {"duplicate": [2, 3, 4, 5, 6, 7] * 2, "out-of-order": [7], "fault": 429, "stranger": 401}
    orders.add(Order(mode=Misbehaviour.FAULT, operation="token"))
    assert await token(client) is None
