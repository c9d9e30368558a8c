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
GOOD = "<main><h1>Дела</h1><p>Никаких дел сегодня нет.</p></main>"
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
TOGETHER = {  # all of them on one page: they do not hide each other
    "the way to help is not in its place": '<a href="/help">Помощь</a>',
    "the title is not «object — section — hub»": '<nav class="crumbs"><a href="/">Начало</a></nav>',
    "a form without an address": '<form method="post"></form>',
    "stands above the page": '<p class="stuck">Закреплено</p>',
    "light: target-size": '<a class="tiny" href="/a">А</a><a class="tiny" href="/b">Б</a>',
    "at 320 pixels: target-size": '<a class="small" href="/c">В</a><a class="small" href="/d">Г</a>',
    "forced colours: no border: button": '<button class="bare">Отправить</button>',
    "forced colours: a state without a word": '<p class="warn">!</p>',
    "forced colours: a state without a sign": '<span class="tag warn">Срок</span>',
    "on paper: printed though nobody can use it": '<label>Номер<input name="number"></label>',
    "on paper: cut off on paper": '<div class="cut"><p class="wide-on-paper">Широко</p></div>',
}
LONGER = {
    "longer texts scroll sideways at 320": '<p class="unbroken">Everybody everywhere</p>',
    "longer texts are cut off at 1280": '<p class="tight">Everybody everywhere</p>',
}
STYLE = """
:root { color-scheme: light dark } header.top a { color: CanvasText }
.pale { color: #ccc; background: #fff }
.pale-in-the-dark { color: #000; background: #fff }
.wide { width: 400px }
.tiny { display: inline-block; width: 12px; height: 12px; overflow: hidden }
@media (max-width: 400px) { .small { display: inline-block; width: 12px; height: 12px; overflow: hidden } }
.stuck { position: sticky; top: 0 } .bare { border: 0 } .cut { overflow: hidden; max-width: 100% } .unbroken { white-space: nowrap; font-size: 1.3rem; width: 18rem }
.tight { width: 13rem; height: 2rem; overflow: hidden; white-space: nowrap }
@media print { .wide-on-paper { width: 900px } header.top, .unprinted { display: none } }
.wide-when-enlarged { width: min(50rem, 200vw) } .wide-when-enlarged { max-width: 60rem }
@media (max-width: 400px) { .wide-when-enlarged { width: auto } }
@media (prefers-color-scheme: dark) { .pale-in-the-dark { color: #444; background: #333 } }
"""
HELP = '<header class="top"><span class="spread"></span><a href="/help">Помощь</a></header>'
PAGE = (
    '<!doctype html><html lang="{lang}"><title>{title}</title><link rel="stylesheet" href="/a.css">'
    "<body>{help}{body}</body></html>"
)


@contextlib.asynccontextmanager
async def _served(body: str, title: str = "Дела — Узел", lang: str = "ru", way: str = HELP) -> AsyncIterator[str]:
    async def show(_request: web.Request) -> web.Response:
        text = PAGE.format(lang=lang, title=title, help=way, body=body)
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


async def test_faults_of_other_ways_to_look_are_found(browser: Browser):
    body = f"<main><h1>Дела</h1>{''.join(TOGETHER.values())}</main>"
    async with _served(body, way="") as base, visitor(browser, base) as watched:
        found = await sweep(watched, "/")
        assert [fault for fault in TOGETHER if not any(fault in each for each in found)] == []


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_what_longer_texts_break_is_found_in_english(browser: Browser, lang: str):
    body = f"<main><h1>Cases</h1>{''.join(LONGER.values())}</main>"
    async with _served(body, lang=lang) as base, visitor(browser, base) as watched:
        found = await sweep(watched, "/", dark=False)
        assert all(any(fault in each for each in found) for fault in LONGER) is (lang == "en")


async def test_what_is_empty_or_too_wide_on_paper_is_found(browser: Browser):
    body = '<main><h1 class="unprinted">Дела</h1><svg class="wide-on-paper"></svg><p class="wide-on-paper"></p></main>'
    async with _served(body) as base, visitor(browser, base) as watched:
        found = await sweep(watched, "/")
        assert [each for each in found if "on paper" in each] == [
            "on paper: beyond the paper: p.wide-on-paper",
            "on paper: prints nothing",
        ]


async def test_an_untitled_page_and_a_wrong_status_are_found(browser: Browser):
    async with _served(GOOD, title="Дела") as base, visitor(browser, base) as watched:
        assert [each.partition(":")[0] for each in await sweep(watched, "/")] == [
            "the title is not «object — section — hub»"
        ]
        assert await sweep(watched, "/", expected=404) == ["status 200, not 404"]


def test_pictures_are_named_after_pages():
    assert picture_name("/readmission/kz-mvd/KZ 1?a=b-ru") == "readmission-kz-mvd-KZ-1-a-b-ru"
    assert picture_name("/") == "root"
