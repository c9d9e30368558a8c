"""What Chromium prints: sheets of A4, as many as there are to be, with who printed them and when."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.console.hands import Hand
from tests.console.journeys_of_liaisons import answer_a_citizen
from tests.console.served import Served

CASE = "/readmission/kz-mvd/KZ-TEST-0003"  # to which no test adds a record or a comment
TJ = "tj-mvd.liaison"
A4 = (595, 842)  # points
_PAGE, _BOX = re.compile(rb"/Type\s*/Page\b"), re.compile(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]")


async def sheets_of(page: Page) -> int:
    """Print a page as its own style says, and return how many sheets come out, all of them A4.

    Raises:
        AssertionError: a sheet is of another size.
    """
    await page.emulate_media(media="print")
    printed = await page.pdf(prefer_css_page_size=True)
    assert {tuple(round(float(side)) for side in box) for box in _BOX.findall(printed)} == {A4}
    return len(_PAGE.findall(printed))


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_letterhead_is_one_sheet(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, TJ, lang=lang) as watched:
        await watched.page.goto(f"{CASE}/print")
        assert await sheets_of(watched.page) == 1
        await watched.page.goto(CASE)
        assert await sheets_of(watched.page) <= 3, "with every day of the count"


async def test_a_citizen_gets_two_sheets_and_neither_names_the_officer(browser: Browser, served: Served):
    async with served.visitor(browser, TJ) as watched:
        await answer_a_citizen(Hand(watched.page, "ru"), "9001")
        assert await sheets_of(watched.page) == 2
        assert served.accounts[TJ].name not in await watched.page.inner_text("main")


async def test_a_printed_page_says_who_printed_it_when_and_where_it_stands(browser: Browser, served: Served):
    async with served.visitor(browser, "cis-ec.secretariat-officer", lang="en") as watched:
        for address in ("/health", "/overdue/letters/tj-mvd", "/reports/2020-H1"):
            await watched.page.goto(address)
            assert not await watched.page.locator(".printed").is_visible()
            await watched.page.emulate_media(media="print")
            said = await watched.page.locator(".printed").inner_text()
            assert served.accounts["cis-ec.secretariat-officer"].name in said
            assert said.endswith(f"{served.url}{address}")
            await watched.page.emulate_media(media="screen")
