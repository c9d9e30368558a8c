"""A simulated security server with one register service behind it, speaking r1 as PR-REST describes it.

What the server checks before the service sees a request: the path, `X-Road-Client`, the service, the right to call it.
What it adds to each answer of the service: client, service, message number, request number and request hash.

Misbehaviour beside what every door does (`adapters._simulator`): `fault` answers the X-Road error of that name,
`wrong-signature` the hash of another request, `stranger` the name of another service, `expired-certificate` what a
server says to a client whose certificate has ended, `duplicate` and `out-of-order` spoil the feed. Operations:
`documents`, `results`, `deliveries`, `erasures`.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from adapters._simulator.control import OrderError
from adapters._simulator.door import behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.register import Register
from adapters._xroad import request_hash
from adapters._xroad.identifiers import IdentifierError, parse_client, parse_service

Read = Callable[[str, Mapping[str, Any]], tuple[str, Mapping[str, Any]]]
"""Returns record type and facts of a kind and a national document; raises KeyError or ValueError where it is none."""

_JSON = "application/json; charset=utf-8"
_LINES = "application/x-ndjson"
_REQUEST = "f92591a3-6bf0-49b1-987b-000000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who may call, and what."""

    client: str
    service: str


class SecurityServer:
    """The member's own security server, that of the provider, and all between them."""

    def __init__(self, register: Register, orders: Orders, parties: Parties, read: Read) -> None:
        self._service = RegisterService(register, read)
        self._orders, self._parties = orders, parties

    def routes(self) -> list[web.RouteDef]:
        """Return its routes."""
        handle = behaving(self._orders, lambda request, _: _operation(request.path), self._answer)
        return [web.route("*", "/r1/{rest:.*}", handle)]

    def _answer(self, request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        if is_ordered(order, Misbehaviour.FAULT):
            return _fault(str(order and order.name))
        if is_ordered(order, Misbehaviour.EXPIRED_CERTIFICATE):
            return _fault("Server.ClientProxy.SslAuthenticationFailed")
        wrong = self._check(request)
        if wrong is not None:
            return _fault(wrong)
        response = self._service.answer(request, raw, order)
        stranger = is_ordered(order, Misbehaviour.STRANGER)
        passed_on = [*request.headers.items(), ("X-Road-Request-Id", _REQUEST)]
        body = b"other" if is_ordered(order, Misbehaviour.WRONG_SIGNATURE) else raw
        response.headers.update(
            {
                "X-Road-Id": request.headers.get("X-Road-Id", ""),
                "X-Road-Client": request.headers["X-Road-Client"],
                "X-Road-Service": self._parties.service + ("x" if stranger else ""),
                "X-Road-Request-Id": _REQUEST,
                "X-Road-Request-Hash": request_hash.calculate(request.method, request.raw_path, passed_on, body),
            }
        )
        return response

    def _check(self, request: web.Request) -> str | None:
        """Return the X-Road error of a request that must not reach the service."""
        steps = urlsplit(request.raw_path).path.split("/")
        try:
            client = parse_client(request.headers.get("X-Road-Client", ""))
            service = parse_service("/".join(steps[2:7]))
        except IdentifierError:
            return "Client.BadRequest"
        if str(service) != self._parties.service:
            return "Server.ServerProxy.UnknownService"
        return None if str(client) == self._parties.client else "Server.ServerProxy.AccessDenied"


class RegisterService:
    """The register's own service: feed, results, deliveries, erasures."""

    def __init__(self, register: Register, read: Read) -> None:
        self._register, self._read = register, read

    def answer(self, request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        """Return what the service answers."""
        steps = urlsplit(request.raw_path).path.split("/")[7:]
        match request.method, steps:
            case "GET", ["v1", "documents"]:
                return self._documents(int(request.query["after"]), int(request.query["limit"]), order)
            case "POST", ["v1", "results"]:
                return self._results(msgspec.json.decode(raw))
            case "PUT", ["v1", "deliveries", id_]:
                return self._delivery(id_, msgspec.json.decode(raw))
            case "POST", ["v1", "erasures"]:
                for subject in msgspec.json.decode(raw)["subjects"]:
                    self._register.state.erase(subject)
                return _json(200, {})
        return _json(404, {"error": "no such resource"})

    def _documents(self, after: int, limit: int, order: Order | None) -> web.Response:
        start = max(0, after - 2) if is_ordered(order, Misbehaviour.DUPLICATE) else after
        offers = self._register.state.after(start, limit)
        if is_ordered(order, Misbehaviour.OUT_OF_ORDER):
            offers.reverse()
        numbers = [offer.seq for offer in offers]
        reached = numbers[-1] if numbers else after
        more = bool(self._register.state.after(reached, 1))
        end = msgspec.json.encode({"end": {"numbers": numbers, "next": reached, "more": more}})
        lines = [offer.body.replace(b"\n", b" ") for offer in offers]
        return web.Response(body=b"".join(line + b"\n" for line in (*lines, end)), headers={"Content-Type": _LINES})

    def _results(self, body: Mapping[str, Any]) -> web.Response:
        for result in body["results"]:
            found = self._register.state.after(result["number"] - 1, 1)
            about = {
                "subject": found[0].subject if found else None,
                "accepted": result["accepted"],
                "message_id": result["messageId"],
                "problems": [problem["code"] for problem in result["problems"]],
                "places": [problem["place"] for problem in result["problems"]],
            }
            self._register.state.tell(found[0].id if found else str(result["number"]), about)
        return _json(200, {})

    def _delivery(self, id_: str, body: Mapping[str, Any]) -> web.Response:
        try:
            type_, facts = self._read(body["kind"], body["document"])
        except (KeyError, ValueError, OrderError):
            return _json(422, {"error": "the document cannot be read"})
        parts = [base64.b64decode(item["content"]).decode("latin-1") for item in body.get("attachments", [])]
        about = {"sender": body["sender"], "reply_to": body["replyTo"], "attachments": parts}
        new = self._register.arrive(id_, type_, facts, **about)
        return _json(201 if new else 200, {})


def _operation(path: str) -> str:
    steps = path.split("/")
    return steps[8] if len(steps) > 8 else ""


def _json(status: int, value: Any) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(value), headers={"Content-Type": _JSON})


def _fault(type_: str) -> web.Response:
    detail = "3c4d0f08-440f-417f-b935-bc801e103d51"
    response = _json(500, {"type": type_, "message": "10.0.0.7 refused", "detail": detail})
    response.headers["X-Road-Error"] = type_
    return response
