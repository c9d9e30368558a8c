"""What every page of the console has to hold: accessible, within its origin and policy, readable small and enlarged.

`sweep` opens one address and returns complaints, none where all is well. It loads the page once: the dark scheme, forced
colours, paper, the narrow window, the enlarged text and longer texts (`looks.py`) follow without another request.
"""

import functools
from pathlib import Path

from playwright.async_api import Page

from hub.console.routes import ROUTES
from tests.console import looks
from tests.console.browser import DESKTOP, PHONE, Watched
from tests.console.pictures import take_picture

ROOT = Path(__file__).parents[2]
PAGES = [route for route in ROUTES if route.is_page]
AXE = ROOT / "tests/vendor/axe-core/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST = ("color-contrast", "link-in-text-block")
_RUN = """async (only) => {
  const options = {resultTypes: ['violations'], runOnly: only};
  const found = await axe.run(document, options);
  return found.violations.flatMap((each) => each.nodes.map((node) => each.id + ': ' + node.target.join(' ')));
}"""
HELP = "header.top .spread + a[href='/help']"  # in the same place on every page (WCAG 3.2.6)
HEAVIEST = 250 * 1024  # bytes of a first load, fonts included
_WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, each) => sum + (each.encodedBodySize || each.transferSize), 0)"""
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_ENLARGE = "(size) => { document.documentElement.style.fontSize = size }"


@functools.cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


async def sweep(
    watched: Watched, address: str, *, picture: str = "", expected: int = 200, dark: bool = True
) -> list[str]:
    """Open an address and return what is wrong with the page; `picture` is the beginning of the pictures' names (see `pictures`).

    What does not depend on the language is looked at where `dark` is true; texts are made longer from English.
    """
    page = watched.page
    await page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    answer = await page.goto(address)
    status = 0 if answer is None else answer.status
    if status != expected:
        return [f"status {status}, not {expected}"]
    complaints = await _look(page)
    complaints += [f"light: {each}" for each in await check_axe(page)]
    await take_picture(page, picture and f"{picture}-light")
    if dark:
        complaints += await check_dark(page, picture)
        complaints += await looks.check_forced_colours(page, picture)
    complaints += await check_widths(page, picture)
    if dark:
        complaints += [f"at 320 pixels: {each}" for each in await check_axe(page, "target-size")]
        complaints += await looks.check_printed(page, picture)
    if await page.get_attribute("html", "lang") == "en":
        complaints += await looks.check_longer(page, picture)
    return [*complaints, *await watched.violations()]


async def _look(page: Page) -> list[str]:
    """Check what is the same on every page: title, way to help, one heading, nothing above the page."""
    complaints = await looks.check_unhidden(page)
    title, is_below = await page.title(), await page.locator("nav.crumbs").count()
    if title.count(" — ") < (2 if is_below else 1):
        complaints.append(f"the title is not «object — section — hub»: {title!r}")
    if await page.locator(HELP).count() != 1:
        complaints.append("the way to help is not in its place")
    if await page.locator("h1").count() != 1:
        complaints.append("there is not exactly one first heading")
    if await page.locator("form[method=post]:not([action])").count():
        complaints.append("a form without an address: behind the skip link its errors would not get the focus")
    if await page.locator("[style], style, script:not([src])").count():
        complaints.append("there is a style or script inside the page")
    weight = await page.evaluate(_WEIGHT)
    if weight > HEAVIEST:
        complaints.append(f"the first load takes {weight} bytes")
    return complaints


async def check_axe(page: Page, *rules: str) -> list[str]:
    """Return what axe-core finds: by the rules named, else by all of WCAG 2.2 A and AA and of best practice."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    return list(await page.evaluate(_RUN, only))


async def check_dark(page: Page, picture: str = "") -> list[str]:
    """Look at the same page in the dark scheme, where colours alone differ."""
    await page.emulate_media(color_scheme="dark")
    try:
        await take_picture(page, picture and f"{picture}-dark")
        return [f"dark: {each}" for each in await check_axe(page, *CONTRAST)]
    finally:
        await page.emulate_media(color_scheme="light")


async def check_widths(page: Page, picture: str = "") -> list[str]:
    """Check that nothing has to be scrolled sideways at 320 pixels, nor with text of twice the size."""
    complaints = []
    await page.evaluate(_ENLARGE, "200%")
    if await _is_too_wide(page):
        complaints.append("scrolls sideways at 200 % text")
    await page.evaluate(_ENLARGE, "")
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    if await _is_too_wide(page):
        complaints.append("scrolls sideways at 320 pixels: " + ", ".join(await _widest(page)))
    await take_picture(page, picture and f"{picture}-320")
    return complaints


async def _is_too_wide(page: Page) -> bool:
    needed, given = await page.evaluate(_WIDTHS)
    return bool(needed > given)


async def _widest(page: Page) -> list[str]:
    """Return the elements that stick out, or whose words do, to be found quickly."""
    found = await page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().left + each.scrollWidth > document.documentElement.clientWidth + 1)
        .slice(-3).map((each) => each.tagName.toLowerCase() + '.' + each.className)"""
    )
    return list(found)
