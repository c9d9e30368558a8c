"""How clients of a campaign speak to the hub: plain HTTP to any process that runs, again and again until it answers."""

import asyncio
import random
import secrets
from dataclasses import dataclass
from typing import Any

import aiohttp

from keys import access, strict_json
from keys.jwk import PrivateKey
from tests.faults.machine import Machine
from tests.support.hub import now

PAUSE = 0.02
TIMEOUT = aiohttp.ClientTimeout(total=20)
AGAIN = frozenset({429, 503})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer of the hub."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return strict_json.loads(self.body)


class Door:
    """One participant's way into the hub, over whichever process answers."""

    def __init__(self, machine: Machine, session: aiohttp.ClientSession, participant: str, seed: int) -> None:
        self._machine = machine
        self._session = session
        self._participant = participant
        self._key: PrivateKey = machine.site.trust.keys[participant]
        self._random = random.Random(seed)

    async def post(self, body: bytes, kind: str) -> Answered | None:
        """Submit once; None: no answer came, so nobody knows what happened."""
        return await self._ask("POST", "/v1/messages", data=body, headers={"Content-Type": f"application/{kind}"})

    async def get(self, path: str) -> Answered:
        """Read, as often as it takes."""
        while True:
            answered = await self._ask("GET", path, headers={"Authorization": f"Bearer {self._token()}"})
            if answered is not None and answered.status not in AGAIN:
                return answered
            await asyncio.sleep(PAUSE)

    async def _ask(self, method: str, path: str, **arguments: Any) -> Answered | None:
        addresses = self._machine.addresses
        if not addresses:
            await asyncio.sleep(PAUSE)
            return None
        url = self._random.choice(addresses) + path
        try:
            async with self._session.request(method, url, timeout=TIMEOUT, **arguments) as response:
                return Answered(status=response.status, body=await response.read())
        except (aiohttp.ClientError, OSError, TimeoutError):
            await asyncio.sleep(PAUSE)
            return None

    def _token(self) -> str:
        trust = self._machine.site.trust.list
        token = access.sign(
            self._key, issuer=self._participant, audience=trust.hub, now=now(), jti=secrets.token_urlsafe(12)
        )
        return token.decode("ascii")
