"""A hub with a keyring of its own, whose clock can be moved, and the hands of its worker."""

import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from hub.workflows.at_rest.open_keyring import KeyringFollower
from hub.workflows.at_rest.rotate_keys import KeyRotation
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections.follow_messages import MessageFollower
from tests.integration.hubs import Hub, open_hub
from tests.support.clock import MovedClock
from tests.support.hub import Site


@dataclass(kw_only=True)
class Keeper:
    """A hub and what its worker does at its ticks, by hand."""

    hub: Hub
    clock: MovedClock
    rotation: KeyRotation
    follower: MessageFollower
    keys: KeyringFollower

    async def work(self) -> None:
        """Do everything that is due now: follow the log, erase, end and destroy keys; look at the keyring."""
        await self.rotation.prepare()
        await self.keys.look()
        for _ in range(2):  # what was released before one step may be erased in the next
            await release_rest(self.hub.exchange)
            while await self.follower.step():
                pass
            while await self.rotation.step():
                pass
        await self.keys.look()
        await self.keys.report()

    async def pass_days(self, days: int) -> None:
        """Let so many days pass, and do what is due then."""
        self.clock.moved += timedelta(days=days)
        await self.work()
        await self.work()


def make_keeper(hub: Hub, clock: MovedClock) -> Keeper:
    """Return the hands of this hub's worker."""
    exchange, keys = hub.exchange, hub.process.keyring
    exchange.clock = clock
    return Keeper(
        hub=hub,
        clock=clock,
        rotation=KeyRotation(exchange, hub.process.committer, keys.source),
        follower=MessageFollower(exchange),
        keys=keys,
    )


OpenKeeper = Callable[..., AbstractAsyncContextManager[Keeper]]


@pytest.fixture
def own_site(hub_site: Site, tmp_path: Path) -> Site:
    """A copy of the hub's folder that this test has for itself, keyring and all."""
    return Site(folder=Path(shutil.copytree(hub_site.folder, tmp_path / "hub")), trust=hub_site.trust)


@pytest.fixture
def open_keeper(own_site: Site, seeded_database: str) -> OpenKeeper:
    """Open the hub of this test, on its own database unless another one is named."""

    @contextlib.asynccontextmanager
    async def opened(
        dsn: str = seeded_database, clock: MovedClock | None = None, **environment: str
    ) -> AsyncIterator[Keeper]:
        async with open_hub(own_site, dsn, **environment) as hub:
            yield make_keeper(hub, clock or MovedClock())

    return opened


@pytest.fixture
async def keeper(open_keeper: OpenKeeper) -> AsyncIterator[Keeper]:
    """The hub of this test."""
    async with open_keeper() as opened:
        yield opened
