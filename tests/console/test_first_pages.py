"""The model pages and the doors before them: what they say, to whom, and what browsers are told with it."""

import re

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from hub.console import app as console_app
from hub.console.routing import Route
from hub.console.visit import CONSOLE
from hub.web.state import PROCESS
from tests.console.served import VISITOR, Served

LIAISON, OFFICER = "tj-mvd.liaison", "cis-ec.secretariat-officer"
NOWHERE = ("/nothing", "/participants/xx-nobody", "/participants?role=king", "/static/000000000000/console.css")


async def _text(served: Served, login: str, path: str, lang: str = "en", status: int = 200) -> str:
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == status
        return await answer.text()


async def test_a_liaison_sees_first_what_waits_for_his_participant(served: Served):
    async with served.client(LIAISON, lang="ru") as client, client.get("/") as answer:
        text = await answer.text()
        assert answer.url.path == "/tasks"
    assert "Мои задачи" in text
    assert "KZ-TEST-0001" in text
    assert "KZ-TEST-0001" not in await _text(served, "ru-guvm.liaison", "/tasks")
    assert "KZ-TEST-0002" not in text


async def test_nothing_of_a_person_is_on_pages_of_metadata(served: Served):
    for login, path in ((LIAISON, "/tasks"), (OFFICER, "/participants"), (OFFICER, "/participants/tj-mvd")):
        text = await _text(served, login, path)
        for account in served.accounts.values():  # colleagues are named
            text = text.replace(account.name, "")
        assert "Образцов" not in text
        assert "OBRAZTSOV" not in text.upper().replace("ОБРАЗЦОВ", "")


@pytest.mark.parametrize(("lang", "name"), [("ru", "Таджикистан"), ("en", "Tajikistan")])
async def test_the_secretariat_sees_who_takes_part_by_official_names(served: Served, lang: str, name: str):
    text = await _text(served, OFFICER, "/participants", lang)
    only_bodies = await _text(served, OFFICER, "/participants?role=secretariat", lang)

    assert name in text
    assert "tj-mvd" not in only_bodies
    assert "cis-ec" in only_bodies


async def test_a_participant_is_shown_with_its_keys(served: Served):
    key = served.hub.exchange.judgement.trust.participants["tj-mvd"].keys[0]
    text = await _text(served, OFFICER, "/participants/tj-mvd")

    assert key.kid in text
    assert "UTC" in text


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_what_does_not_exist_is_one_and_the_same_page_everywhere(served: Served, lang: str):
    pages = {
        re.sub(r'value="[^"]*"| aria-current="page"', "", await _text(served, LIAISON, path, lang, status=404))
        for path in NOWHERE
    }
    assert len(pages) == 1


async def test_whoever_has_not_signed_in_is_sent_to_do_so_and_back(served: Served):
    async with (
        served.client(VISITOR) as client,
        client.get("/participants/tj-mvd?a=b", allow_redirects=False) as answer,
    ):
        assert answer.status == 303
        assert answer.headers["Location"] == "/sign-in?next=%2Fparticipants%2Ftj-mvd%3Fa%3Db"


@pytest.mark.parametrize("path", ["/tasks", "/nothing", "/sign-in"])
async def test_every_answer_has_the_strict_headers(served: Served, path: str):
    async with served.client(LIAISON) as client, client.get(path, allow_redirects=False) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "aiohttp" not in answer.headers["Server"].lower()


async def test_files_are_kept_for_ever_under_their_hash_alone(served: Served):
    async with served.client(LIAISON) as client:
        text = await (await client.get("/tasks")).text()
        address = re.findall(r'href="(/static/[^"]+\.css)"', text)[0]
        async with client.get(address) as answer:
            assert answer.status == 200
            assert "immutable" in answer.headers["Cache-Control"]
            assert "{{" not in await answer.text()


async def test_a_fault_is_a_page_with_a_code_and_nothing_of_its_cause(served: Served):
    async def fail(_request: web.Request) -> web.Response:
        raise RuntimeError("Тестов-Секретный")

    route = Route(method="GET", path="/failing", handler=fail, action="start")
    app = console_app.make_app(served.hub.process, served.console, [route])
    assert (app[PROCESS], app[CONSOLE]) == (served.hub.process, served.console)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/failing"
        async with served.client(VISITOR, lang="ru") as client, client.get(address) as answer:
            text = await answer.text()
            assert answer.status == 500
    finally:
        await runner.cleanup()
    assert "Секретный" not in text
    assert "Traceback" not in text
    assert re.search(r"<code>[0-9a-f]{16}</code>", text)


async def test_a_form_of_another_site_changes_nothing(served: Served):
    async with served.client(LIAISON) as client:
        token = re.findall(r'name="csrf" value="([^"]+)"', await (await client.get("/tasks")).text())[0]
        for fields, headers in (
            ({"csrf": token}, {"Sec-Fetch-Site": "cross-site"}),
            ({"csrf": token}, {"Origin": "https://evil.example"}),
            ({"csrf": "x" * len(token)}, {"Sec-Fetch-Site": "same-origin"}),
            ({}, {"Sec-Fetch-Site": "same-origin"}),
        ):
            async with client.post(
                "/language", data={"lang": "en", **fields}, headers=headers, allow_redirects=False
            ) as no:
                assert no.status == 403
                assert "Set-Cookie" not in no.headers


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/entry-bans", "/entry-bans"),
        ("/accounts/nobody/lock", "/accounts"),
        ("/language?x=1", "/"),
    ],
)
async def test_a_page_in_answer_to_a_form_changes_its_language_where_a_link_can_lead(
    served: Served, path: str, back: str
):
    async with (
        served.client(LIAISON) as client,
        client.post(path, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False) as answer,
    ):
        text = await answer.text()

    assert answer.status in {403, 404, 422}
    assert re.findall(r'name="back" value="([^"]*)"', text)[0] == back


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example"])
async def test_choosing_a_language_never_leads_out(served: Served, back: str):
    async with served.client(LIAISON) as client:
        token = re.findall(r'name="csrf" value="([^"]+)"', await (await client.get("/tasks")).text())[0]
        posted = {"csrf": token, "lang": "en", "back": back}
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with client.post("/language", data=posted, headers=headers, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_without_scripts_one_signs_in_by_a_click_chooses_the_language_and_reads(browser: Browser, served: Served):
    async with served.visitor(browser, js=False, lang="ru") as watched:
        page = watched.page
        await page.goto("/tasks")
        await page.locator(f"button[value='{LIAISON}']").click()
        await expect(page.locator("h1")).to_have_text("Мои задачи")
        await page.get_by_role("button", name="English").click()
        await expect(page.locator("h1")).to_have_text("My tasks")
        await page.get_by_role("link", name="Participants").click()
        await page.get_by_label("Role in the exchange").select_option("secretariat")
        await page.get_by_role("button", name="Apply").click()
        await expect(page.locator("tbody tr")).to_have_count(1)


@pytest.mark.parametrize("path", ["/tasks", "/readmission/kz-mvd/KZ-TEST-0001", "/health", "/nowhere", "/tasks.csv"])
async def test_what_may_be_opened_may_be_asked_for_without_its_body(served: Served, path: str):
    async with served.client("tj-mvd.liaison") as client:
        async with client.get(path, allow_redirects=False) as opened:
            await opened.read()
        async with client.head(path, allow_redirects=False) as asked:
            body = await asked.read()

    assert (asked.status, asked.content_type, body) == (opened.status, opened.content_type, b"")
