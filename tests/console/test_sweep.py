"""The sweep finds what it is there to find: a page with one fault of each kind, and one without any."""

import contextlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser

from tests.console.browser import visitor
from tests.console.pictures import picture_name
from tests.console.sweep import sweep

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src *"
GOOD = "<main><h1>Дела</h1><p>Дел нет.</p></main>"
FAULTS = {
    "light: image-alt": '<main><h1>Дела</h1><img src="/dot.svg" width="24" height="24"></main>',
    "light: color-contrast": '<main><h1>Дела</h1><p class="pale">Едва видно</p></main>',
    "dark: color-contrast": '<main><h1>Дела</h1><p class="pale-in-the-dark">Едва видно</p></main>',
    "content security policy: script-src": "<main><h1>Дела</h1></main><script>1</script>",
    "there is a style or script inside": "<main><h1>Дела</h1></main><script>1</script>",
    "leaves the origin: https://elsewhere.test": (
        '<main><h1>Дела</h1><img src="https://elsewhere.test/a.png" alt="знак"></main>'
    ),
    "not exactly one first heading": "<main><h1>Дела</h1><h1>Дела</h1></main>",
    "the first load takes": '<main><h1>Дела</h1><img src="/heavy.svg" alt="Снимок"></main>',
    "scrolls sideways at 320": '<main><h1>Дела</h1><p class="wide">Широко</p></main>',
    "scrolls sideways at 200 %": '<main><h1>Дела</h1><p class="wide-when-enlarged">Широко</p></main>',
}
STYLE = """
:root { color-scheme: light dark }
.pale { color: #ccc; background: #fff }
.pale-in-the-dark { color: #000; background: #fff }
.wide { width: 400px }
.wide-when-enlarged { width: min(50rem, 200vw) } .wide-when-enlarged { max-width: 60rem }
@media (max-width: 400px) { .wide-when-enlarged { width: auto } }
@media (prefers-color-scheme: dark) { .pale-in-the-dark { color: #444; background: #333 } }
"""
PAGE = '<!doctype html><html lang="ru"><title>{title}</title><link rel="stylesheet" href="/a.css"><body>{body}</body></html>'


@contextlib.asynccontextmanager
async def _served(body: str, title: str = "Дела — Узел") -> AsyncIterator[str]:
    async def show(_request: web.Request) -> web.Response:
        text = PAGE.format(title=title, body=body)
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    async def style(_request: web.Request) -> web.Response:
        return web.Response(text=STYLE, content_type="text/css")

    async def dot(request: web.Request) -> web.Response:
        text = '<svg xmlns="http://www.w3.org/2000/svg"/>' + " " * (300_000 if "heavy" in request.path else 0)
        return web.Response(text=text, content_type="image/svg+xml")

    app = web.Application()
    app.add_routes([web.get("/", show), web.get("/a.css", style), web.get("/{any:.*}", dot)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://localhost:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_page_without_fault_has_no_complaint(browser: Browser):
    async with _served(GOOD) as base, visitor(browser, base) as watched:
        assert await sweep(watched, "/") == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_found(browser: Browser, fault):
    async with _served(FAULTS[fault]) as base, visitor(browser, base) as watched:
        assert [each for each in await sweep(watched, "/") if fault in each] != []


async def test_an_untitled_page_and_a_wrong_status_are_found(browser: Browser):
    async with _served(GOOD, title="Дела") as base, visitor(browser, base) as watched:
        assert [each.partition(":")[0] for each in await sweep(watched, "/")] == [
            "the title is not «object — section — hub»"
        ]
        assert await sweep(watched, "/", expected=404) == ["status 200, not 404"]


def test_pictures_are_named_after_pages():
    assert picture_name("/readmission/kz-mvd/KZ 1?a=b-ru") == "readmission-kz-mvd-KZ-1-a-b-ru"
    assert picture_name("/") == "root"
