"""Hubs for the tests of this folder: each on a database cloned from one that has its trust list and agreements."""

import itertools
from collections.abc import AsyncIterator

import pytest

from hub.embedded.cluster import Cluster
from hub.workflows.trust.read_trust import refresh_judgement
from tests.integration.hubs import MEMBERS, ORIGIN, Hub, open_hub
from tests.integration.trust_changes import documents, publish
from tests.support import database
from tests.support.hub import Site, make_site

SEEDED = "hub_seeded"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def hub_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The folder of a hub in the environment `test`."""
    return make_site(tmp_path_factory.mktemp("hub"), MEMBERS, origin=ORIGIN)


@pytest.fixture(scope="session")
async def seeded_cluster(migrated_cluster: Cluster, hub_site: Site) -> AsyncIterator[Cluster]:
    """The cluster with a database on which a hub has started once."""
    async with database.clone(migrated_cluster, SEEDED) as dsn:
        async with open_hub(hub_site, dsn):
            pass
        yield migrated_cluster


@pytest.fixture
async def seeded_database(seeded_cluster: Cluster) -> AsyncIterator[str]:
    """The address of a database of its own, with trust list and agreements."""
    async with database.clone(seeded_cluster, f"seeded_{next(_numbers)}", SEEDED) as dsn:
        yield dsn


@pytest.fixture
async def node(hub_site: Site, seeded_database: str) -> AsyncIterator[Hub]:
    """A hub that this test has for itself."""
    async with open_hub(hub_site, seeded_database) as opened:
        yield opened


@pytest.fixture
async def second_node(hub_site: Site, node: Hub) -> AsyncIterator[Hub]:
    """Another process of the same hub, on the same database."""
    async with open_hub(hub_site, node.dsn) as opened:
        opened.numbers = node.numbers
        yield opened


@pytest.fixture(scope="session")
async def shared_node(hub_site: Site, seeded_cluster: Cluster) -> AsyncIterator[Hub]:
    """A hub for tests that only add to its log, or are refused."""
    async with database.clone(seeded_cluster, "seeded_shared", SEEDED) as dsn, open_hub(hub_site, dsn) as opened:
        yield opened


@pytest.fixture(scope="session")
async def shared_second(hub_site: Site, shared_node: Hub) -> AsyncIterator[Hub]:
    """Another process of the hub `shared_node`."""
    async with open_hub(hub_site, shared_node.dsn) as opened:
        opened.numbers = shared_node.numbers
        yield opened


@pytest.fixture
async def trusted(shared_node: Hub, shared_second: Hub) -> AsyncIterator[Hub]:
    """`shared_node`, whose trust list a test may change: its participants are published anew afterwards.

    Nothing revoked comes back, so a test that revokes takes `node`.
    """
    before = list(shared_node.exchange.judgement.trust.participants.values())
    yield shared_node
    await refresh_judgement(shared_node.exchange)
    await publish(shared_node, documents(shared_node, before))
    await refresh_judgement(shared_second.exchange)
