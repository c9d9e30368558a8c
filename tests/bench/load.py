"""The load generator: a process of its own that signs first, then sends with as little effort as it can.

It reads jobs from standard input, one JSON line each, answers `ready` when everything is signed, waits for a line, sends
until the requests or the seconds are used up, and answers with what it saw. Every answer must be 202 with a receipt for
every envelope; a sample of the receipts is verified after the clock was stopped.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvloop

from hub.core import receipt
from keys import note
from tests.bench.requests import make_request, sign_envelopes
from tests.support.trust import make_key

SAMPLE = 97  # every so many answers one is verified
ACCEPTED = b"HTTP/1.1 202 "


class WrongAnswerError(Exception):
    """The hub answered with something else than receipts: its figures would mean nothing."""


@dataclass(slots=True)
class Run:
    """What all connections of a round share."""

    requests: Iterator[bytes]
    lines: int
    seconds: float
    begun: float = 0.0
    ended: float = 0.0
    latencies: list[float] = field(default_factory=list)
    samples: list[bytes] = field(default_factory=list)
    wrong: bytes = b""

    def next(self) -> bytes | None:
        """Return the next request; None when the round is over."""
        if self.wrong or time.perf_counter() - self.begun > self.seconds:
            return None
        return next(self.requests, None)

    def take(self, answer: bytes, latency: float) -> None:
        """Note one answer."""
        if not answer.startswith(ACCEPTED) or answer.count(b'"receipt"') != self.lines:
            self.wrong = answer
            return
        if len(self.latencies) % SAMPLE == 0:
            self.samples.append(answer)
        self.latencies.append(latency)


class Connection(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._buffer = bytearray()
        self._length = 0
        self._sent = 0.0
        self._transport: Any = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def send(self) -> None:
        """Send the next request, or close."""
        request = self._run.next()
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._length:
            self._length = _length_of(self._buffer)
        if self._length and len(self._buffer) >= self._length:
            answer, self._buffer, self._length = bytes(self._buffer), bytearray(), 0
            self._run.ended = time.perf_counter()
            self._run.take(answer, self._run.ended - self._sent)
            self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None or self._buffer:
            self._run.wrong = self._run.wrong or b"the connection was lost"
        self.done.set_result(None)


def _length_of(buffer: bytearray) -> int:
    """Return how long the whole answer is; 0 while its head is not there."""
    head, divider, _ = buffer.partition(b"\r\n\r\n")
    if not divider:
        return 0
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return len(head) + 4 + int(line[15:])
    raise WrongAnswerError(bytes(head))


async def run_round(run: Run, addresses: list[str], connections: int) -> None:
    """Open the connections, then start the clock and send."""
    loop = asyncio.get_running_loop()
    opened = []
    for number in range(connections):
        place = urlsplit(addresses[number % len(addresses)])
        host, port = place.hostname or "", place.port or 80
        opened.append((await loop.create_connection(lambda: Connection(run), host, port))[1])
    run.begun = run.ended = time.perf_counter()
    for connection in opened:
        connection.send()
    await asyncio.gather(*(connection.done for connection in opened))
    if run.wrong:
        raise WrongAnswerError(run.wrong[:2000])


def verify(answer: bytes, origin: str) -> None:
    """Check every receipt of an answer against the log's key."""
    body = json.loads(answer.partition(b"\r\n\r\n")[2])
    log = note.verifier_key(origin, make_key("test", "log"))
    for result in body.get("results", [body]):
        receipt.verify(receipt.from_json(result["receipt"]), log)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Do the jobs that arrive."""
    for line in sys.stdin:
        job = json.loads(line)
        lines, count = job["lines"], job["count"]
        tokens = sign_envelopes(job["origin"], job["first"], count)
        requests = [make_request("hub", tokens[at : at + lines]) for at in range(0, count - lines + 1, lines)]
        del tokens
        _say("ready")
        sys.stdin.readline()
        cpu, run = time.process_time(), Run(requests=iter(requests), lines=lines, seconds=job["seconds"])
        uvloop.run(run_round(run, job["addresses"], job["connections"]))
        cpu = time.process_time() - cpu
        for answer in run.samples:
            verify(answer, job["origin"])
        result = {"count": len(run.latencies) * lines, "seconds": run.ended - run.begun, "own_cpu": cpu}
        _say(json.dumps({**result, "latencies": [round(latency, 6) for latency in run.latencies]}))


if __name__ == "__main__":
    main()
