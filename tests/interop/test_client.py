"""A client in plain JavaScript, written from docs/reference/protocol.md alone, takes part in a real exchange."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from hub.core import evidence
from tests.interop.conftest import Party, World, ban

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def russia(world: World, tmp_path: Path) -> Party:
    """The sender."""
    return world.party(tmp_path / "ru", "ru-guvm")


@pytest.fixture
def tajikistan(world: World, tmp_path: Path) -> Party:
    """The recipient."""
    return world.party(tmp_path / "tj", "tj-mvd")


async def told_of(party: Party, name: str) -> dict[str, Any]:
    """Read until a message is acknowledged; readers see what is released, a moment after it was accepted."""
    async with asyncio.timeout(90):
        while True:
            outbox: dict[str, Any] = (await party.run("receive")).state["outbox"]
            if outbox[name]["acknowledged"]:
                return outbox


async def read_until(party: Party, name: str) -> dict[str, Any]:
    """Read until a message came."""
    async with asyncio.timeout(90):
        while True:
            state: dict[str, Any] = (await party.run("receive")).state
            if name in [each["id"] for each in state["applied"]]:
                return state


async def test_records_are_sent_read_verified_and_acknowledged(
    world: World, russia: Party, tajikistan: Party, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = await russia.sign(*(ban(number) for number in range(1, 4)), ban(4, agreement="no-such-agreement"))
    sent = (await russia.run("push")).state["outbox"]
    read = await read_until(tajikistan, ids[2])
    again = (await tajikistan.run("receive")).state
    told = await told_of(russia, ids[0])

    assert [sent[each]["state"] for each in ids] == ["accepted", "accepted", "accepted", "refused"]
    assert sent[ids[3]]["code"] == "agreement-unknown"
    assert [each["id"] for each in read["applied"] if each["id"] in ids] == ids[:3]
    assert again == read, "nothing is done twice"
    assert [told[each]["acknowledged"] for each in ids] == [{"tj-mvd": "processed"}] * 3 + [{}]
    bundle = evidence.parse(world.read(capsys, "ru-guvm", f"/v1/messages/{ids[0]}/evidence"))
    assert len(bundle.receipts) == 1


async def test_the_same_bytes_get_the_same_receipt_after_a_crash(russia: Party) -> None:
    (name,) = await russia.sign(ban(11))
    before = russia.state.read_bytes()
    first = (await russia.run("push")).state["outbox"][name]
    russia.state.write_bytes(before)  # as if it had been killed before the answer came

    second = (await russia.run("push")).state["outbox"][name]

    assert second["state"] == "accepted"
    assert (second["receipt"]["leaf"], second["receipt"]["index"]) == (
        first["receipt"]["leaf"],
        first["receipt"]["index"],
    )
    assert second == first


async def test_a_recipient_killed_before_it_remembers_says_the_same_once_more_without_harm(
    russia: Party, tajikistan: Party
) -> None:
    (name,) = await russia.sign(ban(12))
    await russia.run("push")
    await read_until(tajikistan, name)
    state = json.loads(tajikistan.state.read_text())
    state["inbox"]["urgent"] -= 1  # the effect is there, the number is not
    tajikistan.state.write_text(json.dumps(state))

    after = await tajikistan.run("receive")

    assert [each["id"] for each in after.state["applied"]].count(name) == 1
    assert (await told_of(russia, name))[name]["acknowledged"] == {"tj-mvd": "processed"}


@asynccontextmanager
async def between(world: World, change: Change, path: str) -> AsyncIterator[str]:
    """Stand between client and hub, and change what the hub answers there."""

    async def relay(request: web.Request) -> web.Response:
        async with session.request(
            request.method,
            world.address + request.path_qs,
            data=await request.read(),
            headers={
                name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers
            },
        ) as answer:
            body = await answer.json(content_type=None)
            if request.path.startswith(path) and answer.status < 300:
                change(body)
            return web.json_response(body, status=answer.status, headers={"Retry-After": "1"})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", relay)
    runner = web.AppRunner(app)
    async with aiohttp.ClientSession() as session:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def _other(text: str) -> str:
    return ("A" if text[0] != "A" else "B") + text[1:]


def _in_message(name: str, make: Callable[[Any], Any]) -> Change:
    def change(page: dict[str, Any]) -> None:
        if page["messages"]:
            message = page["messages"][-1]
            message[name] = make(message[name])

    return change


def _signed_by_nobody(page: dict[str, Any]) -> None:
    page["checkpoint"] = page["checkpoint"].rpartition(" ")[0] + " AAAA\n"


def _without_the_first(page: dict[str, Any]) -> None:
    page["messages"] = page["messages"][1:]


HOSTILE: dict[str, Change] = {
    "a hash of a proof": _in_message("proof", lambda proof: [_other(proof[0]), *proof[1:]]),
    "a leaf": _in_message("leaf", lambda leaf: leaf.replace('"at":"2', '"at":"1')),
    "a place": _in_message("index", lambda index: index + 1),
    "an envelope": _in_message("envelope", lambda token: token[:-8] + _other(token[-8:])),
    "a checkpoint that the log did not sign": _signed_by_nobody,
    "a message kept back": _without_the_first,
}


@pytest.fixture(scope="module")
async def waiting(world: World, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A message that waits for its recipient."""
    russia = world.party(tmp_path_factory.mktemp("waiting") / "ru", "ru-guvm")
    (name,) = await russia.sign(ban(20))
    assert (await russia.run("push")).state["outbox"][name]["state"] == "accepted"
    return name


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_page_that_does_not_verify_leaves_no_trace(
    what: str, world: World, tajikistan: Party, waiting: str
) -> None:
    async with between(world, HOSTILE[what], "/v1/inbox/urgent") as url:
        tajikistan.configure(url=url)
        said = await tajikistan.run("receive")

    state = json.loads(tajikistan.state.read_text())
    assert (said.status, said.err.startswith("refused: ")) == (3, True), said
    assert (state["inbox"]["urgent"], state["applied"], state["checkpoint"]) == (0, [], None)


async def test_a_log_that_does_not_continue_the_one_seen_before_is_refused(
    world: World, russia: Party, tajikistan: Party, waiting: str
) -> None:
    before = await read_until(tajikistan, waiting)
    await russia.sign(ban(21))
    await russia.run("push")

    async with between(world, lambda body: body.update(proof=body["proof"][::-1]), "/log/proof/consistency") as url:
        tajikistan.configure(url=url)
        said = await tajikistan.run("receive")

    assert (said.status, said.err) == (3, "refused: one log does not continue the other\n")
    assert json.loads(tajikistan.state.read_text())["inbox"] == before["inbox"]


async def test_a_receipt_that_does_not_verify_is_in_doubt_and_the_same_bytes_are_sent_again(
    world: World, russia: Party
) -> None:
    answers = []

    def change(answer: dict[str, Any]) -> None:
        answers.append(answer["receipt"]["leaf"])
        if len(answers) == 1:
            answer["receipt"]["index"] += 1

    (name,) = await russia.sign(ban(22))
    async with between(world, change, "/v1/messages") as url:
        russia.configure(url=url)
        sent = (await russia.run("push")).state["outbox"][name]

    assert sent["state"] == "accepted"
    assert answers == [sent["receipt"]["leaf"]] * 2


@pytest.mark.parametrize("document", ["root", "participants", "status"])
async def test_a_trust_list_with_a_letter_changed_is_refused(document: str, world: World, russia: Party) -> None:
    def change(documents: dict[str, Any]) -> None:
        documents[document] = documents[document].replace('"version": 1,', '"version": 2,', 1)

    async with between(world, change, "/v1/trust-list") as url:
        russia.configure(url=url)
        said = await russia.run("push")

    assert (said.status, said.err.startswith("refused: ")) == (3, True), said


async def test_a_root_that_is_not_the_one_on_paper_is_refused(russia: Party) -> None:
    russia.configure(anchor="0" * 64)

    said = await russia.run("push")

    assert (said.status, said.err) == (3, "refused: the root is not the one that is trusted\n")
