"""Read what is there when everything has healed: through the public interface, and directly from the database."""

import asyncio
import itertools
import random
from collections.abc import Callable, Sequence
from hashlib import sha256

import asyncpg

from hub.core import receipt
from hub.core.errors import HubError
from hub.store.messages import body_of
from hub.workflows.vault import Vault
from keys import note
from keys.errors import KeysError
from tests.faults.clients import LANES, RECIPIENTS, Observer, Reader
from tests.faults.door import Door
from tests.faults.history import Delivery, Final, History, Inbox, Row
from tests.faults.machine import Machine
from tests.integration.log_check import check_log

MOST_PROOFS = 2000  # consistency proofs asked for; more checkpoints than that are thinned, first and last stay
SAMPLE = 200  # leaves whose inclusion in the final log the hub has to prove one by one
AT_ONCE = 8
MakeDoor = Callable[[str], Door]


async def read_final(machine: Machine, history: History, doors: MakeDoor, seed: int) -> Final:
    """Wait until everything committed is released, then read it all."""
    log = note.verifier_key(machine.site.trust.list.hub, machine.site.trust.log)
    door = doors("tj-mvd")
    checkpoint = await _wait_for_release(machine, Observer("end", door, history, log))
    inboxes: dict[Inbox, Sequence[Delivery]] = {}
    for recipient in RECIPIENTS:
        for lane in LANES:
            reader = Reader(machine.site.trust, (recipient, lane), doors(recipient), history)
            inboxes[recipient, lane] = await reader.read_rest()
    size = receipt.open_checkpoint(checkpoint, log).size
    wanted = random.Random(seed).sample(range(size), min(size, SAMPLE))
    chain = _chain(history, log)
    conn = await asyncpg.connect(machine.dsn)
    try:
        leaves, rows, entries = await _read_tables(conn, machine.site.open_vault())
        faults = await _check_tables(conn, machine)
    finally:
        await conn.close()
    return Final(
        leaves=leaves,
        rows=rows,
        entries=entries,
        checkpoint=checkpoint,
        inboxes=inboxes,
        consistency=await _ask(door, [(f"consistency?first={a}&second={b}", (a, b)) for a, b in chain]),
        inclusion=[
            (index, proof)
            for index, _, proof in await _ask(door, [(f"inclusion?index={i}&size={size}", (i, size)) for i in wanted])
        ],
        faults=faults,
    )


async def count_entries(machine: Machine) -> int:
    """Return how many inbox entries there are for the readers of a campaign."""
    conn = await asyncpg.connect(machine.dsn)
    try:
        query = "SELECT count(*) FROM inbox_entry WHERE recipient = ANY ($1::text[])"
        return int(await conn.fetchval(query, list(RECIPIENTS)))
    finally:
        await conn.close()


async def _wait_for_release(machine: Machine, observer: Observer) -> bytes:
    """Return the checkpoint of the whole log, once it is released."""
    conn = await asyncpg.connect(machine.dsn)
    try:
        size = await conn.fetchval("SELECT size FROM log_head")
        while await conn.fetchval("SELECT size FROM log_release") < size:
            await asyncio.sleep(0.05)
    finally:
        await conn.close()
    return await observer.look()


def _chain(history: History, log: note.VerifierKey) -> list[tuple[int, int]]:
    """Return pairs of sizes that lead from the first checkpoint ever seen to the last."""
    seen = [*history.notes, *(receipt.parse(raw).checkpoint for each in history.receipts.values() for raw in each)]
    sizes = set()
    for signed in dict.fromkeys(seen):
        try:
            sizes.add(receipt.open_checkpoint(signed, log).size)
        except (HubError, KeysError):  # the checker says what is wrong with it
            continue
    ordered = sorted(sizes - {0})
    step = max(1, -(-len(ordered) // MOST_PROOFS))
    kept = sorted({*ordered[::step], *ordered[-1:]})
    return list(itertools.pairwise(kept))


async def _ask(door: Door, wanted: Sequence[tuple[str, tuple[int, int]]]) -> list[tuple[int, int, list[bytes]]]:
    """Ask for proofs, several at once; a proof that is not given is an empty one, which proves nothing."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(query: str, numbers: tuple[int, int]) -> tuple[int, int, list[bytes]]:
        async with gate:
            answered = await door.get(f"/log/proof/{query}")
        items = answered.json["proof"] if answered.status == 200 else []
        return (*numbers, [receipt.decode_hash(item) for item in items])

    return await asyncio.gather(*(one(query, numbers) for query, numbers in wanted))


async def _read_tables(
    conn: "asyncpg.Connection[asyncpg.Record]", vault: Vault
) -> tuple[list[bytes], list[Row], list[tuple[str, str, int, int]]]:
    leaves = [row["body"] for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
    rows = [
        Row(index=row["index"], sender=row["sender"], id=row["id"], sha256=sha256(vault.open(body_of(row))).hexdigest())
        for row in await conn.fetch("SELECT index, sender, id::text, key, wrapped, body FROM message")
    ]
    entries = [tuple(row) for row in await conn.fetch("SELECT recipient, lane, number, index FROM inbox_entry")]
    return leaves, rows, entries


async def _check_tables(conn: "asyncpg.Connection[asyncpg.Record]", machine: Machine) -> list[str]:
    """Re-verify every table against the leaves."""
    try:
        await check_log(conn, machine.site)
    except AssertionError as fault:
        return [f"tables: {fault}"]
    return []
