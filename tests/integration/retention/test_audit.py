"""The audit of a log whose messages were erased: leaf and receipt stay, and nothing is taken for erased that is not due."""

import pytest

from hub.core.audit import Finding
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
        "key entry-ban/2032-03",
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
