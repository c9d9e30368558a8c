"""The audit of a log whose messages were erased: leaf and receipt stay, and nothing is taken for erased that is not due."""

import pytest

from hub.core import leaf as leaves
from hub.core.audit import Finding
from hub.core.leaf import MessageLeaf
from hub.workflows.retention import retain_messages
from tests.integration.hubs import connected
from tests.integration.retention.conftest import Keeper
from tests.integration.retention.test_erasure import LONG, PAST
from tests.integration.workflows.audited import audit


async def erase(keeper: Keeper) -> int:
    """Have one of two messages erased; return its place."""
    gone = (await keeper.hub.submit(keeper.hub.ban(record=PAST))).receipt.index
    await keeper.hub.submit(keeper.hub.ban())
    await keeper.pass_days(LONG)
    return gone


async def test_erased_messages_are_counted_and_their_end_is_awaited(keeper: Keeper):
    await erase(keeper)
    async with connected(keeper.hub.dsn) as conn:
        before = await audit(conn, keeper.hub)
        await keeper.pass_days(36)
        after = await audit(conn, keeper.hub)

    assert (before.finding, before.counts["erased"], len(before.pending)) == (None, 1, 1)
    assert (after.finding, after.counts["erased"], after.pending) == (None, 1, [])
    assert after.counts["statements"] == before.counts["statements"] + 1, "the erasure is stated in the log"


NOT_DUE = """
WITH noted AS (INSERT INTO erasure (index, key) SELECT index, key FROM message WHERE wrapped IS NOT NULL)
UPDATE message SET wrapped = NULL
"""
TAMPERINGS = {
    "an erasure that nobody noted": ("DELETE FROM erasure", "message {gone}", "not-erased"),
    "a message that is not due": (
        NOT_DUE,
        "message {kept}",
        "not-erased",
    ),
    "a message marked as erased": ("UPDATE message SET wrapped = NULL", "message {kept}", "not-erased"),
    "a statement of erasure less": ("DELETE FROM retention_act", "statement {act}", "missing"),
    "the end of a key less": ("DELETE FROM key_end WHERE index IS NOT NULL", "erasure", "missing"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_what_is_not_erased_as_it_should_be_is_named(keeper: Keeper, name: str):
    gone = await erase(keeper)
    await keeper.pass_days(36)
    statement, where, code = TAMPERINGS[name]
    async with connected(keeper.hub.dsn) as conn:
        act = await conn.fetchval("SELECT max(index) FROM retention_act")
        await conn.execute(f"SET session_replication_role = replica; {statement}")
        report = await audit(conn, keeper.hub)

    assert report.finding == Finding(where=where.format(gone=gone, kept=gone + 1, act=act), code=code)


PASSED_OFF = """
WITH gone AS (UPDATE message SET key = '{key}', wrapped = NULL, body = '' WHERE wrapped IS NOT NULL RETURNING index)
INSERT INTO erasure (index, key) SELECT index, '{key}' FROM gone
"""
LOGGED = "entry-ban/2026-12"
COUNTED = f"UPDATE key_end SET erased = erased + 1 WHERE key = '{LOGGED}'"


@pytest.mark.parametrize(
    "key",
    ["", "garbage", "x/2020-01", "entry-ban/2020-01", "receipt/2026-12", "entry-ban/2026-13", "open/2026-12", LOGGED],
)
async def test_nothing_is_taken_for_erased_because_a_table_says_so(keeper: Keeper, key: str):
    """Neither under a name that is none, nor of another class, nor too early, nor beside what is logged."""
    gone = await erase(keeper)
    await keeper.pass_days(36)
    async with connected(keeper.hub.dsn) as conn:
        assert await conn.fetchval("SELECT key FROM key_end WHERE index IS NOT NULL") == LOGGED
        await conn.execute(PASSED_OFF.format(key=key))
        await conn.execute(COUNTED)
        report = await audit(conn, keeper.hub)

    assert report.finding == Finding(where=f"message {gone + 1}", code="not-erased")


async def test_what_the_journal_does_not_tell_of_is_not_erased_until_the_log_says_so(keeper: Keeper):
    gone = await erase(keeper)
    async with connected(keeper.hub.dsn) as conn:
        early = await audit(conn, keeper.hub, journal={})
        await keeper.pass_days(36)
        logged = await audit(conn, keeper.hub, journal={})

    assert early.finding == Finding(where=f"message {gone}", code="not-erased")
    assert logged.finding is None


async def test_a_held_message_is_not_erased_and_holds_are_those_of_the_log(keeper: Keeper):
    hub = keeper.hub
    receipt = (await hub.submit(hub.ban())).receipt
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    named = {"sender": leaf.sender, "message_id": leaf.id, "reason": "court"}
    opened = await retain_messages.hold(hub.exchange, hub.process.committer, **named, case="c-1")
    found = {}
    async with connected(hub.dsn) as conn:
        sound = await audit(conn, hub)
        for change in (
            "DELETE FROM legal_hold",
            "UPDATE legal_hold SET closed = opened",
            "UPDATE legal_hold SET message = message + 1",
            f"INSERT INTO legal_hold VALUES ({receipt.index}, {receipt.index})",
        ):
            transaction = conn.transaction()
            await transaction.start()
            await conn.execute(f"SET LOCAL session_replication_role = replica; {change}")
            finding = (await audit(conn, hub)).finding
            found[change] = finding and finding.where
            await transaction.rollback()

    assert sound.finding is None
    assert list(found.values()) == [f"hold {opened}"] * 3 + [f"hold {receipt.index}"]
