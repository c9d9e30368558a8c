"""The control door, the same for every simulated system; the package's docstring lists its orders and questions.

Numbers in requests are bounded, so that a slip in a test does not fill the disk.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from aiohttp import web

from adapters._simulator import facts
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders

MOST = 500_000

Values = Mapping[str, Any]


class OrderError(ValueError):
    """An order that this system cannot follow; the text says why."""


class National(Protocol):
    """What a simulated system does for its control door."""

    def put(self, type_: str, order: Values) -> Sequence[str]:
        """Make records of a type in the national form, offer them to the adapter; return their subjects.

        Raises:
            OrderError: the system has no such records.
        """
        ...

    def change(self, how: str, order: Values) -> Sequence[str]:
        """Amend, lift or correct own bans, and offer them again; return their subjects."""
        ...

    def raw(self, document: bytes, query: Mapping[str, str]) -> str:
        """Offer any document; return its id."""
        ...

    def own(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what it tells others; of bans those in force."""
        ...

    def held(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what it holds of others now; of bans those in force."""
        ...

    def received(self) -> list[dict[str, Any]]:
        """Return every arrival once, in order."""
        ...

    def told(self) -> list[dict[str, Any]]:
        """Return what became of its records: id, subject, accepted, problems."""
        ...

    def figures(self) -> dict[str, int]:
        """Return counts."""
        ...

    def reset(self) -> None:
        """Forget everything."""
        ...


class Control:
    """The control door of one system."""

    def __init__(self, national: National, orders: Orders) -> None:
        self._national = national
        self._orders = orders

    def routes(self) -> list[web.RouteDef]:
        """Return its routes."""
        told: Mapping[str, Callable[[Values], Values]] = {
            "put": lambda order: {"subjects": self._national.put(str(order["type"]), order)},
            "change": lambda order: {"subjects": self._national.change(str(order["how"]), order)},
            "misbehave": self.misbehave,
            "reset": self.reset,
        }
        asked: Mapping[str, Callable[[Values], Values]] = {
            "own": lambda query: _listed(self._national.own(query.get("type", "entry-ban"))),
            "held": lambda query: _listed(self._national.held(query.get("type", "entry-ban"))),
            "received": lambda _: {"records": self._national.received()},
            "told": lambda _: {"told": self._national.told()},
            "figures": lambda _: self._national.figures(),
        }
        return [
            *(web.post(f"/control/{name}", _told(follow)) for name, follow in told.items()),
            *(web.get(f"/control/{name}", _asked(tell)) for name, tell in asked.items()),
            web.post("/control/raw", self._raw),
        ]

    async def _raw(self, request: web.Request) -> web.Response:
        return _answer({"id": self._national.raw(await request.read(), request.query)})

    def misbehave(self, order: Values) -> Values:
        """Order a misbehaviour, or end all.

        Raises:
            ValueError: there is no such mode.
        """
        if order["mode"] == "none":
            self._orders.clear()
            return {}
        self._orders.add(
            Order(
                mode=Misbehaviour(order["mode"]),
                times=count({"count": order.get("times", 1)}),
                operation=order.get("operation"),
                seconds=float(order.get("seconds", 1)),
                name=order.get("name"),
            )
        )
        return {}

    def reset(self, _order: Values) -> Values:
        """Forget everything, and behave."""
        self._orders.clear()
        self._national.reset()
        return {}


def count(order: Values) -> int:
    """Return how many an order asks for."""
    return max(1, min(int(order.get("count", 1)), MOST))


def seed(order: Values) -> int:
    """Return the seed of an order."""
    return int(order.get("seed", 1))


def _listed(records: list[dict[str, Any]]) -> Values:
    return {"count": len(records), "sha256": facts.digest(records), "records": records}


def _told(follow: Callable[[Values], Values]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return _answer(follow(msgspec.json.decode(await request.read(), type=dict[str, Any])))
        except (KeyError, TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=f"{type(error).__name__}: {error}") from error

    return handle


def _asked(tell: Callable[[Values], Values]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return _answer(tell(request.query))

    return handle


def _answer(value: Values) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
