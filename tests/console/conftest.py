"""Fixtures of the console's tests: one browser, and one served console with accounts on the embedded database."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.console.browser import open_browser


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run."""
    async with open_browser() as opened:
        yield opened
