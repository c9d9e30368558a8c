"""Between a commit and its release the tiles that became full are not kept yet: nothing may take that for damage."""

import pytest

from hub.core.tile import WIDTH
from hub.store import log, tiles
from hub.workflows.log.prove_log import prove_consistency, require_own
from hub.workflows.log.release_log import Releaser
from tests.integration.hubs import Hub


async def test_an_own_checkpoint_is_known_again_before_the_next_release(node: Hub, monkeypatch: pytest.MonkeyPatch):
    exchange = node.exchange
    await node.submit(node.ban())
    async with exchange.pool.acquire() as conn:
        end = await log.read_end(conn)
    monkeypatch.setattr(Releaser, "offer", lambda *_: None)
    while exchange.own.size <= 2 * WIDTH:
        await node.submit_all([node.ban() for _ in range(WIDTH)])
    async with exchange.pool.acquire() as conn:
        assert await tiles.count_tiles(conn) < exchange.own.size // WIDTH
        await require_own(exchange, conn, end.size, end.root)
        assert await prove_consistency(exchange, conn, end.size, exchange.own.size)

    assert not exchange.stopped
