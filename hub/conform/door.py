"""The door between the client under test and the hub: passes everything on, remembers it, and misbehaves when told.

client ──> door ──> hub          every request and answer is seen; accepted receipts are gathered
<──      <──              `Way`: what the door does with the next answers instead of passing them on
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from hub.core import envelope as envelopes
from keys import jws, strict_json
from keys.errors import KeysError

MOST = 16 * 1024 * 1024
SLOW_SECONDS = 2.0
HOLD_SECONDS = 30.0
RETRY_AFTER = 1
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}
PATHS = {"inbox": "/v1/inbox/", "messages": "/v1/messages"}
PAGE = b"<!doctype html><title>Maintenance</title><h1>Maintenance</h1>"


class Way(StrEnum):
    """How the door misbehaves."""

    BUSY = "busy"  # 503 with Retry-After, and the hub never hears of it
    HTML = "html"  # a page for people, with status 200
    LOST = "lost"  # the hub does it, its answer never arrives
    SLOW = "slow"  # the answer takes its time
    HOLD = "hold"  # the hub does it, the answer waits until whoever asked is gone
    HALF = "half"  # half of the answer, then the connection breaks
    ALTER = "alter"  # one letter of a signed message is another
    REVERSE = "reverse"  # the messages of a page stand in the wrong order
    REPEAT = "repeat"  # every message of a page stands there twice


_OF_PAGES = {Way.ALTER, Way.REVERSE, Way.REPEAT}
_WITHOUT_HUB = {Way.BUSY, Way.HTML}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One accepted receipt about one message."""

    receipt: str
    status: str
    code: str | None
    index: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Mischief:
    """What is to happen to the next answers of one kind."""

    on: str
    way: Way
    times: int
    done: int = 0


@dataclass(slots=True)
class Door:
    """What passed through, and what is to be done."""

    upstream: str
    session: aiohttp.ClientSession
    url: str = ""
    mischief: list[Mischief] = field(default_factory=list)
    answers: dict[tuple[str, str], list[Answered]] = field(default_factory=dict)
    asked: int = 0  # requests of any kind
    resent: int = 0  # accepted receipts that came again, the same to the byte
    early: int = 0  # submissions that came before Retry-After had passed
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    _accepted: set[str] = field(default_factory=set)
    _not_before: float = 0.0

    def misbehave(self, on: str, way: Way, times: int) -> Mischief:
        """Let the next answers to requests of one kind go wrong."""
        made = Mischief(on=on, way=way, times=times)
        self.mischief.append(made)
        return made

    def behave(self) -> None:
        """Forget what was to go wrong."""
        self.mischief.clear()
        self.holding.clear()
        self._not_before, self.early, self.resent = 0.0, 0, 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Pass one request on, or not."""
        self.asked += 1
        body = await request.read()
        one = self._due(request)
        if request.path == PATHS["messages"] and asyncio.get_running_loop().time() < self._not_before:
            self.early += 1
        if one is not None and one.way in _WITHOUT_HUB:
            one.done += 1
            return self._refuse(one.way)
        try:
            status, headers, content = await self._ask(request, body)
        except aiohttp.ClientError:  # the run ends, and the client still asks
            return web.Response(status=502)
        if request.method == "POST" and request.path == PATHS["messages"]:
            self._note(request.content_type, body, status, content)
        if one is None or (one.way in _OF_PAGES and not _count(content)):
            return web.Response(status=status, headers=headers, body=content)
        one.done += 1
        return await self._spoil(one.way, request, web.Response(status=status, headers=headers, body=content))

    def _due(self, request: web.Request) -> Mischief | None:
        path = request.path
        return next((one for one in self.mischief if one.done < one.times and path.startswith(PATHS[one.on])), None)

    def _refuse(self, way: Way) -> web.Response:
        if way is Way.HTML:
            return web.Response(body=PAGE, content_type="text/html")
        self._not_before = asyncio.get_running_loop().time() + RETRY_AFTER - 0.05
        return web.Response(status=503, headers={"Retry-After": str(RETRY_AFTER)})

    async def _ask(self, request: web.Request, body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
        async with self.session.request(
            request.method, self.upstream + request.raw_path, headers=sent, data=body or None, allow_redirects=False
        ) as answer:
            passed = {name: value for name, value in answer.headers.items() if name.lower() not in HOP}
            return answer.status, passed, await answer.read()

    async def _spoil(self, way: Way, request: web.Request, answer: web.Response) -> web.StreamResponse:
        content = bytes(answer.body) if isinstance(answer.body, bytes) else b""
        if way in _OF_PAGES:
            answer.body = _page(way, content)
            return answer
        if way is Way.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
            return answer
        if way is Way.HOLD:
            self.holding.set()
            await asyncio.sleep(HOLD_SECONDS)
        if way is Way.HALF:
            half = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
            half.content_length = len(content)
            await half.prepare(request)
            await half.write(content[: len(content) // 2])
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _note(self, media_type: str, body: bytes, status: int, content: bytes) -> None:
        """Gather the receipts that the hub has accepted."""
        if status != 202:
            return
        said = msgspec.json.decode(content)
        lines = [body] if media_type == "application/jose" else body.splitlines()
        results = [said] if media_type == "application/jose" else said["results"]
        for token, result in zip(lines, results, strict=False):
            if "receipt" in result:
                self._gather(token)

    def _gather(self, token: bytes) -> None:
        digest = sha256(token).hexdigest()
        if digest in self._accepted:
            self.resent += 1
            return
        self._accepted.add(digest)
        try:
            payload: Any = strict_json.loads(jws.read(token, envelopes.TYP).payload)
        except KeysError:
            return
        if payload.get("type") != "receipt":
            return
        record = payload["record"]
        code = (record.get("reason") or {}).get("code")
        for one in record["messages"]:
            self.answers.setdefault((record["sender"], one["id"]), []).append(
                Answered(
                    receipt=payload["id"], status=record["status"], code=code, index=one["index"], sha256=one["sha256"]
                )
            )


def _count(content: bytes) -> int:
    try:
        return len(msgspec.json.decode(content)["messages"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return 0


def _page(way: Way, content: bytes) -> bytes:
    page = msgspec.json.decode(content)
    messages: list[dict[str, Any]] = page["messages"]
    if way is Way.REVERSE:
        messages.reverse()
    elif way is Way.REPEAT:
        page["messages"] = [each for each in messages for _ in range(2)]
    else:
        token = messages[0]["envelope"]
        place = len(token) // 2
        messages[0]["envelope"] = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    return msgspec.json.encode(page)


def unanswered(door: Door, names: Sequence[tuple[str, str]]) -> int:
    """Return how many of these messages have no receipt yet."""
    return sum(name not in door.answers for name in names)


@contextlib.asynccontextmanager
async def open_door(upstream: str) -> AsyncIterator[Door]:
    """Stand before a hub until the block ends."""
    timeout = aiohttp.ClientTimeout(total=90)
    async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
        door = Door(upstream, session)
        app = web.Application(client_max_size=MOST)
        app.router.add_route("*", "/{path:.*}", door.handle)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await runner.setup()
        try:
            listener = web.TCPSite(runner, "127.0.0.1", 0)
            await listener.start()
            door.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield door
        finally:
            await runner.cleanup()
