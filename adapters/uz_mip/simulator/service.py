"""The platform: the feed, what becomes of documents, records of others; as README.md says."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web

from adapters._simulator.door import behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.register import Country, Register, Write
from adapters._simulator.state import Offer, State
from adapters.uz_mip.simulator import reading
from adapters.uz_mip.simulator.identity_server import IdentityServer
from adapters.uz_mip.simulator.writing import KINDS

ROOT = "/migratsiya/v1"
_MOST = 500
_AGAIN = 5  # how many documents a page gives twice, when ordered to


class KeyedRegister(Register):
    """A register that remembers idempotency keys, each with the digest of what came under it."""

    def __init__(self, state: State, country: Country, write: Write) -> None:
        super().__init__(state, country, write)
        self.keys: dict[str, str] = {}

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.keys.clear()


class Service:
    """Answers to who bears the token."""

    def __init__(self, register: KeyedRegister, orders: Orders, identity_server: IdentityServer) -> None:
        self._register = register
        self._orders = orders
        self._identity_server = identity_server

    def routes(self) -> list[web.RouteDef]:
        """Return its routes."""
        posts: Mapping[str, Callable[[str, Any], web.Response]] = {
            "natijalar": self._results,
            "yozuvlar": self._record,
            "ochirish": self._erase,
        }
        feed = behaving(self._orders, "hujjatlar", self._guarded(self._feed))
        return [
            web.get(f"{ROOT}/hujjatlar", feed),
            *(
                web.post(f"{ROOT}/{name}", behaving(self._orders, name, self._guarded(self._posted(post))))
                for name, post in posts.items()
            ),
        ]

    def _guarded(
        self, answer: Callable[[web.Request, bytes, Order | None], web.Response]
    ) -> Callable[[web.Request, bytes, Order | None], web.Response]:
        def guarded(request: web.Request, raw: bytes, order: Order | None) -> web.Response:
            if is_ordered(order, Misbehaviour.STRANGER):
                self._identity_server.expire()
            if not self._identity_server.is_valid(request):
                return _problem(401, "token_invalid")
            if order is not None and order.mode is Misbehaviour.FAULT:
                status, _, code = (order.name or "500").partition(" ")
                return _problem(int(status), code or "fault")
            return answer(request, raw, order)

        return guarded

    def _feed(self, request: web.Request, _raw: bytes, order: Order | None) -> web.Response:
        after, count = int(request.query["keyin"]), min(int(request.query["soni"]), _MOST)
        first = max(0, after - _AGAIN) if is_ordered(order, Misbehaviour.DUPLICATE) else after
        offers = self._register.state.after(first, count + after - first)
        offers = [*offers, *offers] if first != after else offers
        if is_ordered(order, Misbehaviour.OUT_OF_ORDER):
            offers.reverse()
        documents = b",".join(map(_numbered, offers))
        body = b'{"hujjatlar":[%s],"oxirgi":%d}' % (documents, self._register.state.last())
        return web.Response(body=body, content_type="application/json")

    def _posted(
        self, post: Callable[[str, Any], web.Response]
    ) -> Callable[[web.Request, bytes, Order | None], web.Response]:
        def posted(request: web.Request, raw: bytes, _order: Order | None) -> web.Response:
            key = request.headers.get("Idempotency-Key", "")
            if not key:
                return _problem(400, "idempotency_key_missing")
            digest = hashlib.sha256(raw).hexdigest()
            if self._register.keys.setdefault(key, digest) != digest:
                return _problem(409, "idempotency_key_reused")
            try:
                return post(key, msgspec.json.decode(raw))
            except (KeyError, TypeError, ValueError) as error:
                return _problem(422, f"document_invalid_{type(error).__name__}".lower())

        return posted

    def _results(self, _key: str, value: Any) -> web.Response:
        for result in value["natijalar"]:
            offers = self._register.state.after(result["raqam"] - 1, 1)
            problems = [problem["kod"] for problem in result["xatolar"]]
            accepted = result["natija"] == "qabul_qilindi"
            about = {"subject": offers[0].subject, "accepted": accepted, "problems": problems}
            self._register.state.tell(offers[0].id, about)
        return _done()

    def _record(self, key: str, value: Any) -> web.Response:
        type_ = next(type_ for type_, kind in KINDS.items() if kind == value["turi"])
        about = {"sender": value["yuboruvchi"], "reply_to": value["javobga"], "attachments": len(value["ilovalar"])}
        record = reading.read(type_, value["hujjat"])
        is_new = self._register.arrive(key, type_, record, **about)
        return _done(201 if is_new else 200)

    def _erase(self, key: str, value: Any) -> web.Response:
        for subject in value["mavzular"]:
            self._register.state.erase(subject)
        self._register.state.receive(key, {"erased": value["mavzular"]})
        return _done()


def _numbered(offer: Offer) -> bytes:
    kind = msgspec.json.encode(KINDS.get(offer.type, offer.type))
    return b'{"raqam":%d,"turi":%s,"hujjat":%s}' % (offer.seq, kind, offer.body)


def _done(status: int = 200) -> web.Response:
    return web.Response(body=b'{"holat":"qabul_qilindi"}', content_type="application/json", status=status)


def _problem(status: int, code: str) -> web.Response:
    return web.json_response({"kod": code, "xabar": "sinov"}, status=status)
