"""The demonstration's three doors, each walked in Russian and English by what stands on the screen alone.

One demonstration is played for all walks, as a person starts it; every walk leaves it so that the next can be walked.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from hub.console import texts
from tests.console.browser import open_browser, visitor

LANGUAGES = ("ru", "en")
PATIENCE = 900  # seconds until the story is set
SLOW = 40_000  # milliseconds that a gateway may take
LIAISON = "Contact person, Tajikistan"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demonstration; its address."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    folder = tmp_path_factory.mktemp("demo")
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "hub.cli", "--language", "en", "demo", "--folder", str(folder)],
            env={**given, "HUB_LISTEN": "127.0.0.1:0", "HUB_CONSOLE_LISTEN": "127.0.0.1:0"},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(process, folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _address(process: "subprocess.Popen[bytes]", folder: Path) -> str:
    end = time.monotonic() + PATIENCE
    while "open in a browser" not in (said := (folder / "said.txt").read_text(errors="replace")):
        assert process.poll() is None, said
        assert time.monotonic() < end, said
        time.sleep(0.5)
    return str(json.loads((folder / "demo-access.json").read_text())["base_url"])


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One browser for a walk."""
    async with open_browser() as opened:
        yield opened


class Walk:
    """Somebody who reads the screen in one language and clicks what it says."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang = page, lang
        self._texts = texts.load(lang)

    def say(self, text: str) -> str:
        """Return a text of the pages in the walker's language."""
        return self._texts.gettext(text)

    async def enter(self, door: str) -> None:
        """Come to the start page and go through a door."""
        await self.page.goto("/")
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("Three doors into the exchange"))
        await self.page.locator(f"form[action='/training/{door}/enter'] button").click()

    async def follow(self, link: str) -> None:
        """Click a link of the steps."""
        await self.page.get_by_role("link", name=self.say(link), exact=True).click()

    async def press(self, button: str) -> None:
        """Press a button."""
        await self.page.get_by_role("button", name=self.say(button), exact=True).click()

    async def back(self, door: str) -> None:
        """Go back to the steps."""
        await self.follow("Steps of the demonstration")
        await self.page.locator(f"a[href='/training/{door}']").click()

    async def sees(self, text: str) -> None:
        """See something written."""
        await expect(self.page.locator("main")).to_contain_text(text, timeout=SLOW)

    async def until(self, awaited: Locator) -> None:
        """Reload the page until it shows what is awaited."""
        for _ in range(PATIENCE):
            if await awaited.count():
                break
            await asyncio.sleep(1)
            await self.page.reload()
        await expect(awaited.first).to_be_visible()

    async def again(self, door: str) -> None:
        """Go back to the steps as the person of their door, having been somebody else."""
        await self.follow("Steps of the demonstration")
        await self.page.locator(f"form[action='/training/{door}/enter'] button").click()

    async def accept(self) -> None:
        """Decide that the person is taken, and save that as a draft."""
        await self.page.locator("input[name='decision'][value='accepted']").check()
        await self.press("Save and show what will be signed")
        await self.page.wait_for_url(re.compile("/drafts/"))

    async def open_evidence(self) -> None:
        """Open the decisive evidence that the page asks for."""
        await self.page.locator("main .banner a[href*='/evidence/']").first.click()
        await self.sees(self.say("Noted that you have opened it."))

    async def make_key(self) -> None:
        """Make a key in this browser, wait until it may sign, and go back to the record."""
        await self.follow("My signing key")
        async with self.page.expect_navigation():
            await self.press("Make a key in this browser")
        for _ in range(PATIENCE):
            if not await self.page.locator("main .tag.warn").count():
                break
            await asyncio.sleep(1)
            await self.follow("Check again")
        await self.follow("Back to the record")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_integrator_breaks_a_cell_and_a_bit(demo: str, browser: Browser, lang: str):
    async with visitor(browser, demo, lang=lang) as watched:
        watched.page.set_default_timeout(SLOW)
        walk = Walk(watched.page, lang)
        await walk.enter("integrator")
        for place in ("xml", "record", "row"):
            await expect(watched.page.locator(f"[aria-labelledby='{place}'] .wrap")).to_contain_text("RU-2026-900001")
        await watched.page.locator("#cell").fill(f"много {lang}")
        await walk.press("Drop the table")
        await walk.sees("Значение")
        await walk.press("Verify the evidence")
        await walk.sees(walk.say("It holds."))
        await walk.press("Flip one bit and verify again")
        await walk.sees(walk.say("It does not hold."))
        assert await watched.violations() == []


async def test_the_secretariat_starts_the_silent_gateway_and_comes_to_the_report(demo: str, browser: Browser):
    """The gateway is silent only once, so both languages are walked one after the other."""
    for lang in LANGUAGES:
        async with visitor(browser, demo, lang=lang) as watched:
            watched.page.set_default_timeout(SLOW)
            await _walk_the_board(Walk(watched.page, lang), is_first=lang == LANGUAGES[0])
            assert await watched.violations() == []


async def _walk_the_board(walk: Walk, *, is_first: bool) -> None:
    gateway = walk.page.locator("tr", has=walk.page.locator("a[href='/health/gateways/ru-guvm']"))
    await walk.enter("secretariat")
    await walk.follow("Open the board of the exchange")
    await expect(walk.page.locator("td.hatched").first).to_be_visible()
    await expect(gateway.locator(".tag.bad" if is_first else ".tag.ok")).to_be_visible()
    await walk.back("secretariat")
    await walk.press("Start the gateway of Russia")
    await walk.follow("Watch it turn green")
    await walk.until(gateway.locator(".tag.ok"))
    await walk.back("secretariat")
    await _wait_for_the_summary(walk)
    await walk.page.locator("a[href='/reports/2025']").click()
    await walk.page.locator("details summary").first.click()
    await walk.follow("Freeze this report")
    await walk.press("Prepare it for signature")
    await walk.make_key()
    await walk.press("Sign and send")
    await walk.sees(walk.say("Accepted."))
    await walk.follow("To the reports of the year")
    await walk.until(walk.page.locator("a[href*='state=frozen']"))
    await walk.page.locator("a[href*='state=frozen']").first.click()
    await walk.sees(walk.say("Frozen and signed"))
    async with walk.page.expect_download() as begun:
        await walk.page.locator("a[download][href*='/files/pdf']").click()
    assert (await (await begun.value).path()).read_bytes().startswith(b"%PDF")


async def _wait_for_the_summary(walk: Walk) -> None:
    """Russia's summary comes with its gateway; the steps' link says of which year."""
    await walk.page.locator("a[href='/reports?year=2025']").click()
    whole = walk.say("%(given)s of %(all)s") % {"given": 8, "all": 8}
    await walk.until(walk.page.locator("main").get_by_text(whole))
    await walk.back("secretariat")


async def test_the_liaison_decides_a_second_person_signs_and_a_citizen_is_answered(demo: str, browser: Browser):
    """The case is decided in the first language; in the second the one of a minor is, once it was reviewed."""
    for lang in LANGUAGES:
        async with visitor(browser, demo, lang=lang) as watched:
            watched.page.set_default_timeout(SLOW)
            walk = Walk(watched.page, lang)
            await walk.enter("liaison")
            await (_decide_the_case(walk) if lang == LANGUAGES[0] else _decide_on_the_minor(walk))
            await _meet_the_hold(walk)
            await _answer_the_citizen(walk)
            await walk.back("liaison")
            await walk.press("+1 working day")
            await expect(walk.page.get_by_role("heading", level=1)).to_have_text(walk.say(LIAISON))
            assert await watched.violations() == []


async def _decide_the_case(walk: Walk) -> None:
    await walk.follow("Open my tasks")
    await walk.sees("KZ-2026-0101")
    await walk.back("liaison")
    await walk.follow("Open the case of Kazakhstan")
    await walk.page.locator("details.days summary").first.click()
    await walk.back("liaison")
    await walk.follow("Open the decision of the case")
    await walk.open_evidence()
    await walk.follow("Back")
    await walk.accept()
    await walk.make_key()
    await walk.press("Sign and send for approval")
    await walk.sees(walk.say("Waits for the second signature"))
    await walk.back("liaison")
    await walk.press("Enter as the approver of Tajikistan")
    await _sign_as_the_second(walk)
    await walk.again("liaison")
    await _meet_the_block(walk)


async def _decide_on_the_minor(walk: Walk) -> None:
    await _meet_the_block(walk)
    await walk.open_evidence()
    await walk.back("liaison")
    await walk.press("Enter as the approver of Tajikistan")
    await walk.follow("Records to sign")
    await walk.page.locator("main a[href^='/drafts/']").first.click()
    await walk.press("The officer in charge has reviewed the case")
    await walk.again("liaison")
    await walk.follow("Records to sign")
    await walk.page.locator("main a[href^='/drafts/']").first.click()
    await walk.make_key()
    await walk.press("Sign and send for approval")
    await walk.back("liaison")
    await walk.press("Enter as the approver of Tajikistan")
    await _sign_as_the_second(walk)
    await walk.again("liaison")


async def _sign_as_the_second(walk: Walk) -> None:
    await walk.page.locator("main a[href^='/drafts/']").first.click()
    await walk.open_evidence()
    await walk.follow("Back")
    await walk.make_key()
    await walk.press("Approve, sign and send")
    await walk.sees(walk.say("Accepted."))


async def _meet_the_block(walk: Walk) -> None:
    await walk.follow("Open the case of a minor and decide")
    await walk.accept()
    await walk.sees(walk.say("Before you can sign"))
    await expect(walk.page.get_by_role("button", name=walk.say("Sign and send for approval"))).to_have_count(0)
    if walk.lang == LANGUAGES[0]:
        await walk.back("liaison")


async def _meet_the_hold(walk: Walk) -> None:
    """The reply is held: nobody signs it, and neither case nor draft says why."""
    words = walk.say(
        "The preparation is held until the officer in charge of protection decides. No reason is written down in the hub."
    )
    await walk.follow("Open the case whose reply is held")
    await walk.sees(words)
    await expect(walk.page.get_by_role("button", name=walk.say("Release the preparation"))).to_have_count(0)
    await walk.follow("Open the draft")
    await walk.sees(words)
    for button in ("Sign and send for approval", "Upload the signed file", "Release the preparation"):
        await expect(walk.page.get_by_role("button", name=walk.say(button))).to_have_count(0)
    said = (await walk.page.locator("main").inner_text()).casefold()
    assert not [word for word in ("asylum", "refugee", "убежищ", "беженц") if word in said]
    await walk.back("liaison")


async def _answer_the_citizen(walk: Walk) -> None:
    page = walk.page
    await walk.follow("Answer an enquiry of a citizen")
    given = {"surname": "Учебный", "given": "Проба", "patronymic": "Пробович", "birth": "04.05.1990"}
    for name, value in {**given, "document": "400900001", "case_number": f"ОБР-{walk.lang}"}.items():
        await page.locator(f"#{name}").fill(value)
    await page.locator("#consent_form").select_option("written")
    await page.locator("#citizenship").select_option("TJK")
    await page.locator("#reader").select_option("tg")
    await walk.press("Check and answer")
    await walk.sees("Насаб")
