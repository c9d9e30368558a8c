"""Fixtures of the console's tests: one browser, and one served console with accounts on the embedded database."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from hub.embedded.cluster import Cluster
from tests.console.browser import open_browser
from tests.console.seeding_files import OPENER
from tests.console.served import Served, open_served
from tests.integration.hubs import MEMBERS, ORIGIN
from tests.support import database
from tests.support.hub import make_site


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run."""
    async with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
async def served(migrated_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A console that many tests share: they read, or add what disturbs nobody."""
    site = make_site(tmp_path_factory.mktemp("console"), MEMBERS, origin=ORIGIN, openers={"tj-mvd": [OPENER]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub.workflows.desk.list_desk.PAGE", 75)  # so many cases as all tests together make
        async with database.clone(migrated_cluster, "console_shared") as dsn, open_served(site, dsn) as opened:
            yield opened
