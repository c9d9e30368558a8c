"""Bodies that are too long, too slow, broken off, or too many at once: the hub's memory stays its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from hub.api.serve import listening
from hub.store.notifications import Bell
from hub.web import bodies
from keys import strict_json
from tests.integration.api.conftest import Served
from tests.integration.hubs import Hub

HEAD = (
    "POST /v1/messages HTTP/1.1\r\nHost: hub\r\nContent-Type: application/jose-lines\r\n"
    "Accept-Language: en\r\nContent-Length: {length}\r\n\r\n"
)


Begin = Callable[[int, bytes], Awaitable[asyncio.StreamReader]]


@pytest.fixture
async def connect(shared_node: Hub) -> AsyncIterator[Begin]:
    """Open connections to a hub that takes a megabyte of bodies at a time; all are closed after the test."""
    opened: list[asyncio.StreamWriter] = []
    settings = replace(shared_node.process.settings, bodies_limit=1024 * 1024)
    async with listening(replace(shared_node.process, settings=settings, released=Bell())) as url:
        place = urlsplit(url)

        async def begin(length: int, body: bytes) -> asyncio.StreamReader:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            opened.append(writer)
            writer.write(HEAD.format(length=length).encode() + body)
            await writer.drain()
            return reader

        yield begin
        for writer in opened:  # at once: else the server waits for what is still to come
            writer.transport.abort()
        await asyncio.sleep(0.1)


async def answer_of(reader: asyncio.StreamReader) -> tuple[int, str]:
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        problem = strict_json.loads(await reader.readexactly(length))
    assert isinstance(problem, dict)
    return int(head.split()[1]), str(problem["code"])


async def test_a_declared_length_beyond_the_limit_is_answered_at_once(connect: Begin):
    assert await answer_of(await connect(99_999_999_999, b"abc")) == (413, "body-too-large")


async def test_a_body_that_stalls_is_given_up(connect: Begin, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bodies, "GRACE", 0.2)
    assert await answer_of(await connect(1000, b"abc")) == (408, "body-too-slow")


async def test_a_body_that_dribbles_earns_only_the_time_of_what_has_come(
    connect: Begin, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bodies, "GRACE", 0.2)
    monkeypatch.setattr(bodies, "SLOWEST", 100)
    begun = asyncio.get_running_loop().time()
    assert await answer_of(await connect(1000, b"a" * 50)) == (408, "body-too-slow")
    assert 0.6 < asyncio.get_running_loop().time() - begun < 5


async def test_what_does_not_fit_beside_the_bodies_under_way_comes_again_later(connect: Begin):
    waiting = [asyncio.create_task(answer_of(await connect(8_000_000, b"a" * 400_000))) for _ in range(4)]
    done, pending = await asyncio.wait(waiting, timeout=3, return_when=asyncio.FIRST_COMPLETED)
    while len(done) < 2:
        more, pending = await asyncio.wait(pending, timeout=3, return_when=asyncio.FIRST_COMPLETED)
        assert more
        done |= more
    assert {task.result() for task in done} == {(429, "rate-limited")}
    assert (len(done), len(pending)) == (2, 2)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)


async def test_a_sender_who_hangs_up_holds_nothing_and_raises_no_alarm(served: Served):
    place, before = urlsplit(served.api.url), len(served.log.read_text())
    for _ in range(3):
        _, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(HEAD.format(length=1000).encode() + b"abc")
        await writer.drain()
        writer.transport.abort()
    assert (await served.api.post(b"x")).status == 400
    assert "request_failed" not in served.log.read_text()[before:]
