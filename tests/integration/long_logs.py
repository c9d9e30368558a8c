"""Longer logs in no time: leaves written straight into the tables, as acts, with frontier and groups to match."""

from hub.core import instant, leaf, merkle
from hub.core.leaf import ActLeaf
from hub.store import log
from hub.workflows.release_log import release_rest
from tests.integration.hubs import ORIGIN, Hub, connected
from tests.support.hub import now

GROUP = 8192


async def lengthen(hub: Hub, size: int, *, release: bool = True) -> None:
    """Write leaves until the log has `size`, in groups as large as can be; then release it."""
    async with connected(hub.dsn) as conn:
        while True:
            async with conn.transaction():
                await log.lock(conn)
                end = await log.read_end(conn)
                bodies = [make_leaf(index) for index in range(end.size, min(size, end.size + GROUP))]
                if not bodies:
                    break
                frontier = end.frontier.append(map(merkle.leaf_hash, bodies))
                await conn.copy_records_to_table(
                    "leaf", records=list(enumerate(bodies, start=end.size)), columns=["index", "body"]
                )
                await conn.execute("INSERT INTO log_group (size, root) VALUES ($1, $2)", frontier.size, frontier.root())
                await conn.execute(
                    "UPDATE log_head SET size = $1, root = $2, frontier = $3, at = clock_timestamp()",
                    frontier.size,
                    frontier.root(),
                    frontier.format(),
                )
    if release:
        await release_rest(hub.exchange)


def make_leaf(index: int) -> bytes:
    """Return a leaf of an act that never happened."""
    return leaf.format(
        ActLeaf(hub=ORIGIN, act="test", subject=f"{index}", sha256="", at=instant.format(now()), trust=1, salt="")
    )
