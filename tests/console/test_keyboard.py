"""The walk by keyboard finds what Tab does not reach, and where one cannot see the focus."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from hub.console.routing import Route
from tests.console.browser import Watched, visitor
from tests.console.keyboard import press, walk
from tests.console.served import Served
from tests.console.sweep import PAGES


@pytest.fixture(scope="module", name="watched")
async def opened(browser: Browser, served: Served) -> AsyncIterator[Watched]:
    """One profile for all pages: whoever opens a page signs in to it."""
    async with visitor(browser, served.url) as watched:
        yield watched


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<a href="/a">Один</a><button>Два</button>', ""),
        ('<a href="/a" tabindex="-1">Один</a><button>Два</button>', "Tab does not reach"),
        ('<a href="/a">Один</a><button class="plain">Два</button>', "the focus cannot be seen on button"),
        ('<a href="/a" class="away">Один</a>', "the focus is outside the window on a"),
        ('<form><input type="radio" name="a" value="1"><input type="radio" name="a" value="2" checked></form>', ""),
        ('<form><input type="radio" name="a" value="1"><input type="radio" name="a" value="2"></form>', ""),
        ('<a href="/a">Один</a><p class="over">Закреплено</p>', "the focus is covered on a"),
    ],
)
async def test_the_walk_finds_what_a_keyboard_cannot_do(browser: Browser, body: str, complaint: str):
    style = ".plain:focus{outline:none} .away{position:fixed;left:-9999px} .over{position:fixed;inset:0}"
    async with visitor(browser, "http://localhost") as watched:
        await watched.page.set_content(f"<style>{style}</style>{body}")
        found = await walk(watched.page)
        assert [each for each in found if complaint not in each] == []
        assert bool(found) is bool(complaint)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
async def test_everything_on_a_page_is_reached_and_seen_by_keyboard(watched: Watched, served: Served, page: Route):
    await served.sign_in(watched, await served.opener(page), lang="ru")
    await watched.page.goto(page.address())
    assert await walk(watched.page) == []


async def test_the_first_press_of_tab_offers_to_skip_the_navigation(browser: Browser, served: Served):
    async with served.visitor(browser, "tj-mvd.liaison", lang="en") as watched:
        page = watched.page
        await page.goto("/tasks")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_in_viewport()
        assert "#" in page.url


async def test_the_language_is_changed_by_keyboard_and_the_page_stays(browser: Browser, served: Served):
    async with served.visitor(browser, "tj-mvd.liaison", lang="ru") as watched:
        page: Page = watched.page
        await page.goto("/participants?role=member")
        await press(page, "English")
        await expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url.endswith("/participants?role=member")
