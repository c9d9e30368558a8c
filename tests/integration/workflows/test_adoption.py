"""Who sends which version: by the newest message of each type, nothing of receipts, nothing of what was erased."""

from typing import Any

from hub.store import traffic
from hub.workflows.adoption.read_adoption import read_adoption
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.traffic import Traffic
from schemas import files
from tests.integration.hubs import Hub, connected

RU, TJ = "ru-guvm", "tj-mvd"
OLD, NEW = "1.0", "1.3"


async def follow(hub: Hub) -> None:
    """Let the projection take in everything."""
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Traffic()))[1]:
        pass


def newer_ban(hub: Hub) -> bytes:
    """Return a ban in the newest version."""
    example = files.ROOT / "entry-ban" / NEW / "examples" / "valid-overstay-from-exit.json"
    record: dict[str, Any] = {**files.read(example), "ban_id": f"RU-TEST-{hub.next_number()}", "issuer": RU}
    return hub.sign(RU, record, type="entry-ban", version=NEW, subject=record["ban_id"])


async def test_the_newest_message_says_which_version_is_sent_now(node: Hub):
    await node.submit(node.ban())
    await node.submit(newer_ban(node))
    taken = await node.submit(node.ban())
    await node.submit(node.said(TJ, "processed", taken.receipt))
    await follow(node)
    adoption = await read_adoption(node.exchange)
    uses = adoption.of_type("entry-ban")[RU]

    assert {version: use.is_newest for version, use in uses.items()} == {OLD: True, NEW: False}
    assert uses[OLD].sent_at > uses[NEW].sent_at  # type: ignore[operator]
    assert (adoption.senders("entry-ban", OLD), adoption.senders("entry-ban", NEW)) == ([RU], [])
    assert adoption.of_type("receipt") == {}
    assert (await read_adoption(node.exchange, [TJ])).uses == {}


async def test_what_was_erased_is_not_counted_and_a_rebuild_says_the_same(node: Hub):
    await node.submit(node.ban())
    erased = (await node.submit(newer_ban(node))).receipt.index
    await follow(node)
    async with node.exchange.pool.acquire() as conn, conn.transaction():
        await Traffic().forget(conn, [erased])
    assert set((await read_adoption(node.exchange)).of_type("entry-ban")[RU]) == {OLD}

    await project.rebuild(node.exchange, Traffic())
    assert set((await read_adoption(node.exchange)).of_type("entry-ban")[RU]) == {OLD, NEW}


async def test_messages_followed_before_versions_were_kept_say_so_until_a_rebuild(node: Hub):
    await node.submit(node.ban())
    await follow(node)
    async with connected(node.dsn) as conn:
        await conn.execute("UPDATE traffic SET version = ''")
        assert set(await traffic.read_versions(conn, [RU])) == {(RU, "entry-ban", "")}

    await project.rebuild(node.exchange, Traffic())
    assert set((await read_adoption(node.exchange)).of_type("entry-ban")[RU]) == {OLD}
