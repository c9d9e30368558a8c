"""A real Chromium through Playwright: one for the whole run, a clean profile for each person and language.

    async with open_browser() as browser, visitor(browser, base, lang="en", dark=True) as page: ...

A browser is Debian's package `chromium`; where it is missing, the test says so through `not_run`.
"""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright

from hub.console.visit import LANGUAGE_COOKIE
from tests.support import not_run

PROGRAM = "chromium"
DESKTOP = (1280, 900)
PHONE = (320, 720)
PATIENCE = 10_000  # milliseconds that a page may take on a busy machine
LOCALES = {"ru": "ru-RU", "en": "en-GB"}
WATCH = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.__violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
"""


@contextlib.asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium, or end the test where the machine has none."""
    program = shutil.which(PROGRAM)
    not_run.unless(program, "chromium is missing (Debian package chromium)")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=[*arguments, "--disable-background-networking", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(kw_only=True)
class Watched:
    """A page, and what it did that a page of the console never does."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        """Note a request that leaves the origin."""
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob"} and f"{url.scheme}://{url.netloc}" != self.base:
            self.problems.append(f"leaves the origin: {url.scheme}://{url.netloc}")

    def note_message(self, message: ConsoleMessage) -> None:
        """Note what the page's scripts or the browser complain of; that an answer is an error page is no complaint."""
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.problems.append(f"console: {message.text}")

    async def violations(self) -> list[str]:
        """Return all of it, and forget it."""
        blocked = [f"content security policy: {each}" for each in await self.page.evaluate("window.__violations || []")]
        found, self.problems = [*self.problems, *blocked], []
        return found


def watch(page: Page, base: str) -> Watched:
    """Watch a page from now on."""
    watched = Watched(page=page, base=base)
    page.on("request", watched.note_request)
    page.on("console", watched.note_message)
    page.on("pageerror", lambda error: watched.problems.append(f"script: {error}"))
    return watched


@contextlib.asynccontextmanager
async def visitor(
    browser: Browser,
    base: str,
    *,
    lang: str = "ru",
    dark: bool = False,
    cookies: dict[str, str] | None = None,
    js: bool = True,
    size: tuple[int, int] = DESKTOP,
) -> AsyncIterator[Watched]:
    """Open a clean profile with one watched page; `cookies` sign somebody in, `js=False` is a browser without scripts."""
    context = await browser.new_context(
        base_url=base,
        locale=LOCALES[lang],
        color_scheme="dark" if dark else "light",
        java_script_enabled=js,
        reduced_motion="reduce",
        viewport={"width": size[0], "height": size[1]},
    )
    context.set_default_timeout(PATIENCE)
    await give_cookies(context, base, {LANGUAGE_COOKIE: lang, **(cookies or {})})
    if js:
        await context.add_init_script(WATCH)
    try:
        yield watch(await context.new_page(), base)
    finally:
        await context.close()


async def give_cookies(context: BrowserContext, base: str, cookies: dict[str, str]) -> None:
    """Put cookies into a profile."""
    await context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])


async def give_passkeys(page: Page) -> None:
    """Give a page an authenticator that verifies its person by itself."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    await session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
