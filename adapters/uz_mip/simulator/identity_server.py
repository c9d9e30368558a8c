"""The identity server: gives a bearer token for the right credentials, and can be told to forget it."""

import base64
from urllib.parse import parse_qs

import msgspec
from aiohttp import web

from adapters._simulator.door import behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered

CREDENTIALS = {
    "consumer_key": "sinov-kaliti",
    "consumer_secret": "sinov-siri",
    "username": "sinov-foydalanuvchi",
    "password": "sinov-paroli",
}
"""What it asks for; of no worth anywhere else."""

_BASIC = base64.b64encode(f"{CREDENTIALS['consumer_key']}:{CREDENTIALS['consumer_secret']}".encode()).decode()
_GRANT = {name: [CREDENTIALS[name]] for name in ("username", "password")} | {"grant_type": ["password"]}


class IdentityServer:
    """Tokens are numbered; only the last one is valid."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._count = 0

    def routes(self) -> list[web.RouteDef]:
        """Return its routes."""
        return [web.post("/oauth2/token", behaving(self._orders, "token", self._give))]

    def is_valid(self, request: web.Request) -> bool:
        """Say whether a request bears the token that is valid now."""
        return self._count > 0 and request.headers.get("Authorization") == f"Bearer {self._token()}"

    def expire(self) -> None:
        """Let the token given last be valid no more."""
        self._count += 1

    def _give(self, request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        known = request.headers.get("Authorization") == f"Basic {_BASIC}" and parse_qs(raw.decode()) == _GRANT
        if not known or is_ordered(order, Misbehaviour.FAULT):
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.expire()
        value = {"access_token": self._token(), "token_type": "Bearer", "expires_in": 3600}
        return web.Response(body=msgspec.json.encode(value), content_type="application/json")

    def _token(self) -> str:
        return f"sinov-token-{self._count}"
