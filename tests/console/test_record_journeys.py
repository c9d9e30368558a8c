"""A record from a blank form to the log: by two persons in their browsers, and without scripts."""

from collections.abc import Mapping
from itertools import count
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.filling import APPROVER, LIAISON, OFFICER
from tests.console.hands import Hand
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.console.signers import make_signer
from tests.console.sweep import check_axe
from tests.console.test_signing_journey import enrol

NUMBERS = count(1)
CHOSEN = {
    "record.procedure": "ordinary",
    "record.subject_class": "own_national",
    "record.person.names.0.script": "Latn",
    "record.person.names.0.role": "primary",
    "record.person.sex": "F",
    "record.interview_requested": "yes",
}


async def fill(page: Page, typed: Mapping[str, str]) -> None:
    """Type into fields."""
    for name, text in typed.items():
        await page.locator(f'[id="{name}"]').fill(text)


async def choose(page: Page, chosen: Mapping[str, str]) -> None:
    """Choose from lists."""
    for name, code in chosen.items():
        await page.locator(f'[id="{name}"]').select_option(code)


async def press(page: Page, deed: str) -> None:
    """Press the button that adds or removes a part, or checks all."""
    await page.locator(f'button[value="{deed}"]:visible').last.click()


async def test_a_request_goes_from_a_blank_form_to_the_log_by_two_persons(browser: Browser, served: Served):
    number = f"TJ-NEW-{next(NUMBERS)}"
    async with served.visitor(browser, LIAISON, lang="ru") as watched:
        page, hand = watched.page, Hand(watched.page, "ru")
        await page.goto("/readmission?box=out")
        await hand.click("link", "New request")
        await page.check('input[name="to"][value="kz-mvd"]')  # ticked already where it alone may be asked
        await choose(page, CHOSEN)
        await fill(page, {"record.case_id": number, "record.person.names.0.surname": "TESTOVA"})
        await fill(page, {"record.person.nationalities.0.code": "Казахстан"})
        await press(page, "more:record.person.names")
        await expect(page.locator('[id="record.person.names.1"]')).to_be_focused()
        await fill(page, {"record.person.names.1.surname": "ТЕСТОВА", "record.person.birth.date": "вчера"})
        await choose(page, {"record.person.names.1.script": "Cyrl", "record.person.names.1.role": "primary"})
        await press(page, "check")
        await expect(page.locator("#errors")).to_be_focused()
        assert await check_axe(page) == []
        await fill(page, {"record.person.birth.date": "04.05.1990"})
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert await page.locator("#errors").all_inner_texts() == []
        await hand.sees("What will be signed")
        draft = urlsplit(page.url).path
        assert await watched.violations() == []
    async with served.visitor(browser, APPROVER, lang="ru") as watched:
        await enrol(served, APPROVER, watched.page, "ru")
        hand = Hand(watched.page, "ru")
        await watched.page.goto(draft)
        await hand.click("button", "Sign and send")
        await hand.sees("Accepted.")
        assert await watched.violations() == []
    await follow_all(served.hub)
    async with served.client("kz-mvd.liaison") as client, client.get("/readmission?box=in") as answer:
        assert number in await answer.text()


@pytest.mark.parametrize("lang", ["en"])
async def test_without_scripts_the_secretariat_says_that_an_item_is_done(browser: Browser, served: Served, lang: str):
    async with served.client(OFFICER) as client, served.visitor(browser, OFFICER, lang=lang, js=False) as watched:
        officer = await make_signer(served, OFFICER, client)
        page, hand = watched.page, Hand(watched.page, lang)
        await page.goto("/work-plan?year=2021")
        row = page.locator("tr", has_text="national migration legislation").first
        await row.get_by_role("link", name=hand.say("Change")).click()
        await choose(page, {"record.progress.0.status": "done"})
        await press(page, "more:record.progress.0.note")
        await fill(
            page, {"record.progress.0.note.ru": "Рассмотрен.", "record.progress.0.note.en": "It was considered."}
        )
        await press(page, "check")
        await hand.sees("What will be signed")
        signed = await officer.sign(urlsplit(page.url).path)
        assert signed.status == 303, signed.page
        await follow_all(served.hub)
        await page.goto("/work-plan?year=2021&status=done")
        await page.get_by_text("It was considered.").first.wait_for(state="attached")
