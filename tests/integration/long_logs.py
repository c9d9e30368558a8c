"""Longer logs in no time: leaves written straight into the tables, as acts, with frontier and groups to match."""

from datetime import datetime

from hub.core import instant, leaf, merkle
from hub.core.leaf import ActLeaf
from hub.store import log
from hub.workflows.log.release_log import release_rest
from tests.integration.hubs import ORIGIN, Hub, connected

GROUP = 8192


async def lengthen(hub: Hub, size: int, *, release: bool = True) -> None:
    """Write leaves until the log has `size`, in groups as large as can be; then release it."""
    async with connected(hub.dsn) as conn:
        while True:
            async with conn.transaction():
                await log.lock(conn)
                end = await log.read_end(conn)
                at = await conn.fetchval("SELECT greatest(at, clock_timestamp()) FROM log_head")
                bodies = [make_leaf(index, at) for index in range(end.size, min(size, end.size + GROUP))]
                if not bodies:
                    break
                frontier = end.frontier.append(map(merkle.leaf_hash, bodies))
                await conn.copy_records_to_table(
                    "leaf", records=list(enumerate(bodies, start=end.size)), columns=["index", "body"]
                )
                await conn.execute("INSERT INTO log_group (size, root) VALUES ($1, $2)", frontier.size, frontier.root())
                await conn.execute(
                    "UPDATE log_head SET size = $1, root = $2, frontier = $3, at = $4",
                    frontier.size,
                    frontier.root(),
                    frontier.format(),
                    at,
                )
    if release:
        await release_rest(hub.exchange)


def make_leaf(index: int, at: datetime) -> bytes:
    """Return a leaf of an act that never happened."""
    return leaf.format(
        ActLeaf(hub=ORIGIN, act="test", subject=f"{index}", sha256="", at=instant.format(at), trust=1, salt="")
    )
