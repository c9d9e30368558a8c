"""A log that is not what was signed: it is noticed, signing stops in every process, and stays stopped."""

import asyncio
import contextlib
from typing import Any

import pytest

from hub.core import merkle
from hub.core.errors import IntegrityError
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH
from hub.store import log
from hub.store.log import UNSEEN
from hub.workflows.log import release_log
from hub.workflows.log.release_log import Releaser, release_rest, sign_checkpoint
from hub.workflows.log.scrub_log import Scrubber
from hub.workflows.process.check_ready import check_ready
from tests.integration.hubs import Hub, code_of, connected, open_hub
from tests.integration.long_logs import lengthen
from tests.support.hub import Site

FLIP = "set_byte({0}, {1}, get_byte({0}, {1}) # 1)"
TAMPERINGS = {
    "a bit of the frontier": f"UPDATE log_head SET frontier = {FLIP.format('frontier', 3)}",
    "a frontier too short": "UPDATE log_head SET frontier = substring(frontier FROM 2)",
    "a bit of the root": f"UPDATE log_head SET root = {FLIP.format('root', 0)}",
    "a size too large": "UPDATE log_head SET size = size + 1",
    "a mark": "UPDATE log_head SET stopped = true",
}


async def tamper(hub: Hub, statement: str) -> None:
    async with connected(hub.dsn) as conn:
        assert await conn.execute(statement) not in {"UPDATE 0", "DELETE 0"}


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_a_log_whose_end_was_changed_is_signed_no_more(node: Hub, second_node: Hub, tampering: str):
    accepted = node.ban()
    receipt = await node.receipt(accepted)
    await tamper(node, TAMPERINGS[tampering])
    async with asyncio.timeout(20):
        first = await node.submit_all([node.ban(), node.ban()])
        again = await node.submit_all([node.ban()])
        other = await second_node.submit_all([second_node.ban()])

    assert {code_of(each) for each in (*first, *again, *other)} == {"integrity"}
    assert code_of((await node.submit_all([accepted]))[0]) == "integrity"
    assert receipt
    with pytest.raises(IntegrityError):
        sign_checkpoint(node.exchange, 1, bytes(32))
    with pytest.raises(IntegrityError):
        await check_ready(node.exchange)


async def test_it_stays_stopped_when_the_end_is_put_right_and_the_process_starts_again(hub_site: Site, node: Hub):
    """Whoever changed it once may have changed more: an operator has to look."""
    await node.submit(node.ban())
    await tamper(node, TAMPERINGS["a bit of the frontier"])
    await node.submit_all([node.ban()])
    await tamper(node, TAMPERINGS["a bit of the frontier"])

    assert code_of((await node.submit_all([node.ban()]))[0]) == "integrity"
    with pytest.raises(IntegrityError):
        async with open_hub(hub_site, node.dsn):
            pass
    await tamper(node, "UPDATE log_head SET stopped = false")
    async with open_hub(hub_site, node.dsn) as restarted:
        restarted.numbers = node.numbers
        assert await restarted.submit(restarted.ban())


async def test_nothing_is_released_over_a_changed_end(node: Hub):
    await tamper(node, TAMPERINGS["a bit of the frontier"])
    with pytest.raises(IntegrityError):
        await release_rest(node.exchange)

    assert node.exchange.stopped


async def test_the_stop_holds_without_a_database_to_write_it_into(node: Hub, monkeypatch: pytest.MonkeyPatch):
    async def stop(conn: Any) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr(log, "stop", stop)
    await tamper(node, TAMPERINGS["a bit of the root"])

    assert [code_of((await node.submit_all([node.ban()]))[0]) for _ in range(2)] == ["integrity"] * 2


async def test_a_receipt_is_not_signed_again_over_a_changed_tree(node: Hub):
    for statement in (
        "UPDATE log_group SET root = set_byte(root, 0, get_byte(root, 0) # 1)",
        "UPDATE leaf SET body = body || ' '",
        "DELETE FROM log_group",
    ):
        token = node.ban()
        await node.submit(token)
        await node.submit(node.ban())
        await tamper(node, statement)

        assert code_of((await node.submit_all([token]))[0]) == "integrity"


async def test_the_scrub_finds_a_changed_leaf_of_a_short_log(node: Hub):
    await node.submit(node.ban())
    scrubber = Scrubber(node.exchange)
    assert await scrubber.step() == 0
    await tamper(node, changed_leaf(5))
    with pytest.raises(IntegrityError):
        await scrubber.step()

    assert code_of((await node.submit_all([node.ban()]))[0]) == "integrity"


MESSAGE_DECAY = {
    "a bit of its bytes": f"UPDATE message SET body = {FLIP.format('body', 40)}",
    "its digest": f"UPDATE message SET sha256 = {FLIP.format('sha256', 3)}",
    "the whole message": "DELETE FROM message",
    "its key, as if erased": "UPDATE message SET wrapped = NULL",
    "another's bytes": "UPDATE message SET (body, wrapped) = (SELECT body, wrapped FROM message ORDER BY index LIMIT 1)",
    "a message too many": "INSERT INTO message (index, sender, id, sha256, type, kid, group_size, body) "
    "SELECT 0, sender || '-2', id, sha256, type, kid, group_size, body FROM message LIMIT 1",
}


@pytest.mark.parametrize("decay", MESSAGE_DECAY)
async def test_the_scrub_finds_messages_that_are_not_those_of_their_leaves(node: Hub, decay: str):
    await node.submit_all([node.ban(), node.ban()])
    await release_rest(node.exchange)
    scrubber = Scrubber(node.exchange)
    await scrubber.step()
    async with connected(node.dsn) as conn:
        assert await conn.execute(MESSAGE_DECAY[decay]) not in {"UPDATE 0", "DELETE 0"}
    with pytest.raises(IntegrityError):
        await scrubber.step()

    assert node.exchange.stopped


async def test_a_process_signs_only_what_grows_out_of_what_it_signed_last(node: Hub, second_node: Hub):
    """Leaf, tile, group and end may all agree: the process remembers the tree that it signed."""
    await node.submit_all([node.ban(), node.ban(), node.ban()])
    await second_node.submit(second_node.ban())
    end = node.exchange.own.size + 1
    async with connected(node.dsn) as conn:
        await conn.execute(
            "UPDATE leaf SET body = convert_to(replace(convert_from(body, 'UTF8'), 'kz-mvd', 'kz-mvx'),"
            " 'UTF8') WHERE index >= 0"
        )
        await conn.execute("UPDATE leaf SET body = body || ' ' WHERE index = 3")
        bodies = [row["body"] for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
        frontier = Frontier.empty().append(map(merkle.leaf_hash, bodies))
        assert frontier.size == end
        values = frontier.root(), frontier.format()
        await conn.execute("UPDATE log_head SET root = $1, frontier = $2", *values)
        await conn.execute("UPDATE log_group SET root = $1 WHERE size = $2", values[0], end)

    assert code_of((await node.submit_all([node.ban()]))[0]) == "integrity"
    assert node.exchange.stopped


async def test_a_process_that_was_idle_for_long_catches_up_before_it_signs(node: Hub, second_node: Hub):
    """Outside of the log's lock, a stretch at a time; what it finds must lead to what was released."""
    await lengthen(node, 3 * UNSEEN)
    before = second_node.exchange.own.size
    assert await second_node.submit(second_node.ban())

    assert (before < UNSEEN, second_node.exchange.own.size) == (True, 3 * UNSEEN + 1)


async def test_a_process_that_catches_up_finds_a_leaf_that_was_changed(node: Hub, second_node: Hub):
    await lengthen(node, 3 * UNSEEN)
    await tamper(node, "UPDATE leaf SET body = body || ' ' WHERE index = 100")

    assert code_of((await second_node.submit_all([second_node.ban()]))[0]) == "integrity"
    assert second_node.exchange.stopped


async def test_a_process_signs_no_log_that_has_become_shorter(node: Hub):
    """A database restored from an older copy under a running process."""
    await node.submit(node.ban())
    async with connected(node.dsn) as conn:
        before = await conn.fetchrow("SELECT size, root, frontier FROM log_head")
        assert before is not None
        await node.submit(node.ban())
        await conn.execute("DELETE FROM message WHERE index >= $1", before["size"])
        await conn.execute("DELETE FROM leaf WHERE index >= $1", before["size"])
        await conn.execute("DELETE FROM log_group WHERE size > $1", before["size"])
        await conn.execute("UPDATE log_head SET size = $1, root = $2, frontier = $3", *before.values())

    assert code_of((await node.submit_all([node.ban()]))[0]) == "integrity"


async def test_a_process_that_starts_on_another_log_than_was_signed_does_not_begin(hub_site: Site, node: Hub):
    await node.submit(node.ban())
    await release_rest(node.exchange)
    async with connected(node.dsn) as conn:
        await conn.execute("UPDATE leaf SET body = body || ' ' WHERE index = 2")
        bodies = [row["body"] for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
        frontier = Frontier.empty().append(map(merkle.leaf_hash, bodies))
        await conn.execute("UPDATE log_head SET root = $1, frontier = $2", frontier.root(), frontier.format())
    with pytest.raises(IntegrityError):
        async with open_hub(hub_site, node.dsn):
            pass


def changed_leaf(index: int) -> str:
    return f"UPDATE leaf SET body = {FLIP.format('body', 20)} WHERE index = {index}"


LONG = 5 * WIDTH + 7
DECAY = {
    "the first leaf": changed_leaf(0),
    "a leaf under a tile": changed_leaf(3 * WIDTH + 100),
    "the last leaf": changed_leaf(LONG - 1),
    "a missing leaf": "DELETE FROM leaf WHERE index = 300",
    "a missing last leaf": f"DELETE FROM leaf WHERE index = {LONG - 1}",
    "a bit of a tile": f"UPDATE tile SET hashes = {FLIP.format('hashes', 8000)} WHERE number = 1",
    "a bit of a tile's root": f"UPDATE tile SET root = {FLIP.format('root', 31)} WHERE number = 2",
    "a missing tile": "DELETE FROM tile WHERE number = 4",
    "a missing first tile": "DELETE FROM tile WHERE number = 0",
    "a short tile": "UPDATE tile SET hashes = substring(hashes FROM 33) WHERE number = 0",
}
RESTORE = (
    "INSERT INTO leaf TABLE kept_leaf ON CONFLICT (index) DO UPDATE SET body = excluded.body",
    "DELETE FROM tile",
    "INSERT INTO tile TABLE kept_tile",
    "UPDATE log_head SET stopped = false",
)


async def test_the_scrub_finds_every_changed_leaf_and_tile_of_a_longer_log(node: Hub):
    await lengthen(node, LONG)
    async with connected(node.dsn) as conn:
        await conn.execute("CREATE TABLE kept_leaf AS TABLE leaf; CREATE TABLE kept_tile AS TABLE tile")
        found = set()
        for name, statement in DECAY.items():
            assert await Scrubber(node.exchange).step() == 5 * WIDTH
            assert await conn.execute(statement) not in {"UPDATE 0", "DELETE 0"}
            with contextlib.suppress(IntegrityError):
                await Scrubber(node.exchange).step()
            if node.exchange.stopped:
                found.add(name)
            for each in RESTORE:
                await conn.execute(each)
            node.exchange.stopped = False

    assert found == set(DECAY)


async def test_the_scrub_walks_through_the_log_and_begins_again(node: Hub, monkeypatch: pytest.MonkeyPatch):
    await lengthen(node, LONG)
    monkeypatch.setattr("hub.workflows.log.scrub_log.TILES_A_STEP", 2)
    scrubber = Scrubber(node.exchange)

    assert [await scrubber.step() for _ in range(4)] == [512, 512, 256, 512]


async def test_a_tile_is_not_cut_from_a_gap(node: Hub, monkeypatch: pytest.MonkeyPatch):
    await lengthen(node, WIDTH - 2, release=False)
    await tamper(node, "DELETE FROM leaf WHERE index = 200")
    releaser = Releaser(node.exchange)
    await node.submit_all([node.ban(), node.ban()])
    releaser.offer(WIDTH, b"note")
    await releaser.flush()

    assert node.exchange.stopped


@pytest.mark.parametrize("error", [ConnectionResetError(104, "Connection reset by peer"), RuntimeError("a mistake")])
async def test_a_release_that_fails_is_tried_again(shared_node: Hub, monkeypatch: pytest.MonkeyPatch, error: Exception):
    monkeypatch.setattr(release_log, "PAUSE_AFTER_FAILURE", 0.01)
    real, tries = log.release, []

    async def release(conn: Any, size: int, signed: bytes) -> bool:
        tries.append(size)
        if len(tries) < 3:
            raise error
        return await real(conn, size, signed)

    monkeypatch.setattr(log, "release", release)
    answer = await shared_node.submit(shared_node.ban())
    async with asyncio.timeout(10), connected(shared_node.dsn) as conn:
        while (await log.read_release(conn))[0] <= answer.receipt.index:
            await asyncio.sleep(0.01)

    assert len(tries) == 3
