"""Keys under load: `python -m tests.faults.suspension --runs N`.

Keys are suspended and rotated while two API processes take 200 submissions a second.

Suspension: from its leaf on, no message of the key has a place in the log, and the leaf is there within 5 s of the
command. Rotation: two keys overlap, the list changes twice, and no valid message is refused. The same checker has to
prove that it can see: a hub that remembers keys for a second is caught. `build/suspension.json` has it all.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

from hub.core import instant
from hub.core import leaf as leaves
from hub.embedded.cluster import make_cluster
from keys.jwk import PrivateKey
from tests.faults.key_changes import Office, settle_seconds
from tests.faults.machine import Machine, open_machine
from tests.faults.pressure import ACCEPTED, Attempt, Pressure, Source
from tests.support.trust import ORIGIN

OUTPUT = Path("build/suspension.json")
RATE = 200.0  # submissions a second, over both processes together
WARM, AFTER = 1.5, 1.5  # seconds of load before the command and after its answer
WITHIN = 5.0  # seconds from the command to its leaf
STOLEN, OTHERS, ROTATED = "ru-guvm", "kz-mvd", "kg-migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run came to. `after` counts messages of the key in the log behind the leaf, `refused` those valid."""

    kind: str
    rate: float
    sent: int
    codes: dict[str, int]
    after: int = 0
    tried_after: int = 0
    refused: int = 0
    leaf_seconds: float = 0.0
    answer_seconds: float = 0.0

    @property
    def passes(self) -> bool:
        """Say whether every promise was kept, and the run could have seen it broken."""
        if self.kind == "rotation":
            return self.refused == 0 and self.sent > 0
        return self.after == 0 and self.refused == 0 and self.tried_after > 0 and self.leaf_seconds <= WITHIN


@dataclass(slots=True, kw_only=True)
class Summary:
    """All runs; `control` is a run of the hub with the planted mistake, which must not pass."""

    runs: list[Run] = field(default_factory=list)
    control: Run | None = None
    seconds: float = 0.0

    @property
    def passes(self) -> bool:
        """Say whether all runs pass, and the control does not."""
        caught = self.control is None or self.control.after > 0
        return bool(self.runs) and all(run.passes for run in self.runs) and caught

    def to_json(self) -> dict[str, Any]:
        """Return the summary as it is written."""
        suspensions = [run for run in self.runs if run.kind == "suspension"]
        rotations = [run for run in self.runs if run.kind == "rotation"]
        return {
            "suspensions": len(suspensions),
            "suspensions_passed": sum(run.passes for run in suspensions),
            "accepted_after_the_leaf": sum(run.after for run in suspensions),
            "slowest_leaf_seconds": max((run.leaf_seconds for run in suspensions), default=None),
            "rotations": len(rotations),
            "rotations_passed": sum(run.passes for run in rotations),
            "valid_messages_refused": sum(run.refused for run in self.runs),
            "submitted": sum(run.sent for run in self.runs),
            "slowest_rate": min((run.rate for run in self.runs), default=None),
            "control_caught": None if self.control is None else self.control.after > 0,
            "seconds": round(self.seconds, 1),
            "ok": self.passes,
            "runs": [asdict(run) for run in self.runs],
            "control": None if self.control is None else asdict(self.control),
        }


@dataclass(slots=True, kw_only=True)
class Campaign:
    """A machine under load, and the office that changes its keys."""

    machine: Machine
    session: aiohttp.ClientSession
    office: Office
    numbers: "itertools.count[int]"

    async def suspend(self, key: PrivateKey) -> Run:
        """Suspend a key under load, and look for what should not be."""
        await settle_seconds()
        loaded = self._load([(STOLEN, lambda: key), (OTHERS, lambda: self.machine.site.trust.keys[OTHERS])])
        async with loaded as pressure:
            await asyncio.sleep(WARM)
            command, wall = time.monotonic(), time.time()
            token = self.office.suspend(STOLEN, key)
            status, body = await pressure.post(f"{self.machine.addresses[1]}/v1/statements", token)
            answered = time.monotonic()
            assert status == 202, body
            await asyncio.sleep(AFTER)
        receipt: Any = body["receipt"]
        leaf_at = instant.parse(leaves.parse(receipt["leaf"].encode()).at)
        assert leaf_at is not None
        own = [each for each in pressure.attempts if each.kid == key.kid]
        told = sum(each.index is not None and each.index > receipt["index"] for each in own)
        return Run(
            kind="suspension",
            **_figures(pressure.attempts),
            after=max(told, await self._count_after(key.kid, receipt["index"])),
            tried_after=sum(each.begun > answered for each in own),
            refused=sum(each.code != ACCEPTED for each in pressure.attempts if each.kid != key.kid)
            + sum(each.code != ACCEPTED for each in own if each.ended < command),
            leaf_seconds=round(leaf_at.timestamp() - wall, 3),
            answer_seconds=round(answered - command, 3),
        )

    async def rotate(self, old: PrivateKey, new: PrivateKey) -> Run:
        """List a second key, use both, then the new one alone, then revoke the old one; all under load."""
        in_use = [old]
        turns = itertools.count()
        loaded = self._load(
            [
                (ROTATED, lambda: in_use[next(turns) % len(in_use)]),
                (OTHERS, lambda: self.machine.site.trust.keys[OTHERS]),
            ]
        )
        async with loaded as pressure:
            await asyncio.sleep(WARM / 3)
            await self.office.list_keys(ROTATED, new)
            in_use.append(new)  # at once, by whichever process: nobody waits until all of them have heard of it
            await asyncio.sleep(WARM / 3)
            in_use.remove(old)
            await pressure.drain(old.kid)  # what it signed was valid when it was sent, and is answered now
            await self.office.revoke(ROTATED, old)
            await asyncio.sleep(WARM / 3)
        figures = _figures(pressure.attempts)
        return Run(kind="rotation", **figures, refused=sum(each.code != ACCEPTED for each in pressure.attempts))

    @contextlib.asynccontextmanager
    async def _load(self, sources: Sequence[tuple[str, Any]]) -> AsyncIterator[Pressure]:
        stop = asyncio.Event()
        pressure = Pressure(machine=self.machine, session=self.session, numbers=self.numbers)
        async with asyncio.TaskGroup() as group:
            for sender, key in sources:
                source = Source(sender=sender, rate=RATE / len(sources), key=key)
                group.create_task(pressure.run(source, stop))
            try:
                yield pressure
            finally:
                stop.set()

    async def _count_after(self, kid: str, index: int) -> int:
        conn = await asyncpg.connect(self.machine.dsn)
        try:
            return int(await conn.fetchval("SELECT count(*) FROM message WHERE kid = $1 AND index > $2", kid, index))
        finally:
            await conn.close()


def _figures(attempts: Sequence[Attempt]) -> dict[str, Any]:
    seconds = max(each.begun for each in attempts) - min(each.begun for each in attempts)
    return {
        "rate": round(len(attempts) / seconds, 1),
        "sent": len(attempts),
        "codes": dict(Counter(each.code for each in attempts)),
    }


@contextlib.asynccontextmanager
async def open_campaign(module: str = "hub.cli") -> AsyncIterator[Campaign]:
    """Start two API processes on one database for the length of a block."""
    async with (
        open_machine(lambda: make_cluster(None), origin=ORIGIN, module=module) as machine,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
    ):
        office = Office(machine, session)
        yield Campaign(machine=machine, session=session, office=office, numbers=itertools.count(1))


async def run_all(runs: int, rotations: int, *, control: bool, say: Callable[[str], None]) -> Summary:
    """Run so many suspensions and rotations, then the control."""
    begun, summary = time.monotonic(), Summary()

    def note(word: str, run: Run) -> None:
        summary.runs.append(run)
        say(f"{word}: {_line(run)}")

    async with open_campaign() as campaign:
        more = [campaign.office.new_key(STOLEN, number) for number in range(1, runs)]
        if more:
            await campaign.office.list_keys(STOLEN, *more)
        for number, key in enumerate([campaign.machine.site.trust.keys[STOLEN], *more], start=1):
            note(f"suspension {number}/{runs}", await campaign.suspend(key))
        rotated = [campaign.office.new_key(ROTATED, number) for number in range(rotations + 1)]
        if rotations:
            await campaign.office.list_keys(ROTATED, rotated[0])
        for number, (old, new) in enumerate(itertools.pairwise(rotated), start=1):
            note(f"rotation {number}/{rotations}", await campaign.rotate(old, new))
    if control:
        async with open_campaign("tests.faults.deaf") as campaign:
            summary.control = await campaign.suspend(campaign.machine.site.trust.keys[STOLEN])
            say(f"control: {_line(summary.control)}")
    summary.seconds = time.monotonic() - begun
    return summary


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _line(run: Run) -> str:
    word = "kept" if run.passes else "BROKEN"
    return (
        f"{word}; {run.sent} sent ({run.rate}/s), {run.refused} valid refused, {run.after} after the leaf, "
        f"leaf after {run.leaf_seconds} s, {run.codes}"
    )


def main() -> int:
    """Run, print, write build/suspension.json; exit status 1 if a promise was broken or the control saw nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.suspension", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=20, choices=range(1, 31), metavar="N", help="suspensions, and as many rotations"
    )
    parser.add_argument("--no-control", action="store_true")
    arguments = parser.parse_args()
    runs, control = arguments.runs, not arguments.no_control
    summary = asyncio.run(run_all(runs, runs, control=control, say=_say))
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(summary.to_json(), indent=2) + "\n", encoding="utf-8")
    figures = {name: value for name, value in summary.to_json().items() if name not in ("runs", "control")}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    return 0 if summary.passes else 1


if __name__ == "__main__":
    sys.exit(main())
