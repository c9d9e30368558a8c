"""From the tasks to a case and its evidence in a real browser: by mouse, without scripts, and by keyboard alone."""

import pytest
from playwright.async_api import Browser, expect

from tests.console.keyboard import press, walk
from tests.console.served import Served
from tests.console.sweep import sweep
from tests.console.test_cases import CASE, TJ, place_of


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_pages_below_a_case_are_accessible_too(browser: Browser, served: Served, lang: str):
    index = await place_of(served)
    async with served.visitor(browser, TJ, lang=lang) as watched:
        for path in (f"records/{index}", f"evidence/{index}/0"):
            assert await sweep(watched, f"{CASE}/{path}", picture=f"case-{path.partition('/')[0]}-{lang}") == []


@pytest.mark.parametrize(("lang", "js"), [("ru", True), ("en", True), ("ru", False), ("en", False)])
async def test_a_person_goes_from_the_tasks_to_the_evidence(browser: Browser, served: Served, lang: str, js: bool):
    async with served.visitor(browser, TJ, lang=lang, js=js) as watched:
        page = watched.page
        await page.goto("/tasks")
        await page.get_by_role("link", name="KZ-TEST-0001").click()
        await expect(page.locator(".clock")).to_be_visible()
        await page.locator("#evidence + .wrap a").first.click()
        await expect(page.locator(".banner.ok")).to_be_visible()
        await page.locator("a.button:not(.second)").click()
        await expect(page.locator("h1")).to_contain_text("KZ-TEST-0001")
        assert await watched.violations() == []


@pytest.mark.parametrize(
    ("lang", "choose"), [("ru", "Выбрать дело KZ-TEST-0003"), ("en", "Choose the case KZ-TEST-0003")]
)
async def test_a_case_is_given_and_commented_by_keyboard_alone(
    browser: Browser, served: Served, lang: str, choose: str
):
    async with served.visitor(browser, TJ, lang=lang) as watched:
        page = watched.page
        await page.goto("/readmission?number=KZ-TEST-0003")
        await press(page, choose, "Space")
        await page.keyboard.press("Tab")
        await expect(page.locator(".tick")).to_be_checked()
        await page.locator("#account").focus()
        await page.keyboard.type("Тест" if lang == "ru" else "Test")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_be_visible()
        await page.goto("/tasks")
        await page.get_by_role("link", name="KZ-TEST-0001").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".clock")).to_be_visible()
        assert await walk(page) == []
        await page.goto(f"{CASE}#comments")
        await page.locator("#comment").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("#errors")).to_be_focused()
        assert await watched.violations() == []
