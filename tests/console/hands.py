"""How somebody works a page: by mouse or by keyboard alone. Each counts what a person would: clicks, or keys that act."""

from pathlib import Path

from playwright.async_api import Locator, Page

from hub.console import texts

MOST = 200


class Hand:
    """Somebody at a page of the console, in a language; `acts` counts his clicks."""

    def __init__(self, page: Page, lang: str, *, by_keyboard: bool = False) -> None:
        self.page, self.lang, self.by_keyboard, self.acts = page, lang, by_keyboard, 0

    def say(self, text: str) -> str:
        """Return a text of the pages in the visitor's language."""
        return str(texts.load(self.lang).gettext(text))

    async def click(self, role: str, text: str, *, within: Locator | None = None) -> None:
        """Click a button, a link or a choice of this English text."""
        found = (within or self.page).get_by_role(role, name=self.say(text), exact=role != "link").first
        await self.work(found, "Space" if role == "radio" else "Enter")

    async def work(self, what: Locator, key: str = "Enter") -> None:
        """Click something, or reach it by Tab and press a key on it."""
        self.acts += 1
        if not self.by_keyboard:
            await what.click()
            return
        await self._reach(what)
        await self.page.keyboard.press(key)

    async def type(self, label: str, text: str) -> None:
        """Type into a field of this English label; that is no click."""
        field = self.page.get_by_label(self.say(label), exact=True)
        if self.by_keyboard:
            await self._reach(field)
            await self.page.keyboard.insert_text(text)
        else:
            await field.fill(text)

    async def choose(self, label: str, code: str) -> None:
        """Choose from a list; it counts as one click."""
        self.acts += 1
        await self.page.get_by_label(self.say(label), exact=True).select_option(code)

    async def hand_in(self, what: Locator, file: Path) -> None:
        """Choose a file."""
        await what.set_input_files(file)

    async def sees(self, text: str) -> None:
        """Wait until the page says this."""
        await self.page.get_by_text(self.say(text)).first.wait_for()

    async def _reach(self, what: Locator) -> None:
        await what.wait_for()
        for _ in range(MOST):
            if await what.evaluate("each => each === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach it")
