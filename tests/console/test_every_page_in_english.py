"""Every page of the console as a browser shows it in English; `make pictures` takes its picture."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from hub.console.routing import Route
from tests.console import pictures
from tests.console.browser import Watched, visitor
from tests.console.served import Served
from tests.console.sweep import PAGES, sweep

LANG = "en"


@pytest.fixture(scope="module", name="watched")
async def opened(browser: Browser, served: Served) -> AsyncIterator[Watched]:
    """One profile for all pages: whoever opens a page signs in to it."""
    async with visitor(browser, served.url, lang=LANG) as watched:
        yield watched


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
async def test_a_page_is_accessible_safe_and_fits_every_window(watched: Watched, served: Served, page: Route):
    await served.sign_in(watched, await served.opener(page), lang=LANG)
    complaints = await sweep(watched, page.address(), picture=f"{page.path}-{LANG}", dark=pictures.WANTED)
    assert complaints == []  # colours do not depend on the language: in the dark they are looked at in Russian
    assert await watched.page.get_attribute("html", "lang") == LANG
