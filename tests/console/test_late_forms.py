"""A form that comes after its session has ended: its person signs in again and sends what was typed; nobody else sees it."""

import contextlib
import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from playwright.async_api import Browser
from yarl import URL

from hub.console.late_forms import KEPT_FOR, MOST, LateForm, LateForms
from hub.console.visit import LANGUAGE_COOKIE, session_cookie
from hub.core.console.account import Level
from hub.workflows.accounts.open_session import digest_of, open_session
from tests.console.posting import token_of
from tests.console.served import Served
from tests.console.sweep import check_axe, check_widths
from tests.support.hub import now

LOGIN, OTHER = "tj-mvd.liaison", "tj-mvd.approver"
CASE = "/readmission/kz-mvd/KZ-TEST-0001"
TYPED = "Позвонить <b>Пробному</b> до шести"
HERE = {"Sec-Fetch-Site": "same-origin"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@contextlib.asynccontextmanager
async def own_session(served: Served, login: str = LOGIN) -> AsyncIterator[tuple[aiohttp.ClientSession, bytes]]:
    """Open a session that no other test uses; yield its client and its digest."""
    exchange = served.hub.exchange
    async with exchange.pool.acquire() as conn, conn.transaction():
        token = await open_session(conn, exchange, served.accounts[login], Level.DEMO, "tests")
    jar = aiohttp.CookieJar(unsafe=True)
    jar.update_cookies({LANGUAGE_COOKIE: "en", session_cookie(served.console): token}, URL(served.url))
    async with aiohttp.ClientSession(served.url, cookie_jar=jar) as client:
        yield client, digest_of(token)


async def rest_too_long(served: Served, digest: bytes) -> None:
    """Let a session end by itself."""
    async with served.hub.exchange.pool.acquire() as conn:
        await conn.execute("UPDATE console_session SET seen_at = seen_at - interval '9 days' WHERE digest = $1", digest)


async def send(client: aiohttp.ClientSession, path: str, headers: dict[str, str] = HERE, **fields: str) -> str:
    """Send a form, and return where the answer leads to."""
    async with client.post(path, data=fields, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]


async def sign_in(client: aiohttp.ClientSession, login: str, after: str) -> str:
    """Sign in on the page that one was sent to; return where that leads to."""
    csrf = await token_of(client, "/sign-in")
    return await send(client, "/sign-in/demo", csrf=csrf, login=login, next=after)


async def test_what_was_typed_is_sent_after_signing_in_again(served: Served):
    async with own_session(served) as (client, digest):
        csrf = await token_of(client, CASE)
        await rest_too_long(served, digest)
        assert (
            await send(client, f"{CASE}/comments", csrf=csrf, comment=TYPED)
            == f"/sign-in?next={CASE.replace('/', '%2F')}"
        )
        place = await sign_in(client, LOGIN, CASE)
        async with client.get(place) as answer:
            page = await answer.text()
        assert html.escape(TYPED) in page
        assert f'action="{CASE}/comments"' in page
        fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page.partition("<main")[2])}
        async with client.get(place, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, CASE), "it is shown once"
        assert await send(client, f"{CASE}/comments", **fields) == f"{CASE}#comments"
        async with client.get(CASE) as answer:
            assert html.escape(TYPED) in await answer.text()


async def test_whoever_else_signs_in_there_sees_nothing_of_it(served: Served):
    async with own_session(served) as (client, digest):
        csrf = await token_of(client, CASE)
        await rest_too_long(served, digest)
        await send(client, f"{CASE}/comments", csrf=csrf, comment=TYPED)
        async with client.get(await sign_in(client, OTHER, CASE)) as answer:
            assert answer.url.path == CASE
        async with client.get(await sign_in(client, LOGIN, CASE)) as answer:
            assert "Send what I typed" in await answer.text(), "it is still there for its own person"


@pytest.mark.parametrize(
    ("headers", "changes"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, {}),
        ({}, {}),
        (HERE, {"csrf": "x"}),
        (HERE, {"password": "x"}),
        (HERE, {"comment": "-----BEGIN PRIVATE KEY-----"}),
        (HERE, {"comment": "я" * 100_001}),
    ],
    ids=["another site", "no origin", "another token", "a password", "a secret half", "too much"],
)
async def test_what_is_not_to_be_kept_is_not(served: Served, headers: dict[str, str], changes: dict[str, str]):
    async with own_session(served) as (client, digest):
        csrf = await token_of(client, CASE)
        await rest_too_long(served, digest)
        await send(client, f"{CASE}/comments", headers, **{"csrf": csrf, "comment": TYPED, **changes})
        async with client.get(await sign_in(client, LOGIN, CASE)) as answer:
            assert answer.url.path == CASE


async def test_after_signing_out_nothing_is_kept(served: Served):
    async with own_session(served) as (client, _):
        csrf = await token_of(client, CASE)
        await send(client, "/sign-out", csrf=csrf)
        await send(client, f"{CASE}/comments", csrf=csrf, comment=TYPED)
        async with client.get(await sign_in(client, LOGIN, CASE)) as answer:
            assert answer.url.path == CASE


def test_forms_wait_half_an_hour_and_the_oldest_gives_way():
    forms, begun = LateForms(), now()
    forms.keep("old", LateForm(path="/a", fields=(), at=begun - KEPT_FOR))
    assert forms.take("old", begun) is None
    for number in range(MOST + 1):
        forms.keep(str(number), LateForm(path=f"/{number}", fields=(), at=begun))
    assert forms.take("0", begun) is None
    assert forms.take("1", begun + KEPT_FOR - timedelta(seconds=1)) == LateForm(path="/1", fields=(), at=begun)
    assert forms.take("1", begun) is None
    forms.keep("2", LateForm(path="/newer", fields=(), at=begun))
    assert [each.path for each in forms.waiting.values()][-1] == "/newer"


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_page_goes_without_scripts_and_is_accessible(browser: Browser, served: Served, lang: str):
    async with own_session(served) as (client, digest), served.visitor(browser, lang=lang) as watched:
        csrf = await token_of(client, CASE)
        await rest_too_long(served, digest)
        await send(client, f"{CASE}/comments", csrf=csrf, comment=TYPED + "Ж" * 300)
        await served.sign_in(watched, LOGIN, lang=lang)
        await watched.page.goto(f"/late-form?next={CASE}")
        assert (
            await watched.page.title()
            == {
                "ru": "Ещё не отправлено — Вход — Узел информационного обмена",
                "en": "Not sent yet — Signing in — Information exchange hub",
            }[lang]
        )
        assert [*await check_axe(watched.page), *await check_widths(watched.page)] == []
        await watched.page.get_by_role("link", name="без него" if lang == "ru" else "without it").click()
        assert watched.page.url.endswith(CASE)
