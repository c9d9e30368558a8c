"""A participant's own inbox, with long-poll."""

import asyncio
import contextlib

import msgspec
from aiohttp import web

from hub.web.access import participant_of
from hub.web.parameters import read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.read_inbox import Page, read_inbox

MAX_WAIT = 30
MAX_LIMIT = 500
MAX_NUMBER = 2**53 - 1


async def read(request: web.Request) -> web.Response:
    """Return the entries after a number; where there are none, wait for some."""
    recipient = participant_of(request)
    after = read_number(request, "after", low=0, high=MAX_NUMBER, default=0)
    limit = read_number(request, "limit", low=1, high=MAX_LIMIT, default=100)
    wait = read_number(request, "wait", low=0, high=MAX_WAIT, default=0)
    page = await _wait(request, recipient, after, limit, wait)
    request.app[PROCESS].exchange.metrics.read(page.lane, len(page.entries))
    return web.Response(body=msgspec.json.encode(page.to_json()), content_type="application/json", charset="utf-8")


async def _wait(request: web.Request, recipient: str, after: int, limit: int, wait: int) -> Page:
    process = request.app[PROCESS]
    lane = request.match_info["lane"]
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    while True:
        rung = process.released.waiter()  # taken before reading, so that no release is missed in between
        page = await read_inbox(process.exchange, recipient=recipient, lane=lane, after=after, limit=limit)
        if page.entries or process.released.closed or loop.time() >= until:
            return page
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await rung.wait()


def _number(name: str, high: int, ru: str, en: str) -> Parameter:
    return Parameter(name=name, where="query", schema={"type": "integer", "minimum": 0, "maximum": high}, ru=ru, en=en)


ROUTES = (
    Route(
        method="GET",
        path="/v1/inbox/{lane}",
        handler=read,
        name="readInbox",
        ru="Страница своего входящего ящика: сообщения после номера, с доказательствами включения",
        en="A page of your own inbox: messages after a number, with inclusion proofs",
        caller=Caller.PARTICIPANT,
        parameters=(
            Parameter(name="lane", where="path", schema={"enum": ["urgent", "ordinary"]}, ru="Очередность", en="Lane"),
            _number("after", MAX_NUMBER, "Последний прочитанный номер", "The last number read"),
            _number("limit", MAX_LIMIT, "Сколько сообщений", "How many messages"),
            _number("wait", MAX_WAIT, "Сколько секунд ждать новых", "How many seconds to wait for new ones"),
        ),
        answers={200: ("application/json", {"type": "object", "required": ["lane", "next", "checkpoint", "messages"]})},
        problems=(400, 401, 404),
    ),
)
