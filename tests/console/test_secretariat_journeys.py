"""Journeys of the secretariat: who is missing is reminded, a report is frozen and signed, the meeting folder taken."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.console.keyboard import press
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.console.signers import make_signer

OFFICER = "cis-ec.secretariat-officer"
LANGUAGES = ("ru", "en")
SAID = {
    "ru": {
        "freeze": "Зафиксировать обзор",
        "prepare": "Подготовить к подписи",
        "remind": "Поручить узлу напомнить",
        "reminds": "Узел отправит напоминание",
        "package": "Скачать папку на русском и английском",
        "plan": "Совет",
        "meetings": "Заседания",
    },
    "en": {
        "freeze": "Freeze this report",
        "prepare": "Prepare it for signature",
        "remind": "Have the hub remind them",
        "reminds": "The hub reminds",
        "package": "Download the folder in Russian and English",
        "plan": "Council",
        "meetings": "Meetings",
    },
}


async def _is_a_draft(page: Page) -> None:
    await expect(page.locator("h1")).to_contain_text("20")
    assert "/drafts/" in page.url


@pytest.mark.parametrize(("lang", "period"), [("ru", "2020-Q1"), ("en", "2020-Q2")])
async def test_a_report_is_prepared_for_signature_by_mouse(browser: Browser, served: Served, lang: str, period: str):
    async with served.visitor(browser, OFFICER, lang=lang) as watched:
        page = watched.page
        await page.goto("/reports?year=2020")
        await page.fill("#period", period)
        await page.locator("main form button").last.click()
        await page.get_by_role("button", name=SAID[lang]["remind"]).click()
        await expect(page.get_by_role("status")).to_contain_text(SAID[lang]["reminds"])
        await page.get_by_role("link", name=SAID[lang]["freeze"]).click()
        await page.get_by_role("button", name=SAID[lang]["prepare"]).click()
        await _is_a_draft(page)
        assert await watched.violations() == []


@pytest.mark.parametrize(("lang", "period"), [("ru", "2020-Q3"), ("en", "2020-Q4")])
async def test_a_report_is_prepared_for_signature_by_keyboard_alone(
    browser: Browser, served: Served, lang: str, period: str
):
    async with served.visitor(browser, OFFICER, lang=lang) as watched:
        page = watched.page
        await page.goto(f"/reports/{period}")
        await press(page, SAID[lang]["freeze"])
        await page.wait_for_url("**/freeze?*")
        await press(page, SAID[lang]["prepare"])
        await page.wait_for_url("**/drafts/*")
        await _is_a_draft(page)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_folder_of_a_meeting_is_found_and_taken(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, OFFICER, lang=lang) as watched:
        page = watched.page
        await page.goto("/participants")
        await page.get_by_role("link", name=SAID[lang]["plan"], exact=True).click()
        await page.get_by_role("link", name=SAID[lang]["meetings"], exact=True).click()
        await page.locator("tbody th a").first.click()
        async with page.expect_download() as taken:
            await page.get_by_role("link", name=SAID[lang]["package"]).click()
        assert (await taken.value).suggested_filename == "meeting-council-26.zip"
        assert await watched.violations() == []


async def test_without_scripts_a_report_is_frozen_by_a_signed_file_and_everybody_reads_it(
    browser: Browser, served: Served, tmp_path: Path
):
    async with (
        served.client(OFFICER, lang="en") as client,
        served.visitor(browser, OFFICER, lang="en", js=False) as own,
    ):
        signer, page = await make_signer(served, OFFICER, client), own.page
        await page.goto("/reports/2018")
        await page.get_by_role("link", name=SAID["en"]["freeze"]).click()
        await page.get_by_role("button", name=SAID["en"]["prepare"]).click()
        draft = page.url.partition("/drafts/")[2]
        signed = tmp_path / "envelope.jws"
        signed.write_bytes(await signer.envelope(f"/drafts/{draft}"))
        await page.locator("summary", has_text="Sign from a file").click()
        await page.set_input_files("#signed-sign", signed)
        await page.get_by_role("button", name="Upload the signed file").click()
        await expect(page.get_by_role("status")).to_contain_text("Accepted.")
        await follow_all(served.hub)
    async with served.client("kz-mvd.liaison", lang="en") as reader, reader.get("/reports/2018?state=frozen") as answer:
        assert answer.status == 200
        assert "Frozen and signed" in await answer.text()
