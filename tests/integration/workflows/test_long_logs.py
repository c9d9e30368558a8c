"""Logs whose tiles have tiles above them, and what a crash between commit and release leaves."""

import asyncio
import contextlib

import pytest

from hub.core import merkle
from hub.core import receipt as receipts
from hub.core.errors import IntegrityError, ParameterError
from hub.core.tile import WIDTH, Tile
from hub.store import log
from hub.workflows.log import release_log
from hub.workflows.log.prove_log import REMEMBERED_TILES, prove_consistency, prove_inclusions, read_tile
from hub.workflows.log.read_log import read_log_tile
from hub.workflows.log.release_log import release_rest
from hub.workflows.log.scrub_log import Scrubber
from keys import note
from tests.integration.hubs import Hub, connected, open_hub
from tests.integration.log_check import check_log
from tests.integration.long_logs import lengthen
from tests.support.hub import Site

HUGE = WIDTH * WIDTH + WIDTH + 44


async def test_a_log_with_tiles_above_tiles_is_proven_at_any_size(node: Hub, monkeypatch: pytest.MonkeyPatch):
    await lengthen(node, HUGE)
    async with connected(node.dsn) as conn:
        bodies = [row["body"] for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
        hashes = [merkle.leaf_hash(body) for body in bodies]
        roots = {size: merkle.root(hashes[:size]) for size in (1, 255, 256, 4096, 65535, 65536, 65537, HUGE)}
        for size, root in roots.items():
            indexes = sorted({0, size // 3, size - 1})
            for index, proof in zip(indexes, await prove_inclusions(node.exchange, conn, indexes, size), strict=True):
                merkle.verify_inclusion(hashed=hashes[index], index=index, size=size, proof=proof, root=root)
            proof = await prove_consistency(node.exchange, conn, size, HUGE)
            merkle.verify_consistency(first=size, first_root=root, second=HUGE, second_root=roots[HUGE], proof=proof)
        above = await read_tile(node.exchange, conn, Tile(1, 0))
        monkeypatch.setattr("hub.workflows.log.scrub_log.TILES_A_STEP", HUGE)
        assert await Scrubber(node.exchange).step() == HUGE // WIDTH * WIDTH
        await conn.execute("UPDATE tile SET hashes = set_byte(hashes, 9, get_byte(hashes, 9) # 1) WHERE level = 1")
        with pytest.raises(IntegrityError):
            await Scrubber(node.exchange).step()

    assert above[0] == merkle.root(hashes[:WIDTH])
    assert await read_log_tile(node.exchange, Tile(2, 0, 1)) == merkle.root(hashes[: WIDTH * WIDTH])
    assert len(node.exchange.tiles) <= REMEMBERED_TILES


async def test_tiles_are_cut_at_their_boundary_while_messages_come(node: Hub):
    await lengthen(node, 2 * WIDTH - 3)
    answers = [await node.submit(node.ban()) for _ in range(6)]
    await release_rest(node.exchange)
    async with connected(node.dsn) as conn:
        assert await check_log(conn, node.site) == 2 * WIDTH + 3

    for answer in answers:
        receipts.verify(answer.receipt, note.verifier_key(node.trust.list.hub, node.trust.log))


async def test_full_tiles_are_remembered_within_bounds(node: Hub, monkeypatch: pytest.MonkeyPatch):
    await lengthen(node, 4 * WIDTH)
    monkeypatch.setattr("hub.workflows.log.prove_log.REMEMBERED_TILES", 2)
    async with connected(node.dsn) as conn:
        for number in (0, 1, 2, 3, 0):
            assert len(await read_tile(node.exchange, conn, Tile(0, number))) == WIDTH
        assert len(node.exchange.tiles) == 2
        with pytest.raises(IntegrityError):
            await read_tile(node.exchange, conn, Tile(0, 4))
        with pytest.raises(ParameterError):
            await prove_inclusions(node.exchange, conn, [4 * WIDTH], 4 * WIDTH)


@contextlib.contextmanager
def no_release(monkeypatch: pytest.MonkeyPatch):
    """Let commits through and nothing after them, as a crash would."""

    async def release(*_: object) -> bool:
        raise ConnectionResetError(104, "Connection reset by peer")

    with monkeypatch.context() as patched:
        patched.setattr(log, "release", release)
        patched.setattr(release_log, "PAUSE_AFTER_FAILURE", 0.01)
        yield


async def released(hub: Hub) -> int:
    async with connected(hub.dsn) as conn:
        return (await log.read_release(conn))[0]


async def test_what_was_committed_and_not_released_is_seen_by_nobody_until_it_is(
    hub_site: Site, node: Hub, monkeypatch: pytest.MonkeyPatch
):
    await release_rest(node.exchange)
    before = await released(node)
    token = node.ban()
    with no_release(monkeypatch):
        receipt = await node.receipt(token)
        await asyncio.sleep(0.05)
        assert await released(node) == before
    async with open_hub(hub_site, node.dsn) as restarted:
        assert await released(restarted) == before + 1
        assert await restarted.receipt(token) == receipt
        async with connected(node.dsn) as conn:
            assert await check_log(conn, node.site) == before + 1


async def test_the_next_group_of_another_process_releases_what_a_crash_left(
    shared_node: Hub, shared_second: Hub, monkeypatch: pytest.MonkeyPatch
):
    with no_release(monkeypatch):
        await shared_node.submit(shared_node.ban())
        await asyncio.sleep(0.05)
    answer = await shared_second.submit(shared_second.ban())
    async with asyncio.timeout(5):
        while await released(shared_node) <= answer.receipt.index:
            await asyncio.sleep(0.01)


async def test_who_sends_again_after_a_crash_makes_the_release_happen(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    token = shared_node.ban()
    with no_release(monkeypatch):
        receipt = await shared_node.receipt(token)

    assert await shared_node.receipt(token) == receipt
