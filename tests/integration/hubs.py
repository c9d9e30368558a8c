"""A hub inside the test's process, on a database of its own: real pool, real committer, real PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from hub import settings
from hub.core import receipt as receipts
from hub.core.receipt import Receipt
from hub.workflows.exchange import Exchange
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.projections import ALL as PROJECTIONS
from hub.workflows.submission import submit as submission
from hub.workflows.submission.submit import Answer, Refusal
from keys.errors import KeysError
from tests.support.hub import Site, make_ban, make_envelope, make_message_id
from tests.support.trust import Trust

ORIGIN = "mig.example/test"
MEMBERS = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "kg-migration", "by-mvd", "cis-ec", "tm-sms", "hub")


@dataclass(kw_only=True)
class Hub:
    """One process of a hub, with what its participants need to speak to it."""

    process: Process
    site: Site
    dsn: str = field(repr=False)
    numbers: list[int] = field(default_factory=lambda: [0])

    @property
    def trust(self) -> Trust:
        """The trust list that the hub began with, and the keys behind it."""
        return self.site.trust

    @property
    def exchange(self) -> Exchange:
        """The process's view of the exchange."""
        return self.process.exchange

    async def submit(self, token: bytes) -> Answer:
        """Submit one envelope; a refusal is raised."""
        async with asyncio.timeout(30):
            return await submission.submit(self.process.exchange, self.process.committer, token)

    async def submit_all(self, tokens: Sequence[bytes]) -> list[Answer | Refusal]:
        """Submit several envelopes at once."""
        async with asyncio.timeout(30):
            return await submission.submit_all(self.process.exchange, self.process.committer, tokens)

    async def receipt(self, token: bytes) -> bytes:
        """Submit one envelope and return the bytes of its receipt."""
        return receipts.format((await self.submit(token)).receipt)

    def next_number(self) -> int:
        """Return a number that no ban of this hub has yet."""
        self.numbers[0] += 1
        return self.numbers[0]

    def sign(self, sender: str, record: Mapping[str, Any], **members: Any) -> bytes:
        """Return an envelope of this hub."""
        return make_envelope(self.trust, sender, record, **members)

    def ban(self, number: int | None = None, *, sender: str = "ru-guvm", **members: Any) -> bytes:
        """Return an envelope with a new ban; `record` are changes of the record."""
        changes = members.pop("record", {})
        record = {**make_ban(self.next_number() if number is None else number, issuer=sender), **changes}
        return self.sign(sender, record, **members)

    def request(self, case: str, **members: Any) -> bytes:
        """Return a readmission request of Kazakhstan to Tajikistan; `record` are changes of the record."""
        record = {**REQUEST, "case_id": case, **members.pop("record", {})}
        return self.sign("kz-mvd", record, **{**READMISSION, **members})

    def reply(self, case: str, decision: str, reply_to: str, **members: Any) -> bytes:
        """Return Tajikistan's reply to such a request; `record` are changes of the record."""
        record = {**REPLY, "case_id": case, "decision": decision, **members.pop("record", {})}
        if decision == "refused":
            record["reasons"] = [{"code": "R01"}]
        routing = {**READMISSION, "to": ["kz-mvd"], "type": "readmission-reply", "reply_to": reply_to}
        return self.sign("tj-mvd", record, **{**routing, **members})

    def said(self, by: str, status: str, *about: Receipt, **changes: Any) -> bytes:
        """Return a recipient's receipt about messages of one sender; `changes` change the record."""
        leaves = [receipts.leaves.parse(receipt.leaf) for receipt in about]
        named = [
            {"index": receipt.index, "id": leaf.id, "sha256": leaf.sha256}
            for receipt, leaf in zip(about, leaves, strict=True)
        ]
        sender = leaves[0].sender if leaves else "ru-guvm"
        record = {"status": status, "messages": named, "sender": sender, "at": "2026-11-21T09:00:00Z", **changes}
        routing = {"type": "receipt", "to": [record["sender"]], "agreement": None, "purpose": "receipt"}
        return self.sign(by, record, **routing)


REQUEST: Mapping[str, Any] = {
    "procedure": "ordinary",
    "requesting_authority": "kz-mvd",
    "requested_authority": "tj-mvd",
    "subject_class": "own_national",
    "person": make_ban(1)["subject"],
    "evidence": [{"tier": "N1", "item": "foreign_passport"}],
    "interview_requested": False,
    "requested_on": "2026-11-10",
}
REPLY: Mapping[str, Any] = {
    "decided_on": "2026-11-20",
    "authority": {"name": "Испытательный орган", "participant": "tj-mvd"},
}
READMISSION: Mapping[str, Any] = {
    "to": ["tj-mvd"],
    "type": "readmission-request",
    "agreement": "kz-tj-readmission",
    "purpose": "readmission",
}


@contextlib.asynccontextmanager
async def open_hub(site: Site, dsn: str, **environment: str) -> AsyncIterator[Hub]:
    """Run a hub of this site on this database until the block ends; `environment` adds to its settings."""
    given = site.environment(dsn, HUB_UNSAFE_DATABASE="1", HUB_POOL_SIZE="6", **environment)
    async with open_process(settings.load(given)) as process:
        yield Hub(process=process, site=site, dsn=dsn)


@contextlib.asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Connect to a database beside the hub."""
    conn = await asyncpg.connect(dsn)
    try:
        yield conn
    finally:
        await conn.close()


@contextlib.asynccontextmanager
async def held_lock(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """Hold the log's lock, so that submissions wait and come together; yields another connection."""
    async with connected(dsn) as holder, connected(dsn) as admin, holder.transaction():
        await holder.execute("SELECT FROM log_head FOR UPDATE")
        yield admin


FOLLOWED = {"blind_index", "key_end", "key_report", "named_checkpoint", "projection"}
OF_THE_WORKER = FOLLOWED.union(*(projection.tables for projection in PROJECTIONS))
"""What the worker writes by itself, seconds after a submission: another test's rows may come in the middle of one."""


async def count_rows(dsn: str) -> dict[str, int]:
    """Return how many rows every table has that a submission writes itself."""
    async with connected(dsn) as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        found = await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        names = [row["tablename"] for row in found if row["tablename"] not in OF_THE_WORKER]
        return {name: await conn.fetchval(f'SELECT count(*) FROM "{name}"') for name in names}


def code_of(result: object) -> str:
    """Return the code of a refusal; `accepted` for an answer."""
    if isinstance(result, Answer):
        return "accepted"
    assert isinstance(result, KeysError | submission.HubError)
    return str(result.code)


__all__ = ["MEMBERS", "ORIGIN", "Hub", "code_of", "connected", "count_rows", "make_message_id", "open_hub"]
