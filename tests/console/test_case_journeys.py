"""Pages below a case in a real browser; the way to them: `test_journeys.py`."""

import pytest
from playwright.async_api import Browser

from tests.console.keyboard import walk
from tests.console.served import Served
from tests.console.sweep import sweep
from tests.console.test_cases import CASE, TJ, place_of


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_pages_below_a_case_are_accessible_too(browser: Browser, served: Served, lang: str):
    index = await place_of(served)
    async with served.visitor(browser, TJ, lang=lang) as watched:
        for path in (f"records/{index}", f"evidence/{index}/0"):
            assert await sweep(watched, f"{CASE}/{path}", picture=f"case-{path.partition('/')[0]}-{lang}") == []
        await watched.page.goto(CASE)
        assert await walk(watched.page) == []
