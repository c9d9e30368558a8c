"""An HTTP handler of the national side that misbehaves as ordered."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request, bytes, Order | None], web.Response]
Naming = Callable[[web.Request, bytes], str]

PAGE = "<!DOCTYPE html><html><body>Проводятся технические работы</body></html>"


def behaving(orders: Orders, name: Naming | str, answer: Answer) -> Handler:
    """Return a handler: `answer` makes the true answer, what is ordered for the operation makes it wrong.

    Args:
        orders: the misbehaviours.
        name: the operation that orders may name, or how it is found in a request and its body.
        answer: called with the request, its body and the order, of which it does what only the protocol can.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        order = orders.next(name if isinstance(name, str) else name(request, raw))
        wrong = await _instead(request, order)
        return wrong if wrong is not None else _spoilt(answer(request, raw, order), order)

    return handle


async def _instead(request: web.Request, order: Order | None) -> web.Response | None:
    """Return a wrong answer that needs nothing done, or None."""
    match None if order is None else order.mode:
        case Misbehaviour.SLOW if order is not None:
            await asyncio.sleep(order.seconds)
        case Misbehaviour.ERROR:
            return _error()
        case Misbehaviour.HTML:
            return web.Response(text=PAGE, content_type="text/html")
        case Misbehaviour.RESET if request.transport is not None:
            request.transport.close()
            return web.Response()
    return None


def _spoilt(response: web.Response, order: Order | None) -> web.Response:
    if is_ordered(order, Misbehaviour.HALF) and isinstance(response.body, bytes):
        response.body = response.body[: len(response.body) // 2]
    return _error() if is_ordered(order, Misbehaviour.FORGET) else response


def _error() -> web.Response:
    return web.Response(status=500, text="Internal Server Error")
