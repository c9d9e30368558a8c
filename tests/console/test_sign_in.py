"""Signing in, as browsers do it: forms, cookies, where one comes back to, what is refused."""

import base64
import html
import itertools
import re

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from hub.console.pages import account
from hub.console.routes import ROUTES
from hub.core.console import one_time_code
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import find_account
from hub.workflows.accounts.open_session import find_session
from tests.console.browser import give_passkeys
from tests.console.served import Served
from tests.support.passkeys import Authenticator

PASSWORD = "только для пробы 17"
OURS = {"Sec-Fetch-Site": "same-origin"}
_numbers = itertools.count(1)


def field(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def options(page: str) -> str:
    """Return what the page asks a passkey."""
    return html.unescape(re.search(r'data-options="([^"]*)"', page)[1])


async def read(client: aiohttp.ClientSession, path: str) -> str:
    """Return a page that opens."""
    async with client.get(path, allow_redirects=False) as answer:
        assert answer.status == 200, (path, answer.status, answer.headers.get("Location"))
        return await answer.text()


async def send(client: aiohttp.ClientSession, path: str, page: str, headers=OURS, **fields: str):
    """Send a form of a page; return status, place, text."""
    form = {"csrf": field(page, "csrf"), **fields}
    async with client.post(path, data=form, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", ""), await answer.text()


async def invite(served: Served, role: str = "liaison") -> tuple[str, str]:
    """Create an account; return its login and the code of its invitation."""
    wanted = Wanted(
        login=f"probe-{next(_numbers)}", participant="tj-mvd", name="Проба <b>Тестова</b>", roles=frozenset({role})
    )
    account = await create_account(served.hub.exchange, served.console, wanted, by=None)
    return account.login, await invite_person(served.hub.exchange, account, by=None)


async def come(served: Served, client: aiohttp.ClientSession) -> str:
    """Let an invited person come; return the login."""
    login, code = await invite(served)
    status, place, _ = await send(client, "/invitation", await read(client, "/invitation"), code=code)
    assert (status, place) == (303, "/setup")
    return login


async def set_password(served: Served, client: aiohttp.ClientSession) -> bytes:
    """Set a password and codes as a newcomer; return the secret of the codes."""
    page = await read(client, "/setup/password")
    secret = secret_of(page)
    status, place, _ = await send(
        client, "/setup/password", page, sealed=field(page, "sealed"), password=PASSWORD, again=PASSWORD,
        code=code_of(served, secret, 0),
    )  # fmt: skip
    assert (status, place) == (303, "/")
    return secret


def secret_of(page: str) -> bytes:
    """Return the secret that a page shows."""
    text = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return base64.b32decode(text)


def code_of(served: Served, secret: bytes, ahead: int = 1) -> str:
    """Return a code that is taken still when the thirty seconds end before it comes: of the next step, or of now."""
    return one_time_code.make(secret, one_time_code.step_of(served.hub.exchange.clock.now()) + ahead)


async def test_an_invited_person_sets_a_password_and_signs_in_with_it(served: Served):
    async with served.client() as client:
        login = await come(served, client)
        secret = await set_password(served, client)
        page = await read(client, "/account")
        assert "&lt;b&gt;Тестова" in page
        status, place, _ = await send(client, "/sign-out", page)
        assert (status, place) == (303, "/sign-in")

        async with client.get("/participants?role=member", allow_redirects=False) as sent:
            assert (sent.status, sent.headers["Location"]) == (303, "/sign-in?next=%2Fparticipants%3Frole%3Dmember")
            page = await read(client, sent.headers["Location"])
        status, place, _ = await send(
            client, "/sign-in", page, login=login, password=PASSWORD, code=code_of(served, secret),
            next=field(page, "next"),
        )  # fmt: skip
        assert (status, place) == (303, "/participants?role=member")
        assert await read(client, place)


async def test_what_was_typed_stays_and_the_summary_says_what_is_wrong(served: Served):
    async with served.client(lang="en") as client:
        page = await read(client, "/sign-in?next=/tasks")
        status, _, page = await send(
            client, "/sign-in", page, login='nobody"><b>', password="secret-word-1", code="000000", next="/tasks"
        )
    assert status == 403
    assert 'value="nobody&#34;&gt;&lt;b&gt;"' in page
    assert "secret-word-1" not in page
    assert 'role="alert"' in page
    assert field(page, "next") == "/tasks"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_nobody_is_sent_to_another_site(served: Served, place: str):
    async with served.client() as client:
        page = await read(client, "/sign-in")
        status, back, _ = await send(client, "/sign-in/demo", page, login="tj-mvd.liaison", next=place)
    assert (status, back) == (303, "/")


async def test_a_passkey_is_set_used_and_is_no_good_twice(served: Served):
    device = Authenticator(origin=served.url)
    async with served.client() as client:
        login = await come(served, client)
        page = await read(client, "/setup")
        status, place, _ = await send(
            client, "/setup/passkey", page, answer=device.register(options(page)), name="Ноутбук"
        )
        assert (status, place) == (303, "/")
        page = await read(client, "/account")
        assert "Ноутбук" in page
        await send(client, "/sign-out", page)

        page = await read(client, "/sign-in")
        answer = device.sign_in(options(page))
        assert (await send(client, "/sign-in/passkey", page, answer=answer))[0] == 303
        assert login in await read(client, "/account")
    async with served.client() as other:
        page = await read(other, "/sign-in")
        assert (await send(other, "/sign-in/passkey", page, answer=answer))[0] == 403


async def test_the_only_way_in_is_not_removed_and_another_persons_passkey_is_not_there(served: Served):
    device = Authenticator(origin=served.url)
    async with served.client() as client, served.client() as other:
        for each, key in ((client, device), (other, Authenticator(origin=served.url))):
            await come(served, each)
            page = await read(each, "/setup")
            await send(each, "/setup/passkey", page, answer=key.register(options(page)), name="x")
        mine = re.search(r"/account/passkeys/[^/]+/remove", await read(client, "/account"))[0]
        page = await read(other, "/account")
        assert (await send(other, mine, page))[0] == 404
        page = await read(client, "/account")
        assert (await send(client, mine, page))[0] == 409
        assert mine in await read(client, "/account")


async def test_a_newcomer_sees_nothing_but_the_setup(served: Served):
    async with served.client() as client:
        await come(served, client)
        for path in ("/tasks", "/participants", "/account", "/accounts"):
            async with client.get(path, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "/setup"), path


async def test_a_password_is_refused_until_it_and_its_code_are_right(served: Served):
    async with served.client(lang="en") as client:
        await come(served, client)
        page = await read(client, "/setup/password")
        secret, sealed = secret_of(page), field(page, "sealed")
        right = {"password": PASSWORD, "again": PASSWORD, "code": code_of(served, secret), "sealed": sealed}
        for wrong in ({"password": "short", "again": "short"}, {"again": "another"}, {"code": "000000"}):
            status, _, page = await send(client, "/setup/password", page, **{**right, **wrong})
            assert status == 422
            assert secret_of(page) == secret, "nobody scans it anew"
        status, _, _ = await send(client, "/setup/password", page, **{**right, "sealed": sealed[:-4] + "AAAA"})
        assert status == 403


async def test_sessions_are_listed_and_ended(served: Served):
    async with served.client() as client, served.client() as second:
        login = await come(served, client)
        secret = await set_password(served, client)
        page = await read(second, "/sign-in")
        await send(second, "/sign-in", page, login=login, password=PASSWORD, code=code_of(served, secret))
        page = await read(second, "/account")
        (other,) = set(re.findall(r"/account/sessions/[0-9a-f-]+/end(?=\")", page)) - {"/account/sessions/end-others"}
        status, place, _ = await send(second, other, page)
        assert (status, place) == (303, "/account")
        async with client.get("/account", allow_redirects=False) as answer:
            assert answer.status == 303
        assert (await send(second, other, page))[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
async def test_a_form_from_elsewhere_is_refused(served: Served, headers: dict[str, str]):
    async with served.client("tj-mvd.liaison") as client:
        page = await read(client, "/account")
        status, _, _ = await send(client, "/account", page, headers=headers, lang="en", zone="UTC")
    assert status == 403


async def test_an_old_browser_that_names_our_origin_is_believed(served: Served):
    async with served.client("tj-mvd.liaison") as client:
        page = await read(client, "/account")
        status, _, _ = await send(
            client, "/account", page, headers={"Origin": served.url}, lang="ru", zone="Asia/Dushanbe"
        )
    assert status == 303


POSTS = [route for route in ROUTES if route.method != "GET"]


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.name)
async def test_no_form_is_taken_without_its_token_or_with_another_sessions(served: Served, route):
    async with served.client("kz-mvd.liaison") as other:
        foreign = field(await read(other, "/account"), "csrf")
    for login in served.openers(route):
        async with served.client(login) as client:
            for token in ("", foreign):
                async with client.post(
                    route.address(), data={"csrf": token}, headers=OURS, allow_redirects=False
                ) as answer:
                    assert answer.status == 403, (login, route.path)
        break


async def test_a_form_that_comes_after_the_session_ended_leads_back_to_its_page(served: Served):
    async with served.client() as client:
        async with client.post("/account/sessions/end-others", data={}, headers=OURS, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=%2Faccount")
        async with client.post("/account", data={}, headers={**OURS, "HX-Request": "true"}) as answer:
            assert (answer.status, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=%2Faccount")


async def test_signing_in_gives_another_session_and_a_cookie_that_scripts_do_not_see(served: Served):
    cookies = []
    async with served.client() as client:
        for _ in range(2):
            page = await read(client, "/sign-in")
            form = {"csrf": field(page, "csrf"), "login": "tj-mvd.liaison"}
            async with client.post("/sign-in/demo", data=form, headers=OURS, allow_redirects=False) as answer:
                cookies.append(answer.headers["Set-Cookie"])
    assert len({each.partition(";")[0] for each in cookies}) == 2
    earlier, later = (each.partition(";")[0].partition("=")[2] for each in cookies)
    assert await find_session(served.hub.exchange, served.console, earlier) is None
    assert await find_session(served.hub.exchange, served.console, later)
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert all(part in each for each in cookies)
    assert "Domain" not in cookies[0]


async def test_an_administrator_creates_invites_and_locks_people_of_his_participant_alone(served: Served):
    async with served.client("tj-mvd.administrator", lang="en") as client:
        page = await read(client, "/accounts/new")
        assert "operator" not in page
        status, _, wrong = await send(client, "/accounts", page, login="Bad Login", name="", lang="ru", zone="UTC")
        assert status == 422
        assert 'value="Bad Login"' in wrong
        assert wrong.count("-fault") >= 3
        login = f"made-{next(_numbers)}"
        made = {"login": login, "name": "Проба", "role": "liaison", "lang": "ru", "zone": "Asia/Dushanbe"}
        status, _, shown = await send(client, "/accounts", page, **made, participant="kz-mvd")
        assert (status, len(re.search(r'class="secret">([a-z0-9-]+)<', shown)[1])) == (200, 29)
        assert (await find_account(served.hub.exchange, login)).participant == "tj-mvd"
        assert (await send(client, "/accounts", page, **made))[0] == 422, "the login is taken"
        assert (await send(client, f"/accounts/{login}/lock", page))[0] == 303
        assert "Locked" in await read(client, f"/accounts?after={login[:-1]}")
        assert (await send(client, f"/accounts/{login}/open", page))[0] == 303
        for action in ("lock", "open", "invite"):
            foreign = await send(client, f"/accounts/kz-mvd.liaison/{action}", page)
            nobody = await send(client, f"/accounts/there.is-nobody/{action}", page)
            assert (foreign[0], nobody[0]) == (404, 404)
            assert (await send(client, f"/accounts/tj-mvd.administrator/{action}", page))[0] == 409


async def test_accounts_of_the_demo_set_no_passwords(served: Served):
    async with served.client("tj-mvd.liaison") as client, client.get("/account/password") as answer:
        assert answer.status == 403


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_a_real_browser_makes_a_passkey_and_signs_in_with_it(browser: Browser, served: Served, lang: str):
    _, code = await invite(served)
    async with served.visitor(browser, lang=lang) as watched:
        page = watched.page
        await give_passkeys(page)
        await page.goto("/invitation")
        await page.fill("#code", code)
        await page.click("main form button")
        await page.wait_for_url("**/setup")
        await page.fill("#passkey-name", "Chromium")
        await page.click("form[data-passkey] button")
        await page.wait_for_url("**/tasks")
        await page.click("form[action='/sign-out'] button")
        await page.wait_for_url("**/sign-in")
        await page.click("form[data-passkey] button")
        await page.wait_for_url("**/tasks")
        assert await watched.violations() == []


async def test_ways_in_are_changed_by_who_has_signed_in_just_now(served: Served, monkeypatch):

    async with served.client() as client:
        await come(served, client)
        await set_password(served, client)
        assert await read(client, "/account/password")
        monkeypatch.setattr(account, "FRESH_SECONDS", -1)
        async with client.get("/account/password", allow_redirects=False) as answer:
            assert answer.headers["Location"] == "/sign-in?next=%2Faccount%2Fpassword"
        assert "/sign-in?next=/account" in await read(client, "/account")


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_without_scripts_a_person_comes_by_invitation_password_and_code(
    browser: Browser, served: Served, lang: str
):
    login, code = await invite(served)
    async with served.visitor(browser, lang=lang, js=False) as watched:
        page = watched.page
        await page.goto("/invitation")
        await page.fill("#code", code)
        await page.click("main form button")
        await page.wait_for_url("**/setup")
        assert await page.locator("form[data-passkey]").is_hidden()
        await page.click("a[href='/setup/password']")
        secret = secret_of(await page.content())
        await page.fill("#password", PASSWORD)
        await page.fill("#again", PASSWORD)
        await page.fill("#code", code_of(served, secret, 0))
        await page.click("main form button")
        await page.wait_for_url("**/tasks")
        await page.click("form[action='/sign-out'] button")
        await page.goto("/participants")
        await page.fill("#login", login)
        await page.fill("#password", PASSWORD)
        await page.fill("#code", code_of(served, secret))
        await page.press("#code", "Enter")
        await page.wait_for_url("**/participants")


async def test_a_wrong_password_leads_the_eye_and_the_keyboard_to_what_to_do(browser: Browser, served: Served):
    async with served.visitor(browser, lang="ru") as watched:
        page = watched.page
        await page.goto("/sign-in")
        for name, text in (("login", "nobody"), ("password", "wrong password"), ("code", "000000")):
            await page.fill(f"#{name}", text)
        await page.press("#code", "Enter")
        await page.wait_for_selector(".error-summary")
        await expect(page.locator(".error-summary")).to_be_focused()
        assert await page.input_value("#login") == "nobody"
        assert await page.input_value("#password") == ""
        assert await watched.violations() == []
