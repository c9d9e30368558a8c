"""A fake hub and two members' sites on it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from hub.api.serve import listening
from hub.clock import SystemClock
from hub.embedded.cluster import Cluster
from hub.settings import Settings
from hub.workflows.process.open_exchange import open_process
from keys import keyfile
from tests.integration.sdk.fake_hub import FakeHub, open_fake_hub
from tests.integration.sdk.sites import Site
from tests.integration.sdk.worlds import World
from tests.support.hub import Site as HubSite
from tests.support.hub import make_keyring
from tests.support.trust import Trust, make_trust


@pytest.fixture(scope="session")
def trust() -> Trust:
    """A trust list of today."""
    return make_trust(now=SystemClock().now())


@pytest.fixture
async def hub(trust: Trust) -> AsyncIterator[FakeHub]:
    """A hub that keeps its promises until told not to."""
    async with open_fake_hub(trust, SystemClock()) as fake:
        yield fake


@pytest.fixture
def russia(tmp_path: Path, trust: Trust, hub: FakeHub) -> Site:
    """The sender's site."""
    return Site(tmp_path / "ru", "ru-guvm", trust, hub.url)


@pytest.fixture
def tajikistan(tmp_path: Path, trust: Trust, hub: FakeHub) -> Site:
    """The recipient's site."""
    return Site(tmp_path / "tj", "tj-molme", trust, hub.url)


@pytest.fixture
def real_settings(settings: Settings, real_trust: Trust, tmp_path: Path) -> Settings:
    """The settings of a real hub with a folder of its own."""
    folder = tmp_path / "hub"
    folder.mkdir()
    for kind, document in real_trust.documents.items():
        (folder / f"{kind}.note").write_bytes(document)
    keyfile.write(folder / "log.pem", real_trust.log, None)
    make_keyring(folder, real_trust.list.hub)
    return replace(
        settings,
        listen=("127.0.0.1", 0),
        trust_dir=folder,
        trust_anchor=real_trust.anchor,
        log_key_file=folder / "log.pem",
        keyring_dir=folder / "keyring",
        master_key_file=folder / "master.key",
    )


@pytest.fixture
async def real_url(real_settings: Settings) -> AsyncIterator[str]:
    """The address of a real hub."""
    async with open_process(real_settings) as process, listening(process) as url:
        yield url


@pytest.fixture
async def world(seeded_cluster: Cluster, hub_site: HubSite, tmp_path: Path) -> AsyncIterator[World]:
    """A cluster to put hubs on."""
    async with AsyncExitStack() as stack:
        yield World(cluster=seeded_cluster, site=hub_site, folder=tmp_path, stack=stack)
