"""A participant's own inbox, with long-poll."""

import asyncio
import contextlib

from aiohttp import web

from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import at_most, number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.delivery.read_inbox import Page, read_inbox
from hub.workflows.syncs.note_sync import note_sync

AFTER = number(
    "after",
    low=0,
    high=2**53 - 1,
    default=0,
    ru="Последний прочитанный номер",
    en="The last number read",
)
LIMIT = at_most(500, default=100)
WAIT = number(
    "wait", low=0, high=30, default=0, ru="Сколько секунд ждать новых", en="How many seconds to wait for new ones"
)


async def read(request: web.Request) -> web.Response:
    """Return the entries after a number; where there are none, wait for some."""
    recipient = participant_of(request)
    after, limit, wait = (read_number(request, parameter) for parameter in (AFTER, LIMIT, WAIT))
    page = await _wait(request, recipient, after, limit, wait)
    exchange = request.app[PROCESS].exchange
    exchange.metrics.read(page.lane, len(page.entries))
    await note_sync(exchange, participant=recipient, lane=page.lane, after=page.after)
    return json_answer(page.to_json())


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
            AFTER,
            LIMIT,
            WAIT,
        ),
        answers={200: ("application/json", {"type": "object", "required": ["lane", "next", "checkpoint", "messages"]})},
        problems=(400, 401, 403, 404),
    ),
)
