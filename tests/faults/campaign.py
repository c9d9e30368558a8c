"""One campaign: load, kills at random moments, and a judgement over everything that was told.

The plan, the contents and the choice of victims follow from the seed; the moments are moments of this machine, so the
same seed strikes about the same places, never exactly the same ones.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import aiohttp

from keys import note
from tests.faults import checker
from tests.faults.aftermath import read_final
from tests.faults.checker import Verdict
from tests.faults.clients import LANES, RECIPIENTS, Observer, Reader, Sender
from tests.faults.door import Door
from tests.faults.history import Final, History
from tests.faults.machine import Machine, MachineLostError

SENDERS = ("ru-guvm", "kz-mvd", "kg-migration")
SENDERS_EACH = 3
PATIENCE = 90.0  # seconds in which load must come back after a kill, and everything must settle at the end
READING = 4.0  # seconds in which a reader that has not come to the end gets something
LONGEST_WAIT = 0.7  # seconds of load before a kill, at most
IN_RECOVERY = 0.15  # share of kills that do not wait until the last one has healed


class Fault(StrEnum):
    """What is done to the machine."""

    API = "api"  # kill -9 of API processes
    POSTGRESQL = "postgresql"  # kill -9 of PostgreSQL and everything below it
    POWER = "power"  # the disk is frozen, then everything is killed


Strike = Callable[[Machine, random.Random], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a campaign came to."""

    verdict: Verdict
    kills: dict[str, int]
    submitted: int
    in_doubt: int
    ended: int
    checkpoints: int
    log_size: int
    lost_machine: str | None
    failed_requests: dict[str, int]

    @property
    def is_clean(self) -> bool:
        """Say whether every promise was kept."""
        return self.verdict.is_clean and self.lost_machine is None and self.ended == 0


def make_plan(runs: int, seed: int) -> list[Fault]:
    """Return the order of kills: three of API processes for each one of PostgreSQL."""
    database = runs // 4
    plan = [Fault.API] * (runs - database) + [Fault.POSTGRESQL] * database
    random.Random(seed).shuffle(plan)
    return plan


async def strike_api(machine: Machine, dice: random.Random) -> None:
    """Kill one API process, sometimes all of them at once."""
    numbers = list(range(machine.processes))
    await machine.kill_processes(numbers if dice.random() < 0.4 else [dice.choice(numbers)])


async def strike_database(machine: Machine, _dice: random.Random) -> None:
    """Kill PostgreSQL."""
    await machine.kill_database()


STRIKES: dict[Fault, Strike] = {Fault.API: strike_api, Fault.POSTGRESQL: strike_database}


async def run_campaign(
    machine: Machine,
    plan: Sequence[Fault],
    *,
    seed: int,
    strikes: Mapping[Fault, Strike] = STRIKES,
    tell: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Strike as planned under load, let everything heal, and judge."""
    history, dice, lost = History(), random.Random(seed), None
    final: Final | None = None
    async with _clients(machine, history, seed) as clients:
        try:
            for number, fault in enumerate(plan, start=1):
                await _strike(machine, history, strikes[fault], dice)
                tell(f"{number}/{len(plan)} {fault}: {len(history.receipts)} acknowledged")
            await clients.settle()
            async with asyncio.timeout(PATIENCE):
                final = await read_final(machine, history, clients.door, seed)
        except (MachineLostError, TimeoutError) as error:
            lost = str(error) or "what is there could not be read"
    return Outcome(
        verdict=_lose_all(history) if final is None else judge(machine, history, final),
        kills={fault.value: plan.count(fault) for fault in dict.fromkeys(plan)},
        submitted=len(history.submitted),
        in_doubt=history.in_doubt,
        ended=machine.ended,
        checkpoints=len(history.notes),
        log_size=0 if final is None else len(final.leaves),
        lost_machine=lost,
        failed_requests=dict(machine.failed_requests()),
    )


def judge(machine: Machine, history: History, final: Final) -> Verdict:
    """Judge by the log key of the machine's trust list."""
    trust = machine.site.trust
    return checker.judge(history, final, note.verifier_key(trust.list.hub, trust.log))


def _lose_all(history: History) -> Verdict:
    """A machine that does not come up has lost everything."""
    verdict = Verdict(acknowledged=len(history.receipts))
    for name in history.receipts:
        verdict.add("lost", f"{name}: nothing comes up any more")
    return verdict


async def _strike(machine: Machine, history: History, strike: Strike, dice: random.Random) -> None:
    if dice.random() >= IN_RECOVERY:
        await _wait_for_load(machine, history)
    await asyncio.sleep(dice.uniform(0.0, LONGEST_WAIT))
    await strike(machine, dice)
    await asyncio.sleep(dice.choice((0.0, dice.uniform(0.0, 0.3))))
    await machine.start()


async def _wait_for_load(machine: Machine, history: History) -> None:
    """Wait until something new is acknowledged: the machine works again."""
    before = len(history.receipts)
    end = asyncio.get_running_loop().time() + PATIENCE
    while len(history.receipts) <= before:
        machine.notice_ends()
        await machine.start()
        if asyncio.get_running_loop().time() > end:
            raise MachineLostError(f"nothing was acknowledged for {PATIENCE:.0f} s")
        await asyncio.sleep(0.01)


@dataclass(slots=True, kw_only=True)
class _Clients:
    """All clients of a campaign."""

    machine: Machine
    history: History
    session: aiohttp.ClientSession
    seed: int
    no_more: asyncio.Event
    enough: asyncio.Event
    senders: list[asyncio.Task[None]]
    readers: list[asyncio.Task[None]]
    doors: int = 0

    def door(self, participant: str) -> Door:
        """Return a new way into the hub for a participant."""
        self.doors += 1
        return Door(self.machine, self.session, participant, self.seed + self.doors)

    def open(self) -> None:
        """Let everybody begin."""
        trust = self.machine.site.trust
        log = note.verifier_key(trust.list.hub, trust.log)
        for number in range(len(SENDERS) * SENDERS_EACH):
            name = SENDERS[number % len(SENDERS)]
            door = self.door(name)
            sender = Sender(trust, door, self.history, name=name, number=number + 1, seed=self.seed + number)
            self.senders.append(asyncio.create_task(sender.run(self.no_more)))
        for recipient in RECIPIENTS:
            for lane in LANES:
                reader = Reader(trust, (recipient, lane), self.door(recipient), self.history)
                self.readers.append(asyncio.create_task(reader.run(self.enough)))
        for name in ("tj-mvd", "ru-guvm"):
            observer = Observer(name, self.door(name), self.history, log)
            self.readers.append(asyncio.create_task(observer.run(self.enough)))

    async def settle(self) -> None:
        """Let senders finish what they began and readers read what is there; nobody may be left waiting."""
        self.no_more.set()
        await self._finish(self.senders, "a sender never got a receipt")
        await self._let_readers_finish()
        self.enough.set()
        await self._finish(self.readers, "a reader never came back")

    async def _let_readers_finish(self) -> None:
        """Wait until readers have everything acknowledged, or get nothing more; what is missing is judged."""
        wanted = {(to, name) for name in self.history.receipts for to in self.history.submitted[name].to}
        clock = asyncio.get_running_loop().time
        read, end = -1, clock() + READING
        while clock() < end:
            got = {(inbox[0], each.name) for inbox, found in self.history.deliveries.items() for each in found}
            if wanted <= got:
                return
            if len(got) != read:
                read, end = len(got), clock() + READING
            await asyncio.sleep(0.1)

    async def _finish(self, tasks: list[asyncio.Task[None]], otherwise: str) -> None:
        _, waiting = await asyncio.wait(tasks, timeout=PATIENCE)
        if waiting:
            raise MachineLostError(otherwise)
        for task in tasks:
            task.result()


@contextlib.asynccontextmanager
async def _clients(machine: Machine, history: History, seed: int) -> AsyncIterator[_Clients]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        clients = _Clients(
            machine=machine,
            history=history,
            session=session,
            seed=seed,
            no_more=asyncio.Event(),
            enough=asyncio.Event(),
            senders=[],
            readers=[],
        )
        clients.open()
        try:
            yield clients
        finally:
            tasks = [*clients.senders, *clients.readers]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
