"""Journeys of a liaison by mouse, by keyboard and without scripts: a search for bans, a citizen's enquiry."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.browser import DESKTOP
from tests.console.keyboard import press, reach
from tests.console.pictures import take_picture
from tests.console.served import Served
from tests.console.sweep import check_axe, check_widths

LIAISON = "tj-mvd.liaison"
LANGUAGES = ("ru", "en")
SAID = {
    "ru": {"search": "Найти", "hit": "Это лицо", "answer": "Проверить и ответить"},
    "en": {"search": "Search", "hit": "This person", "answer": "Check and answer"},
}


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
        assert SAID[lang]["hit"] in await page.inner_text("main")
        assert await _look(page, f"entry-bans-found-{lang}") == []
        assert await watched.violations() == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_ban_is_searched_by_keyboard_alone(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/entry-bans")
        await page.focus("#purpose")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.type("TEST-3")
        await page.keyboard.press("Tab")
        await page.keyboard.type("400000001")
        await page.focus("#surname")
        await page.keyboard.type("PROBNYI")
        await press(page, SAID[lang]["search"])
        await page.wait_for_load_state()
        await reach(page, "RU-BAN-TEST-1")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_citizen_is_answered_without_scripts_and_only_the_sheets_are_printed(
    browser: Browser, served: Served, lang: str
):
    async with served.visitor(browser, LIAISON, lang=lang, js=False) as watched:
        page = watched.page
        await page.goto("/citizens")
        await page.fill("#case_number", "ОБР-2")
        await page.select_option("#consent_form", "written")
        await page.fill("#surname", "Пробный")
        await page.fill("#given", "Тестобек")
        await page.fill("#birth", "04.05.1990")
        await page.fill("#document", "400000001")
        await page.select_option("#citizenship", "TJK")
        await page.select_option("#reader", "tg")
        await page.click(f"main form button:has-text('{SAID[lang]['answer']}')")
        assert "ВЪЕЗД ЗАКРЫТ" in await page.inner_text("main")
        await take_picture(page, f"citizens-answer-{lang}")
        await page.emulate_media(media="print")
        assert await page.locator(".sheet:visible").count() == 2
        assert await page.locator("header.top:visible, .unprinted:visible, nav:visible").count() == 0
        await take_picture(page, f"citizens-printed-{lang}")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_summary_is_read_from_a_spreadsheet_mended_and_prepared(browser: Browser, served: Served, lang: str):
    table = "indicator;part;value\nLAB.OUT;;129807\nLAB.OUT;sex=M;many\n"
    async with served.visitor(browser, LIAISON, lang=lang) as watched:
        page = watched.page
        await page.goto("/situation/new")
        await page.click("summary")
        file = {"name": "summary.csv", "mimeType": "text/csv", "buffer": table.encode()}
        await page.set_input_files("#table", [file])
        await page.click("details form button")
        assert await page.input_value("#value-0") == "129807"
        assert await _look(page, f"situation-upload-{lang}") == []
        await page.fill("#value-1", "112927")
        await page.fill("#period", "2025-H1" if lang == "ru" else "2025-H2")
        await page.click("button[value=prepare]")
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


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_summary_is_made_by_form_without_scripts(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, LIAISON, lang=lang, js=False) as watched:
        page = watched.page
        await page.goto("/situation/new")
        await page.fill("#indicator-0", "LAB.OUT")
        await page.fill("#value-0", "12 345")
        await page.fill("#period", "2024-H1" if lang == "ru" else "2024-H2")
        await page.click("button[value=more]")
        assert await page.locator("#indicator-15").count() == 1
        await page.click("button[value=prepare]")
        assert "/drafts/" in page.url
