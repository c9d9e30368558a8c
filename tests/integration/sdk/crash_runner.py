"""Runs one site's steps again and again, killed at another statement of its database each time.

    python -m tests.integration.sdk.crash_runner CONFIG send|receive

Each round forks, goes on where the last one was killed, and then handles the next two records. For those, the child counts the SQL statements of its gateway that change
anything and kills itself with SIGKILL before the n-th, for n = 1, 2, … until a round gets through. Prints one JSON line:
before which statements rounds were killed.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from hub.clock import SystemClock
from hub.sdk.adapter_process.process import AdapterProcess
from hub.sdk.assembly import Gateway, open_gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.ports import Batch, Delivery, Outcome, Sent
from hub.sdk.settings import config as configs
from hub.sdk.state import State
from schemas import catalogue
from tests.integration.sdk.journal_adapter import Journal

MOST_ROUNDS = 200
RECORDS = 2


def main(path: str, direction: str) -> None:
    """Run rounds until one gets through."""
    catalogue.load()  # once, for all children
    places: list[str] = []
    for number in range(1, MOST_ROUNDS):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            asyncio.run(_round(Path(path), direction, number, write))
            os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as pipe:
            places.append(pipe.read())
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            break
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            sys.exit(f"round {number} ended with {status}")
    sys.stdout.write(json.dumps(places[:-1]) + "\n")


class AdapterInside(AdapterProcess):
    """The adapter without its process: these rounds are about the database."""

    journal: Journal

    async def changes(self, cursor: str | None, limit: int) -> Batch:
        """Ask the journal."""
        return self.journal.changes(cursor, limit)

    async def sent(self, outcomes: Sequence[Sent]) -> None:
        """Tell the journal."""
        self.journal.sent(outcomes)

    async def apply(self, deliveries: Sequence[Delivery]) -> tuple[Outcome, ...]:
        """Have the journal apply."""
        return tuple(self.journal.apply(deliveries))


async def _round(path: Path, direction: str, number: int, report: int) -> None:
    step = _send if direction == "send" else _receive
    config = configs.load(path)
    async with open_gateway(config, SystemClock()) as gateway:
        gateway.site.adapter.__class__ = AdapterInside
        AdapterInside.journal = Journal(Path(config.settings["folder"]))
        gateway.outbound._batch_size = RECORDS
        await gateway.site.trust.restore()
        await gateway.site.trust.refresh()
        await step(gateway)  # what the round before left undone, and may have killed
        _kill_at(gateway.outbox._state, number, report)
        await step(gateway)


async def _send(gateway: Gateway) -> None:
    await gateway.outbound.pull()
    while await gateway.outbound.push():
        pass
    while await gateway.outbound.tell():
        pass


async def _receive(gateway: Gateway) -> None:
    gateway.inbound._limit[Lane.URGENT] = RECORDS
    await gateway.inbound.handle(Lane.URGENT, await gateway.inbound.read(Lane.URGENT, 0))
    while await gateway.outbound.push():
        pass


def _kill_at(state: State, number: int, report: int) -> None:
    """Kill this process before its n-th statement that can change anything."""
    left = number

    def count(statement: str) -> None:
        nonlocal left
        if statement.startswith("SELECT"):
            return
        left -= 1
        if left == 0:
            os.write(report, statement.split("(", maxsplit=1)[0].encode())
            os.kill(os.getpid(), signal.SIGKILL)

    state.connection.set_trace_callback(count)


if __name__ == "__main__":
    main(*sys.argv[1:])
