"""Whoever signs has shown just now that he is there: by passkey, or by password and a new code, in the signature's form."""

import html
import json
import re
from collections.abc import AsyncIterator
from itertools import count

import aiohttp
import pytest
from playwright.async_api import Browser

from hub.core.console.account import CONFIRMED_FOR, Account
from hub.workflows.accounts.lock_account import find_account
from hub.workflows.audit_console import read_deeds
from tests.console.browser import give_passkeys
from tests.console.hands import Hand
from tests.console.served import Served
from tests.console.signers import Answered, Signer, delegate, new_case
from tests.console.test_sign_in import PASSWORD, code_of, come, invite, options, read, send, set_password
from tests.console.test_signing_journey import enrol_account
from tests.support.passkeys import Authenticator
from tests.support.trust import make_key

NUMBERS = count(1)
STEP = {"until": "2027-01-20", "reason": "registers_checked"}


@pytest.fixture
async def client(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser without scripts."""
    async with served.client(lang="en") as opened:
        yield opened


async def signer_of(served: Served, client: aiohttp.ClientSession, login: str) -> Signer:
    """Return somebody of a real account with a delegated key."""
    account = await find_account(served.hub.exchange, login)
    assert account is not None
    key = make_key("console", login)
    signer = Signer(served=served, client=client, account=account, key=key)
    await signer.post("/account/signing-key", {"jwk": json.dumps(dict(key.public.to_jwk()))})
    await delegate(served, account, key.public)
    return signer


async def wait(served: Served, account: Account) -> None:
    """Let the time go by after which a signature asks anew who is there."""
    async with served.hub.exchange.pool.acquire() as conn:
        await conn.execute(
            "UPDATE console_session SET opened_at = opened_at - $2::interval, confirmed_at = confirmed_at - $2::interval"
            " WHERE account = $1::text::uuid",
            account.id,
            CONFIRMED_FOR,
        )


async def prepare(served: Served, signer: Signer) -> str:
    """Prepare a record that one person signs; return the address of its draft."""
    case = await new_case(served, f"KZ-CONFIRM-{next(NUMBERS)}")
    return (await signer.post(f"{case}/extension", STEP)).location


async def sign(signer: Signer, draft: str, **confirmed: str) -> Answered:
    """Sign a draft, with what confirms the person."""
    token = (await signer.envelope(draft)).decode()
    return await signer.post(f"{draft}/sign", {"token": token, "revision": "1", **confirmed})


async def test_password_and_a_new_code_confirm_who_signs(served: Served, client: aiohttp.ClientSession):
    login = await come(served, client)
    secret = await set_password(served, client)
    signer = await signer_of(served, client, login)
    draft = await prepare(served, signer)
    assert 'name="password"' not in await signer.get(draft), "who has signed in just now need not say it again"
    await wait(served, signer.account)
    assert 'name="password"' in await signer.get(draft)

    unasked = await sign(signer, draft)
    assert unasked.status == 422
    assert "Confirm that it is you, by passkey or by password" in unasked.page
    for password, code in (("other-word-17", code_of(served, secret)), (PASSWORD, "000000")):
        refused = await sign(signer, draft, password=password, code=code)
        assert refused.status == 422
        assert "password or code is wrong" in refused.page
        assert password not in refused.page
    assert (await sign(signer, draft, password=PASSWORD, code=code_of(served, secret))).status == 303
    assert "Accepted." in await signer.get(draft)
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", action="sign-in", outcome="confirmed")
    assert deeds[0].deed.account == signer.account.id


async def test_who_has_not_signed_in_just_now_adds_no_signing_key(served: Served, client: aiohttp.ClientSession):
    login = await come(served, client)
    await set_password(served, client)
    signer = await signer_of(served, client, login)
    async with served.hub.exchange.pool.acquire() as conn:
        shift = (
            "UPDATE console_session SET opened_at = opened_at - interval '16 minutes' WHERE account = $1::text::uuid"
        )
        await conn.execute(shift, signer.account.id)
    page = await signer.get("/account/signing-key?back=/drafts")
    assert ("Sign in once more to add a key" in page, 'name="jwk"' in page) == (True, False)
    passer_by = json.dumps(dict(make_key("console", "passer-by").public.to_jwk()))
    answered = await signer.post("/account/signing-key", {"jwk": passer_by, "back": "/drafts"})
    assert answered.location.startswith("/sign-in?next=%2Faccount%2Fsigning-key%3Fback%3D")
    assert make_key("console", "passer-by").kid not in await signer.get("/account/signing-key")


async def test_only_ones_own_passkey_confirms_and_only_once(served: Served, client: aiohttp.ClientSession):
    device, other = Authenticator(origin=served.url), Authenticator(origin=served.url)
    login = await come(served, client)
    page = await read(client, "/setup")
    await send(client, "/setup/passkey", page, answer=device.register(options(page)), name="x")
    async with served.client() as stranger:
        await come(served, stranger)
        page = await read(stranger, "/setup")
        await send(stranger, "/setup/passkey", page, answer=other.register(options(page)), name="y")
    signer = await signer_of(served, client, login)
    draft = await prepare(served, signer)
    await wait(served, signer.account)
    asked = challenge(await signer.get(draft))

    assert (await sign(signer, draft)).status == 422
    assert (await sign(signer, draft, answer=other.sign_in(asked))).status == 422
    assert (await sign(signer, draft, answer=device.sign_in(options(await sign_in_page(served))))).status == 422
    answer = device.sign_in(asked)
    assert (await sign(signer, draft, answer=answer)).status == 303
    second = await prepare(served, signer)
    assert "data-confirm" not in await signer.get(second), "it holds for a few minutes"
    await wait(served, signer.account)
    assert (await sign(signer, second, answer=answer)).status == 422


async def sign_in_page(served: Served) -> str:
    """Return the page whose challenge is for signing in, not for confirming."""
    async with served.client() as visitor:
        return await read(visitor, "/sign-in")


def challenge(page: str) -> str:
    """Return what the draft's page asks a passkey."""
    found = re.search(r'data-confirm="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


async def test_in_the_browser_one_click_confirms_by_passkey_signs_and_sends(browser: Browser, served: Served):
    login, code = await invite(served)
    async with served.visitor(browser, lang="en") as watched:
        page, hand = watched.page, Hand(watched.page, "en")
        await give_passkeys(page)
        await page.goto("/invitation")
        await page.fill("#code", code)
        await page.click("main form button")
        await page.fill("#passkey-name", "Chromium")
        await page.click("form[data-passkey] button")
        await page.wait_for_url("**/tasks")
        account = await find_account(served.hub.exchange, login)
        assert account is not None
        await enrol_account(served, account, page, "en")
        case = await new_case(served, f"KZ-CONFIRM-{next(NUMBERS)}")
        await page.goto(f"{case}/extension")
        await hand.type("Last day of the extended term", STEP["until"])
        await hand.choose("Reason", STEP["reason"])
        await wait(served, account)
        await hand.click("button", "Save and show what will be signed")
        await hand.sees("Your passkey will ask you to confirm that it is you.")
        await hand.click("button", "Sign and send")
        await hand.sees("Accepted.")
        assert await watched.violations() == []
