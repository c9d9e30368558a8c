"""A steady load: so many submissions a second, by chosen keys, each to a process in turn, whatever the answers are.

A machine that cannot keep up gets fewer, not a growing heap of them: the rate that was reached is told with the result.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from keys import strict_json
from keys.jwk import PrivateKey
from tests.faults.machine import Machine
from tests.support.hub import make_ban, make_envelope

TIMEOUT = aiohttp.ClientTimeout(total=20)
AGAIN = frozenset({429, 503})
PAUSE = 0.05
MOST = 200  # submissions of one source under way
IN_DOUBT = "in-doubt"
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One envelope: by which key, when it was sent and answered (seconds), the code and its place in the log."""

    kid: str
    begun: float
    ended: float
    code: str
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who sends, how many a second, and by which key the next one is signed."""

    sender: str
    rate: float
    key: Callable[[], PrivateKey]


@dataclass(slots=True, kw_only=True)
class Pressure:
    """Sends on time: an answer that is late holds up no other submission."""

    machine: Machine
    session: aiohttp.ClientSession
    numbers: "itertools.count[int]"
    attempts: list[Attempt] = field(default_factory=list)
    under_way: "Counter[str]" = field(default_factory=Counter)

    async def run(self, source: Source, stop: asyncio.Event) -> None:
        """Send until told to stop, then wait for what is under way."""
        room, next_at = asyncio.Semaphore(MOST), time.monotonic()
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                await room.acquire()
                key = source.key()
                self.under_way[key.kid] += 1
                task = group.create_task(self._send(source.sender, key))
                task.add_done_callback(lambda _: room.release())
                next_at = max(next_at + 1 / source.rate, time.monotonic() - 1 / source.rate)
                await asyncio.sleep(max(0.0, next_at - time.monotonic()))

    async def drain(self, kid: str) -> None:
        """Wait until everything that this key signed is answered."""
        while self.under_way[kid]:
            await asyncio.sleep(PAUSE)

    async def _send(self, sender: str, key: PrivateKey) -> None:
        try:
            await self._attempt(sender, key, next(self.numbers))
        finally:
            self.under_way[key.kid] -= 1

    async def _attempt(self, sender: str, key: PrivateKey, number: int) -> None:
        ban = make_ban(number, issuer=sender)
        token = make_envelope(self.machine.site.trust, sender, ban, key=key)
        begun = time.monotonic()
        code, index = await self._submit(token, number)
        self.attempts.append(Attempt(kid=key.kid, begun=begun, ended=time.monotonic(), code=code, index=index))

    async def _submit(self, token: bytes, number: int) -> tuple[str, int | None]:
        """Send the same bytes until there is an answer; return its code, and the place in the log."""
        while True:
            address = self.machine.addresses[number % len(self.machine.addresses)]
            status, body = await self.post(f"{address}/v1/messages", token)
            if status == 202:
                return ACCEPTED, int(body["receipt"]["index"])
            if status not in AGAIN:
                return str(body.get("code")), None
            await asyncio.sleep(PAUSE)

    async def post(self, url: str, token: bytes) -> tuple[int, dict[str, object]]:
        """Send one token; an answer that is lost is one in doubt."""
        headers = {"Content-Type": "application/jose"}
        try:
            async with self.session.post(url, data=token, headers=headers, timeout=TIMEOUT) as response:
                body = strict_json.loads(await response.read())
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 503, {"code": IN_DOUBT}
        return response.status, body if isinstance(body, dict) else {}
