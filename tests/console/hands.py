"""How somebody works a page: by mouse or by keyboard alone. Each counts what a person would: clicks, or keys that act.

A journey is told once, to a hand; the tests play it by every hand in every language (`journeys.py`).
"""

import contextlib
from datetime import datetime
from pathlib import Path
from typing import Literal

from playwright.async_api import Download, Error, Locator, Page, expect

from hub.console import texts

Role = Literal["button", "link", "radio", "checkbox"]
BOXES = ("radio", "checkbox")
MOST = 400
PATIENCE = 3_000  # milliseconds that a choice of files may take to open
ACTIVE = "each => each === document.activeElement"
_FROM_THE_TOP = "each => document.activeElement === document.body && !!each.closest('main')"
_IN_ITS_GROUP = """each => document.activeElement.type === 'radio' && document.activeElement.name === each.name
  && document.activeElement.form === each.form"""
_STEPS = """each => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((one) => !one.disabled && one.type !== 'hidden' && one.checkVisibility({visibilityProperty: true}));
  const now = document.activeElement, place = all.indexOf(each);
  const behind = all.findIndex((one) => now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const between = all.slice(behind, place + 1);
  return behind < 0 || between.some((one) => one.type === 'radio') ? 0 : between.length;
}"""  # how often Tab is pressed at least; where that cannot be told, none: each press is looked at
_WRITTEN = {"date": ("%m%d%Y", "%d%m%Y", "%Y%m%d"), "datetime-local": ("%m%d%Y\t%I%M%p", "%d%m%Y\t%H%M")}


class Hand:
    """Somebody at a page of the console, in a language; `acts` counts his clicks, `texts` what he types."""

    def __init__(self, page: Page, lang: str, *, by_keyboard: bool = False) -> None:
        self.page, self.lang, self.by_keyboard = page, lang, by_keyboard
        self.acts, self.texts = 0, 0

    def say(self, text: str) -> str:
        """Return a text of the pages in the visitor's language."""
        return str(texts.load(self.lang).gettext(text))

    async def click(self, role: Role, text: str, *, within: Locator | None = None) -> None:
        """Click a button, a link or a choice of this English text."""
        await self.work(self._named(role, text, within or self.page), "Space" if role in BOXES else "Enter")

    async def go(self, role: Role, text: str, *, within: str = "main") -> None:
        """Click what leads to another page, or to this one anew."""
        await self._leave_by(self._named(role, text, self.page.locator(within)))

    async def follow(self, selector: str) -> None:
        """Follow the first link of a place, or press its first button, which leads to a page."""
        await self._leave_by(self.page.locator(selector).first)

    async def _leave_by(self, what: Locator) -> None:
        if self.by_keyboard:
            await self._reach(what)  # skipping the menu counts as a navigation too
        async with self.page.expect_navigation():
            await self.work(what)

    def _named(self, role: Role, text: str, within: Page | Locator) -> Locator:
        return within.get_by_role(role, name=self.say(text), exact=role != "link").first

    async def take(self, role: Role, text: str) -> Download:
        """Click what gives a file, and return it."""
        async with self.page.expect_download() as taken:
            await self.work(self._named(role, text, self.page.locator("main")))
        return await taken.value

    async def work(self, what: Locator, key: str = "Enter") -> None:
        """Click something, or reach it by Tab and press a key on it."""
        self.acts += 1
        if not self.by_keyboard:
            await what.click()
            return
        await self._reach(what)
        if await what.evaluate(ACTIVE):
            await self.page.keyboard.press(key)
            return
        while not await what.is_checked():
            await self.page.keyboard.press("ArrowDown")

    async def type(self, label: str, text: str) -> None:
        """Type into a field of this English label; that is no click."""
        await self._write(self.page.get_by_label(self.say(label), exact=True), text)

    async def type_into(self, selector: str, text: str) -> None:
        """Type into a field of a table, which has no label of its own."""
        await self._write(self.page.locator(selector), text)

    async def _write(self, field: Locator, text: str) -> None:
        self.texts += 1
        if not self.by_keyboard:
            await field.fill(text)
            return
        await self._reach(field)
        kind = await field.get_attribute("type")
        if kind in _WRITTEN:
            await self._type_date(field, kind, text)
        else:
            await self.page.keyboard.press("Control+A")
            await self.page.keyboard.insert_text(text)

    async def choose(self, label: str, code: str) -> None:
        """Choose from a list; it counts as one click."""
        self.acts += 1
        found = self.page.get_by_label(self.say(label), exact=True)
        if not self.by_keyboard:
            await found.select_option(code)
            return
        await self._reach(found)
        steps = await found.evaluate(
            "(each, code) => [...each.options].findIndex((one) => one.value === code) - each.selectedIndex", code
        )
        for _ in range(abs(steps)):
            await self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        await expect(found).to_have_value(code)

    async def open(self, text: str) -> None:
        """Open a closed part of the page."""
        await self.work(self.page.locator("summary", has_text=self.say(text)).first)

    async def hand_in(self, what: Locator, file: Path) -> None:
        """Choose a file."""
        if not self.by_keyboard:
            await what.set_input_files(file)
            return None
        await self._reach(what)
        for key in ("Space", "Enter", "Space"):  # a busy browser may miss the first one
            with contextlib.suppress(Error):
                async with self.page.expect_file_chooser(timeout=PATIENCE) as asked:
                    await self.page.keyboard.press(key)
                return await (await asked.value).set_files(file)
        raise AssertionError("no key opens the choice of files")

    async def sees(self, text: str) -> None:
        """Wait until the page says this."""
        await self.page.get_by_text(self.say(text)).first.wait_for()

    async def is_told_what_is_wrong(self, field: str) -> None:
        """Check that the summary of faults took the focus, and that the fault stands beside its field."""
        await expect(self.page.locator("#errors")).to_be_focused()
        await expect(self.page.locator(f"#{field}-fault")).to_be_visible()

    async def _reach(self, what: Locator) -> None:
        """Press Tab until something has the focus, or the answer of its group that can have it; skip the menu first."""
        await what.wait_for()
        if await what.evaluate(_FROM_THE_TOP):
            await self.page.keyboard.press("Tab")
            await self.page.keyboard.press("Enter")
        for _ in range(await what.evaluate(_STEPS)):
            await self.page.keyboard.press("Tab")
        for _ in range(MOST):
            if await what.evaluate(f"each => ({ACTIVE})(each) || ({_IN_ITS_GROUP})(each)"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach it")

    async def _type_date(self, field: Locator, kind: str, text: str) -> None:
        """Type a day the way this browser writes days; it is not known which that is."""
        moment = datetime.fromisoformat(text)
        for form in _WRITTEN[kind]:
            for key in moment.strftime(form):
                await self.page.keyboard.press("ArrowRight" if key == "\t" else key)
            if await field.input_value() == text:
                return
            await field.evaluate("each => { each.value = ''; each.blur(); each.focus(); }")
        raise AssertionError("no order of day, month and year was understood")
