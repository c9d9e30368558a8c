"""The audit of the log from its tables: a sound log is found sound, a hundred tamperings are found and named.

pytest tests/integration/workflows/test_audit.py -s --tampering-seed 7 --tamperings 1000
"""

import random
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from hub.core import witness as witnesses
from hub.core.audit import REASONS, Finding
from hub.embedded.cluster import Cluster
from hub.store import witness
from hub.workflows.log.release_log import empty_note
from hub.workflows.trust.release_held import accept_release
from tests.integration.conftest import SEEDED
from tests.integration.hubs import Hub, connected, open_hub
from tests.integration.suspensions import accept, statement
from tests.integration.workflows import tampering
from tests.integration.workflows.audited import audit, fill, settle
from tests.integration.workflows.test_held import signed
from tests.support import database
from tests.support.hub import Site, make_message_id, now


async def test_a_hundred_tamperings_of_a_filled_database_are_found_and_named(
    node: Hub, request: pytest.FixtureRequest
) -> None:
    """By the audit; or by a witness, who misses its own cosignature among those that the hub shows."""
    await fill(node)
    seed, count = (int(request.config.getoption(name, default)) for name, default in tampering.OPTIONS.items())
    chance, missed, found = random.Random(seed), [], Counter[str]()
    async with connected(node.dsn) as conn:
        sound = await audit(conn, node)
        held = await held_by_witnesses(conn, node)
        assert sound.finding is None, sound
        assert sound.size == node.exchange.own.size == sound.counts["leaves"]
        assert all(sound.counts[name] > 0 for name in sound.counts if name != "erased"), sound.counts
        for _ in range(count):
            transaction = conn.transaction()
            await transaction.start()
            await conn.execute("SET LOCAL session_replication_role = replica")  # constraints do not stop such a one
            done = await tampering.tamper(conn, chance)
            finding = (await audit(conn, node)).finding
            absent = [] if finding else sorted(held - await held_by_witnesses(conn, node))
            await transaction.rollback()
            found[f"{done[0]} by {'the audit' if finding else 'a witness'}"] += 1
            sys.stdout.write(f"{' '.join(done)} -> {finding or absent}\n")
            if finding is not None:
                assert finding.code in REASONS
            elif not absent:
                missed.append(done)

    sys.stdout.write(f"seed {seed}: {count - len(missed)} of {count} found: {dict(found)}\n")
    assert missed == [], f"seed {seed}"


async def held_by_witnesses(conn: Any, hub: Hub) -> set[str]:
    """Return the newest cosignature of each witness, as the hub shows it: every witness looks for its own."""
    trust = hub.exchange.judgement.trust
    shown = await witness.read_newest_cosigned(conn, sorted(trust.witnesses))
    said = [(each.size, witnesses.check(each.note, trust).by) for each in shown]
    return {f"cosignature {size} of {name}" for size, names in said for name in names}


async def test_a_log_written_anew_with_its_own_key_is_found_by_what_others_hold(
    node: Hub, hub_site: Site, seeded_cluster: Cluster
) -> None:
    """Whoever has the key and all the tables can write a log that agrees with itself."""
    async with database.clone(seeded_cluster, "written_anew", SEEDED) as dsn, open_hub(hub_site, dsn) as other:
        other.numbers = node.numbers
        for each in (node, other, other):
            await each.submit(each.ban())
        await settle(node)
        await settle(other)
        async with connected(node.dsn) as mine, connected(dsn) as anew:
            held = await mine.fetchval("SELECT note FROM log_release")
            longer = await anew.fetchval("SELECT note FROM log_release")
            alone, compared = await audit(anew, other), await audit(anew, other, notes={"what kz-mvd holds": held})
            shorter = await audit(mine, node, notes={"what kz-mvd holds": longer})
            forged = await audit(mine, node, notes={"a note": held.replace(b"\n", b"0\n", 2)})

    assert alone.finding is None
    assert compared.finding == Finding(where="what kz-mvd holds", code="root-mismatch")
    assert shorter.finding == Finding(where="what kz-mvd holds", code="log-longer")
    assert forged.finding == Finding(where="a note", code="unsigned")


async def test_held_messages_that_were_let_through_have_a_second_number(node: Hub) -> None:
    ids = [make_message_id(), make_message_id()]
    for message_id in ids:
        await node.submit(node.ban(message_id=message_id))
    await accept(node, statement(node, since=now() - timedelta(hours=1)))
    await node.submit(node.ban(sender="kz-mvd"))
    await accept_release(node.exchange, node.process.committer, signed(node, ids[0]))
    async with connected(node.dsn) as conn:
        sound = await audit(conn, node)
        found = {}
        for change in (
            "UPDATE inbox_entry SET index = index + 1 WHERE released",
            "UPDATE inbox_entry SET released = true WHERE number = 3",
            "UPDATE suspension SET first = first + 1",
            "UPDATE suspension SET first = NULL",
            "UPDATE suspension SET at = at + interval '1 second'",
        ):
            transaction = conn.transaction()
            await transaction.start()
            await conn.execute(change)
            found[change] = (await audit(conn, node)).finding
            await transaction.rollback()

    assert sound.finding is None, sound
    assert None not in found.values(), found


async def test_an_empty_log_is_sound(node: Hub) -> None:
    async with connected(node.dsn) as conn, conn.transaction():
        await conn.execute("SET LOCAL session_replication_role = replica")
        await conn.execute("DELETE FROM leaf; DELETE FROM log_group; DELETE FROM agreement")
        await conn.execute("UPDATE log_head SET size = 0, root = sha256(''), frontier = '', trust_epoch = 0")
        refused = await audit(conn, node)
        signed = empty_note(node.exchange.origin, node.exchange.log_key)
        await conn.execute("UPDATE log_release SET size = 0, note = $1", signed)
        report = await audit(conn, node)

    assert refused.finding is not None
    assert (report.size, report.finding) == (0, None)
