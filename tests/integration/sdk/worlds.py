"""Hubs on databases of one cluster, and members that witness their logs."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from hub.api.serve import listening
from hub.embedded.cluster import Cluster
from hub.store import witness
from hub.workflows.log.witness_naming import Naming
from tests.integration.conftest import SEEDED
from tests.integration.hubs import Hub, open_hub
from tests.integration.sdk.sites import Site
from tests.support import database
from tests.support.hub import Site as HubSite

COUNTING = ("tj-molme", "tj-mvd", "kz-mvd", "kg-migration")  # four of seven that count: enough
Served = tuple[Hub, str]


@dataclass(kw_only=True)
class World:
    """Hubs on databases of one cluster, and the sites of their members."""

    cluster: Cluster
    site: HubSite
    folder: Path
    stack: AsyncExitStack

    async def hub(self, name: str, template: str = SEEDED) -> Served:
        """Serve a hub on a database cloned from another."""
        await self.stack.enter_async_context(database.clone(self.cluster, name, template))
        return await self.serve(name)

    async def serve(self, name: str, **environment: str) -> Served:
        """Serve a hub on a database that is there, until the end of the test; `environment` adds to its settings."""
        hub = await self.stack.enter_async_context(open_hub(self.site, self.cluster.dsn(name), **environment))
        return hub, await self.stack.enter_async_context(listening(hub.process))

    def member(self, participant: str, url: str, *, extra: str = "") -> Site:
        """Return a member's site with a witness key."""
        site = Site(self.folder / participant, participant, self.site.trust, url, witness=True)
        site.write_config(url, extra=extra)
        return site


async def grow(hub: Hub, count: int = 1, *, first: int = 0) -> None:
    """Have the log grow and its end named for witnessing."""
    for number in range(count):
        await hub.submit(hub.ban(first + number) if first else hub.ban())
    await hub.process.committer.drain(5)
    async with hub.exchange.pool.acquire() as conn:
        while await conn.fetchval("SELECT size FROM log_release") < await conn.fetchval("SELECT size FROM log_head"):
            pass
    await Naming(hub.exchange).step()


async def witnessed(hub: Hub, at_least: int = 1) -> bytes | None:
    """Return the smallest checkpoint that has a quorum and so many leaves."""
    async with hub.exchange.pool.acquire() as conn:
        return await witness.read_witnessed(conn, at_least)


async def fork(world: World, *, deeper: bool = False) -> tuple[Served, Served]:
    """Serve two hubs with the same key whose logs part after a common beginning."""
    one, two = await world.hub("fork_a"), await world.hub("fork_b")
    await grow(one[0], 2, first=100)
    await grow(two[0], 4 if deeper else 2, first=200)
    return one, two


def witness_table(own: Path, other: Path) -> str:
    """Return the configuration of a gateway that publishes its notes and reads those of another."""
    return f'[witness]\npublish_file = "{own}"\npeers = ["{other}"]\n'
