"""Pages that forms lead to are accessible and fit every window: bans and persons that were found, figures to mend.

The journeys themselves: `test_journeys.py`.
"""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.browser import DESKTOP
from tests.console.pictures import take_picture
from tests.console.served import Served
from tests.console.sweep import check_axe, check_widths

LIAISON = "tj-mvd.liaison"
LANGUAGES = ("ru", "en")
HIT = {"ru": "Это лицо", "en": "This person"}


async def _look(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page that a form led to; leave its picture."""
    await page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    await take_picture(page, name)
    complaints = [*await check_axe(page), *await check_widths(page, name)]
    await page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return complaints


async def _fill_search(page: Page) -> None:
    await page.select_option("#purpose", "entry-control")
    await page.fill("#case_number", "TEST-2")
    await page.fill("#surname", "Пробный")
    await page.fill("#given", "Тестобек")
    await page.fill("#birth", "04.05.1990")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_ban_is_searched_by_mouse_and_found_with_its_reasons(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/entry-bans")
        await page.click("main form button")
        await expect(page.locator("#errors")).to_be_focused()
        assert await _look(page, f"entry-bans-errors-{lang}") == []
        await _fill_search(page)
        await page.click("main form button")
        assert HIT[lang] in await page.inner_text("main")
        assert await _look(page, f"entry-bans-found-{lang}") == []
        assert await watched.violations() == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_summary_is_read_from_a_spreadsheet_mended_and_prepared(browser: Browser, served: Served, lang: str):
    table = "indicator;part;value\nLAB.OUT;;129807\nLAB.OUT;sex=M;many\n"
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/situation/new")
        await page.click("summary")
        file = {"name": "summary.csv", "mimeType": "text/csv", "buffer": table.encode()}
        await page.set_input_files("#table", [file])
        await page.click("button[formaction]")
        assert await page.input_value("#value-0") == "129807"
        assert await _look(page, f"situation-upload-{lang}") == []
        await page.fill("#value-1", "112927")
        await page.fill("#period", "2025-H1" if lang == "ru" else "2025-H2")
        await page.click("button[value=prepare]:visible")
        assert "/drafts/" in page.url, await page.inner_text("main")
        assert await watched.violations() == []


async def test_a_summary_that_was_sent_is_read(browser: Browser, served: Served):
    async with served.visitor(browser, LIAISON) as watched:
        await watched.page.goto("/situation")
        await watched.page.click("tbody a")
        assert await _look(watched.page, "situation-one") == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_ban_is_opened_from_what_was_found_and_its_person_shown(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/entry-bans")
        await _fill_search(page)
        await page.click("main form button")
        await page.click("section.hit a")
        assert page.url.endswith("/entry-bans/ru-guvm/RU-BAN-TEST-1")
        await page.select_option("#purpose", "readmission")
        await page.fill("#case_number", "TEST-5")
        await page.click("main form button")
        assert "PROBNYI TESTOBEK" in await page.inner_text("main")
        assert await _look(page, f"entry-ban-person-{lang}") == []
        assert await watched.violations() == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_missing_person_is_looked_for_and_a_match_taken_for_verification(
    browser: Browser, served: Served, lang: str
):
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/missing")
        await page.fill("#case_number", "Р-7")
        await page.fill("#surname", "Тестов-Пробный")
        await page.fill("#given", "Пример")
        await page.fill("#birth", "09.04.1988")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("section.hit")
        assert await _look(page, f"missing-found-{lang}") == []
        await page.goto("/missing/matches/ru-guvm/RU-MP-TEST-1")
        await page.click("main form button")
        await expect(page.locator("#errors")).to_be_focused()
        assert await _look(page, f"missing-match-errors-{lang}") == []
        await page.goto("/missing/ru-guvm/RU-M-TEST-1")
        await page.fill("#case_number", "Р-8")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "Тестов-Пробный" in await page.inner_text("main")
        assert await _look(page, f"missing-person-{lang}") == []
        assert await watched.violations() == []
