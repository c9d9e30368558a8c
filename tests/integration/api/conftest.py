"""The API of a hub inside this process, and of one that is a process of its own with a log file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from hub.api.serve import listening
from hub.embedded.cluster import Cluster
from tests.integration.api.callers import Api
from tests.integration.conftest import SEEDED
from tests.integration.hubs import Hub
from tests.support import database
from tests.support.hub import HubProcess, Site


@pytest.fixture(scope="session")
async def api(shared_node: Hub) -> AsyncIterator[Api]:
    """The API of `shared_node`."""
    async with listening(shared_node.process) as url, aiohttp.ClientSession() as session:
        yield Api(url=url, trust=shared_node.trust, session=session)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A hub that is a process of its own: its API, its database, its log."""

    api: Api
    dsn: str
    log: Path


@pytest.fixture(scope="session")
async def served(
    hub_site: Site, seeded_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """`hub serve` on a database of its own."""
    log = tmp_path_factory.mktemp("served") / "hub.log"
    async with database.clone(seeded_cluster, "seeded_served", SEEDED) as dsn, aiohttp.ClientSession() as session:
        process = HubProcess(hub_site.environment(dsn, HUB_UNSAFE_DATABASE="1"), log=log)
        try:
            api = Api(url=process.address, trust=hub_site.trust, session=session)
            yield Served(api=api, dsn=dsn, log=log)
        finally:
            status = process.stop()
        assert status == 0
