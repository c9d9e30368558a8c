"""Kill the gateways of a sync: sender's and recipient's in turn, with signal 9, all the way from the first record on.

The hub stays up: what it promises is the other campaigns' business. Each gateway is killed when a random share of its
work is done, and a random moment after that; where a restart has come no further, the kill strikes the start.
In the end both national systems, the hub's log and the receipts are compared record by record.
"""

import asyncio
import json
import random
import signal
import time
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg

from hub.embedded.cluster import Cluster, make_cluster
from hub.store.messages import body_of
from tests.faults.gateways import GatewaySite
from tests.faults.machine import Machine, open_machine
from tests.support.hub import make_ban
from tests.support.trust import ORIGIN

SENDER, RECIPIENT = "ru-guvm", "tj-molme"
STEPS: Mapping[str, Sequence[str]] = {SENDER: ("pulled", "settled", "told"), RECIPIENT: ("effects",)}
PATIENCE = 300.0  # seconds in which something must be done, be it little; one waits for the other to come back
AFTERWARDS = 0.1  # a kill comes up to so many seconds after its share of the work
STARTING = 2.0  # or so many after a start that it need not wait for
LOOK = 0.01
EXAMPLES = 20


@dataclass(slots=True, kw_only=True)
class GatewayOutcome:
    """What was counted, and what should not be; `violations` are by kind, `examples` some of them in words."""

    records: int
    kills: dict[str, int]
    while_working: int = 0
    handed_again: int = 0
    told_again: int = 0
    violations: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Say whether the other side ended exactly equal, and nothing happened twice."""
        return not self.violations

    @property
    def is_caught(self) -> bool:
        """Say whether it was seen that something was done twice."""
        return self.violations["duplicate_effects"] > 0

    def add(self, kind: str, what: str) -> None:
        """Note one thing that should not be."""
        self.violations[kind] += 1
        if self.violations[kind] <= EXAMPLES:
            self.examples.append(f"{kind}: {what}")

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as it is written."""
        return {
            "records": self.records,
            "kills": self.kills,
            "while_working": self.while_working,
            "handed_again": self.handed_again,
            "told_again": self.told_again,
            "lost": self.violations["lost"],
            "duplicate_effects": self.violations["duplicate_effects"],
            "violations": dict(self.violations),
            "examples": self.examples,
            "seconds": round(self.seconds, 1),
            "ok": self.is_clean,
        }

    def to_text(self) -> str:
        """Return the outcome as one line."""
        found = f"{self.violations['lost']} lost, {self.violations['duplicate_effects']} duplicate effects"
        return f"{sum(self.kills.values())} kills, {self.records} records, {self.handed_again} handed again, {found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What everybody has in the end; pairs are a subject with the digest of its record."""

    source: Sequence[tuple[str, str]]
    effects: Sequence[tuple[str, str]]
    messages: Sequence[str]  # subjects of the messages in the log
    receipted: Sequence[str]  # subjects of the messages that receipts in the log name as processed
    told: Sequence[tuple[str, str]]  # subject and verdict


def judge(outcome: GatewayOutcome, ended: Ended) -> None:
    """Compare what everybody has: each record once, everywhere, and the same."""
    source = dict(ended.source)
    for name, digest in ended.effects:
        if source.get(name) != digest:
            outcome.add("altered", f"{name}: the recipient has another record")
    for place, names in (
        ("effects", [name for name, _ in ended.effects]),
        ("messages", ended.messages),
        ("receipts", ended.receipted),
    ):
        _judge_once(outcome, source, place, names)
    for name in source.keys() - {name for name, verdict in ended.told if verdict == "accepted"}:
        outcome.add("untold", f"{name}: the source was never told that it was accepted")
    for name, verdict in ended.told:
        if verdict != "accepted":
            outcome.add("refused", f"{name}: the source was told {verdict}")


def _judge_once(outcome: GatewayOutcome, source: Mapping[str, str], place: str, names: Sequence[str]) -> None:
    counted = Counter(names)
    for name in source.keys() - counted.keys():
        outcome.add("lost", f"{name}: missing in {place}")
    for name, count in counted.items():
        if count > 1:
            outcome.add("duplicate_effects", f"{name}: {count} times in {place}")


def make_durable() -> Cluster:
    """Return a PostgreSQL that keeps what it was given."""
    return make_cluster(None, durable=True)


async def run_gateway_campaign(
    kills: int, *, records: int, seed: int, forgetful: bool = False, tell: Callable[[str], None] = lambda _: None
) -> GatewayOutcome:
    """Synchronize so many records over gateways that are killed so often, and judge.

    `forgetful` plants a mistake: the recipient's system does again what it is handed again, and only its gateway is
    killed, so that whoever counts has to see it.
    """
    began, dice = time.monotonic(), random.Random(seed)
    shares = {RECIPIENT: kills} if forgetful else {SENDER: kills - kills // 2, RECIPIENT: kills // 2}
    outcome = GatewayOutcome(records=records, kills=shares)
    async with _exchange(records, forgetful=forgetful) as (machine, sites):
        for site in sites:
            site.start()
        await _strike_all(sites, dice, outcome, tell)
        await _settle(sites, records, outcome)
        judge(outcome, await _read(machine, *sites))
        outcome.handed_again = _repeated(sites[1], "handed")
        outcome.told_again = _repeated(sites[0], "told")
    outcome.seconds = time.monotonic() - began
    return outcome


def _repeated(site: GatewaySite, table: str) -> int:
    """Return how often a national system was called about a message that it had been called about before."""
    ((calls, messages),) = site.ask(f"SELECT count(*), count(DISTINCT message_id) FROM {table}")
    return int(calls - messages)


@asynccontextmanager
async def _exchange(records: int, *, forgetful: bool) -> AsyncIterator[tuple[Machine, list[GatewaySite]]]:
    with TemporaryDirectory(prefix="gateway-faults-") as folder:
        async with open_machine(make_durable, origin=ORIGIN, processes=1) as machine:
            trust, url = machine.site.trust, machine.addresses[0]
            sites = [
                GatewaySite(Path(folder) / SENDER, SENDER, trust, url),
                GatewaySite(Path(folder) / RECIPIENT, RECIPIENT, trust, url, forgetful=forgetful),
            ]
            sites[0].put(_changes(records))
            try:
                yield machine, sites
            finally:
                for site in sites:
                    await site.stop()


def _changes(records: int) -> Iterable[dict[str, Any]]:
    for number in range(records):
        record = make_ban(number, issuer=SENDER)
        yield {"type": "entry-ban", "version": "1.0", "subject": record["ban_id"], "to": [RECIPIENT]} | {
            "agreement": "cis-2000",
            "purpose": "entry-control",
            "record": record,
        }


def _plan(participant: str, records: int, kills: int, dice: random.Random) -> list[int]:
    """Return after how much work each kill is due."""
    return sorted(dice.randrange(records * len(STEPS[participant])) for _ in range(kills))


async def _strike_all(
    sites: Sequence[GatewaySite], dice: random.Random, outcome: GatewayOutcome, tell: Callable[[str], None]
) -> None:
    """Kill all gateways as planned, each at its own pace."""
    plans = [_plan(each.participant, outcome.records, outcome.kills.get(each.participant, 0), dice) for each in sites]
    try:
        async with asyncio.TaskGroup() as group:
            for site, plan in zip(sites, plans, strict=True):
                group.create_task(_strike(site, plan, random.Random(dice.random()), outcome, tell))
    except* TimeoutError as stuck:
        for error in stuck.exceptions:
            outcome.add("stuck", str(error))


async def _strike(
    site: GatewaySite, plan: Sequence[int], dice: random.Random, outcome: GatewayOutcome, tell: Callable[[str], None]
) -> None:
    """Kill one gateway as planned, and start it again each time."""
    steps = STEPS[site.participant]
    for number, due in enumerate(plan, start=1):
        begun = site.done(steps)
        if begun < due:
            await _wait_for(site, steps, due, outcome)
            await asyncio.sleep(dice.uniform(0.0, AFTERWARDS))
        else:
            await asyncio.sleep(dice.uniform(0.0, STARTING))
        site.kill()
        done = site.done(steps)
        outcome.while_working += done > begun
        site.start()
        tell(f"{number}/{len(plan)} gateway of {site.participant}: {done} of {outcome.records * len(steps)} steps")


async def _wait_for(site: GatewaySite, steps: Sequence[str], due: int, outcome: GatewayOutcome) -> None:
    """Wait until so much work is done; a gateway that ends by itself is a violation, and is started again."""
    most, end = 0, time.monotonic() + PATIENCE
    while (done := site.done(steps)) < due:
        if site.has_ended():
            outcome.add("ended_by_themselves", f"{site.participant} after {done} steps")
            site.start()
        if done > most:
            most, end = done, time.monotonic() + PATIENCE
        if time.monotonic() > end:
            raise TimeoutError(f"{site.participant} did nothing for {PATIENCE:.0f} s, at {done} of {due} steps")
        await asyncio.sleep(LOOK)


async def _settle(sites: Sequence[GatewaySite], records: int, outcome: GatewayOutcome) -> None:
    """Let everything come to its end, and both gateways stop when told."""
    sender, recipient = sites
    try:
        await _wait_for(recipient, ("applied",), records, outcome)
        await _wait_for(sender, ("processed",), records, outcome)
        await _wait_for(sender, ("told",), records, outcome)
    except TimeoutError as error:
        outcome.add("stuck", str(error))
    for site in sites:
        if (status := await site.stop()) not in {0, -signal.SIGTERM}:  # killed late, it was told before it listened
            outcome.add("ended_by_themselves", f"{site.participant} stopped with exit status {status}")


async def _read(machine: Machine, sender: GatewaySite, recipient: GatewaySite) -> Ended:
    changes = {
        number: (json.loads(change)["subject"], sha256)
        for number, change, sha256 in sender.ask("SELECT number, change, sha256 FROM source")
    }
    payloads = await _read_messages(machine)
    subjects = {payload["id"]: payload["subject"] for payload in payloads if payload["type"] == "entry-ban"}
    receipts = [each["record"] for each in payloads if each["type"] == "receipt"]
    return Ended(
        source=list(changes.values()),
        effects=[(subject, sha256) for subject, sha256 in recipient.ask("SELECT subject, sha256 FROM effect")],
        messages=list(subjects.values()),
        receipted=[
            subjects[entry["id"]] for each in receipts if each["status"] == "processed" for entry in each["messages"]
        ],
        told=[
            (changes[number][0], verdict)
            for number, verdict in sender.ask("SELECT DISTINCT number, verdict FROM told ORDER BY number")
        ],
    )


async def _read_messages(machine: Machine) -> list[dict[str, Any]]:
    """Return the payloads of all messages of the two, opened from the hub's tables."""
    vault = machine.site.open_vault()
    conn = await asyncpg.connect(machine.dsn)
    try:
        query = "SELECT index, sender, id::text, key, wrapped, body FROM message WHERE sender = ANY ($1::text[])"
        rows = await conn.fetch(query, [SENDER, RECIPIENT])
    finally:
        await conn.close()
    return [_payload(vault.open(body_of(row))) for row in rows]


def _payload(token: bytes) -> dict[str, Any]:
    part = token.split(b".")[1]
    payload: dict[str, Any] = json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    return payload
