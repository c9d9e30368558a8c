"""Callers of the API over real HTTP."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from yarl import URL

from keys import access, strict_json
from keys.jwk import PrivateKey
from tests.integration.hubs import make_message_id
from tests.support.hub import now
from tests.support.trust import Trust

JOSE, LINES, PROBLEM = "application/jose", "application/jose-lines", "application/problem+json"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: status, headers, the bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as strict JSON."""
        return strict_json.loads(self.body)

    @property
    def code(self) -> str:
        """The problem's code, after everything was checked that every problem must be."""
        problem = self.json
        assert self.headers["Content-Type"].partition(";")[0] == PROBLEM, self
        assert problem["status"] == self.status
        assert problem["type"] == f"urn:cis-migration:problem:{problem['code']}"
        assert problem["title"]
        assert problem["detail"].startswith(problem["title"].rstrip("."))
        assert all(each.keys() == {"pointer", "code", "message", "texts"} for each in problem["errors"])
        return str(problem["code"])


@dataclass(kw_only=True)
class Api:
    """One hub's address, spoken to by any of its participants."""

    url: str
    trust: Trust
    session: aiohttp.ClientSession

    def token(self, name: str, *, key: PrivateKey | None = None, **members: Any) -> str:
        """Return an access token of a participant; `members` override what a correct one has."""
        defaults = {"issuer": name, "audience": self.trust.list.hub, "now": now(), "jti": make_message_id()}
        return access.sign(key or self.trust.keys[name], **{**defaults, **members}).decode()

    async def get(self, path: str, by: str | None = None, **options: Any) -> Answer:
        """GET a path, as a participant or as nobody."""
        headers = {**({"Authorization": f"Bearer {self.token(by)}"} if by else {}), **options.pop("headers", {})}
        return await self.call("GET", path, headers=headers, **options)

    async def post(self, body: bytes, content_type: str | None = JOSE, **headers: str) -> Answer:
        """Submit a body."""
        typed = {"Content-Type": content_type} if content_type else {}
        return await self.call("POST", "/v1/messages", data=io.BytesIO(body), headers={**typed, **headers})

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        """Send any request; paths are sent as they are written."""
        url = URL(self.url + path, encoded=True)
        async with self.session.request(method, url, skip_auto_headers=["Content-Type"], **options) as response:
            return Answer(status=response.status, headers=response.headers, body=await response.read())
