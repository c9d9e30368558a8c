"""A fake hub and two members' sites on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from tests.integration.sdk.fake_hub import FakeHub, open_fake_hub
from tests.integration.sdk.sites import Site
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
