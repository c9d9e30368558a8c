"""The board: what it says to whom, the ways down from it, its refreshing and its pause."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from hub.store import health_alerts
from hub.workflows.desk import read_overdue
from tests.console.served import VISITOR, Served
from tests.console.sweep import check_axe, sweep

OFFICE, TJ, KZ, BY = "cis-ec.secretariat-officer", "tj-mvd.liaison", "kz-mvd.liaison", "by-mvd.liaison"


async def read(served: Served, login: str, path: str, expected: int = 200, lang: str = "en") -> str:
    """Return a page."""
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == expected, (login, path, answer.status)
        return await answer.text()


async def test_the_secretariat_sees_every_pair_and_agreements_under_negotiation_are_hatched(served: Served):
    page = await read(served, OFFICE, "/health", lang="ru")

    assert re.search(r"Казахстан → Таджикистан: [^,]+, (в пределах цели|под угрозой|цель нарушена)", page)
    assert "Россия → Таджикистан: соглашение на стадии согласования" in page or re.search(
        r'class="hatched"><a class="\w+" href="/health/pairs/RU/TJ', page
    )
    assert "Бюджет ошибок, 30 дней" in page
    assert "Обновлено в" in page


@pytest.mark.parametrize("measure", ["count", "queue-age", "error-share", "median-delivery"])
@pytest.mark.parametrize("period", ["1h", "24h", "7d"])
async def test_every_measure_is_shown_for_every_period(served: Served, measure: str, period: str):
    page = await read(served, OFFICE, f"/health?measure={measure}&period={period}")

    assert f'value="{measure}" selected' in page
    assert "Kazakhstan → Tajikistan:" in page


async def test_an_unknown_measure_or_period_is_no_page(served: Served):
    for query in ("measure=names", "period=9d"):
        await read(served, OFFICE, f"/health?{query}", expected=404)


async def test_a_participant_sees_its_own_row_and_column(served: Served):
    page = await read(served, TJ, "/health")

    assert "Kazakhstan → Tajikistan:" in page
    assert "KZ → RU" not in page
    assert "Error budget" not in page
    assert "/health/gateways/kz-mvd" not in page


async def test_a_foreign_pair_gateway_or_message_looks_like_none(served: Served):
    page = await read(served, TJ, "/health/pairs/KZ/TJ")
    message = re.search(r"/health/messages/[a-z-]+/[0-9a-f-]{36}", page)[0]
    foreign = [
        await read(served, BY, path, expected=404)
        for path in ("/health/pairs/KZ/TJ", "/health/gateways/tj-mvd", message)
    ]
    missing = [
        await read(served, BY, path, expected=404)
        for path in (
            "/health/pairs/XX/TJ",
            "/health/gateways/xx",
            "/health/messages/kz-mvd/01932f3e-7d00-7000-8000-000000000000",
        )
    ]

    assert [_main(each) for each in foreign] == [_main(each) for each in missing]


def _main(page: str) -> str:
    return page.partition("<main")[2].partition('<p class="printed"')[0]


async def test_the_way_from_the_board_to_a_message_that_the_log_proves_and_nothing_of_persons(served: Served):
    pair = await read(served, OFFICE, "/health/pairs/KZ/TJ?period=7d")
    assert "Readmission request" in pair
    path = re.findall(r"/health/messages/[a-z-]+/[0-9a-f-]{36}", pair)[-1]
    message = await read(served, OFFICE, path)
    found = re.search(r"<code>([0-9a-f-]{36})</code>", message)[1]

    assert "The log proves it" in message
    for name in ("TESTOV", "ТЕСТОВ", "Тестов"):
        assert name.lower() not in _main(pair + message).lower()
    async with (
        served.client(OFFICE) as client,
        client.get(f"/health/messages?id={found}", allow_redirects=False) as answer,
    ):
        assert (answer.status, answer.headers["Location"]) == (303, path)
    for wrong in ("x", found[:-1] + "~", "'; DROP", "00000000-0000-0000-0000-000000000000"):
        assert "There is no such message" in await read(served, OFFICE, f"/health/messages?id={wrong}")
    async with served.client(BY, lang="en") as client, client.get(f"/health/messages?id={found}") as answer:
        assert "There is no such message" in await answer.text()


async def test_the_part_that_is_refreshed_is_the_board_alone(served: Served):
    part = await read(served, OFFICE, "/health/part?measure=queue-age&period=7d")

    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_board_is_walked_by_hand_and_stops_refreshing_when_told(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, OFFICE, lang=lang) as watched:
        page = watched.page
        await page.goto("/health")
        assert await page.get_attribute("#board", "hx-get") == "/health/part?measure=count&period=24h"
        await page.click("#pause")
        await page.wait_for_url("**paused=1")
        assert await page.get_attribute("#board", "hx-get") is None
        await page.select_option("#measure", "queue-age")
        await page.select_option("#period", "7d")
        await page.click("form[action='/health'] button")
        await page.wait_for_url("**measure=queue-age**")
        assert await page.get_attribute("#board", "hx-get") is None, "the pause holds"
        await page.click("a[href^='/health/pairs/KZ/TJ']")
        await page.wait_for_url("**/health/pairs/KZ/TJ?**")
        await page.click("a[href^='/health/messages/'] >> nth=0")
        await page.wait_for_url("**/health/messages/*/*")
        assert await watched.violations() == []


async def test_without_scripts_the_board_is_the_same(browser: Browser, served: Served):
    async with served.visitor(browser, OFFICE, lang="ru", js=False) as watched:
        await watched.page.goto("/health")
        assert await watched.page.locator("table.matrix").count() == 1
        await watched.page.click("a[href^='/health/pairs/KZ/TJ']")
        assert "Казахстан" in await watched.page.title()


def form(page: str) -> dict[str, str]:
    """Return the token of a page's forms."""
    return {"csrf": re.search(r'name="csrf" value="([^"]*)"', page)[1]}


async def send(served: Served, login: str, page: str, path: str, lang: str = "en", **fields: str) -> tuple[int, str]:
    """Send a form that a page holds; return status and text."""
    async with served.client(login, lang=lang) as client:
        async with client.get(page) as answer:
            token = form(await answer.text())
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with client.post(path, data={**token, **fields}, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()


DEAD = "/health/dead-letters"


async def test_a_dead_letter_is_seen_by_its_parties_and_its_sender_is_asked_to_send_it_again(served: Served):
    page = await read(served, OFFICE, DEAD)
    path = re.search(r"/health/dead-letters/ru-guvm/[0-9a-f-]{36}/tj-mvd/ask", page)[0]

    assert "schema-violation" in page
    assert "schema-violation" in await read(served, TJ, DEAD)
    assert "schema-violation" not in await read(served, BY, DEAD)
    assert (await send(served, BY, "/account", path))[0] in {403, 404}
    assert (await send(served, "kz-mvd.liaison", "/account", path))[0] == 404
    assert (await send(served, "ru-guvm.liaison", "/account", path))[0] == 403, "nobody asks himself"
    for _ in range(2):
        assert (await send(served, OFFICE, DEAD, path))[0] == 303
    assert "Asked" in await read(served, "ru-guvm.liaison", DEAD)
    assert path not in await read(served, OFFICE, DEAD)
    delivered = path.replace("tj-mvd/ask", "kz-mvd/ask")
    assert (await send(served, OFFICE, DEAD, delivered))[0] == 404


WINDOW = {
    "kind": "maintenance",
    "participant": "by-mvd",
    "ru": "Замена <b>сервера</b>.",
    "en": "A new <b>server</b>.",
    "starts": "2026-01-01T00:00",
    "ends": "2026-12-31T00:00",
}


async def test_an_announcement_is_checked_made_shown_on_every_page_and_taken_back(served: Served):
    now = served.hub.exchange.clock.now()
    times = {"starts": f"{now - timedelta(days=2):%Y-%m-%dT%H:%M}", "ends": f"{now + timedelta(days=9):%Y-%m-%dT%H:%M}"}
    path = "/announcements"
    wrong = {
        "kind": "x", "ru": "", "en": "я" * 2, "participant": "nobody", "starts": "31.02.2026", "ends": "2026-11-22",
    }  # fmt: skip
    status, page = await send(served, OFFICE, path, path, **{**WINDOW, **wrong})
    assert status == 422
    assert 'role="alert" tabindex="-1" id="errors"' in page
    assert [name for name in ("kind", "ru", "en", "starts", "ends") if f'id="{name}-fault"' not in page] == []
    assert 'value="31.02.2026"' in page
    status, page = await send(served, OFFICE, path, path, **{**WINDOW, "participant": "nobody"})
    assert (status, 'id="participant-fault"' in page, 'id="ends-fault"' in page) == (422, True, True)
    status, page = await send(served, OFFICE, path, path, **{**WINDOW, **times, "ends": "2001-01-01T00:00"})
    assert (status, "later than the begin" in page) == (422, True)
    assert (await send(served, TJ, "/account", path, **WINDOW))[0] == 403

    assert (await send(served, OFFICE, path, path, **{**WINDOW, **times}))[0] == 303
    board = await read(served, TJ, "/health", lang="ru")
    assert "Замена &lt;b&gt;сервера" in board
    assert "A new &lt;b&gt;server" in await read(served, BY, "/tasks")
    assert "Замена" not in await read(served, VISITOR, "/sign-in", lang="ru")
    taken = re.findall(r"/announcements/\d+/withdraw", await read(served, OFFICE, path))[-1]
    assert (await send(served, TJ, "/account", taken))[0] == 403
    assert (await send(served, OFFICE, path, taken))[0] == 303
    assert (await send(served, OFFICE, path, taken))[0] == 404
    assert "Замена" not in await read(served, TJ, "/health", lang="ru")


async def test_a_letter_of_reminder_has_totals_alone_in_both_languages(served: Served):
    path = "/overdue/letters/tj-mvd"
    page = await read(served, OFFICE, path)
    status, text = await send(served, OFFICE, path, path)

    assert status == 200
    assert "KZ-TEST" not in page + text
    assert "<" not in text
    assert re.search(r"просрочен", text)
    assert re.search(r"overdue", text)
    await read(served, TJ, path, expected=403)
    await read(served, OFFICE, "/overdue/letters/nobody", expected=404)


async def test_the_audit_is_searched_and_its_chain_verified_in_the_page(served: Served):
    await send(served, OFFICE, "/overdue/letters/tj-mvd", "/overdue/letters/tj-mvd")
    auditor = "cis-ec.auditor"
    page = await read(served, auditor, "/audit?action=overdue-letter")
    assert "<code>tj-mvd</code>" in page
    assert "<code>tj-mvd</code>" not in await read(served, auditor, "/audit?action=overdue-letter&outcome=refused")
    assert "The chain is whole" in (await send(served, auditor, "/audit", "/audit/verify"))[1]
    foreign = await read(served, "tj-mvd.auditor", "/audit?action=overdue-letter")
    assert "Nothing was done that fits" in foreign
    await read(served, TJ, "/audit", expected=403)


async def test_the_audit_names_the_people_behind_accounts(served: Served):
    page = await read(served, "tj-mvd.auditor", "/audit?action=sign-in")

    assert "<bdi>tj-mvd.liaison</bdi>" in page


async def test_alerts_are_listed_with_the_thresholds(served: Served):
    page = await read(served, OFFICE, "/alerts")

    assert "Age of the queue" in page
    assert "4 h 00 min" in page
    await read(served, TJ, "/alerts", expected=403)


async def test_alerts_of_one_measure_stand_in_one_banner_and_name_the_sides_in_words(served: Served):
    exchange, at = served.hub.exchange, served.hub.exchange.clock.now()
    async with exchange.pool.acquire() as conn:
        pairs = [f"{name}/cis-ec" for name in ("kz-mvd", "tj-mvd")]
        for pair in pairs:
            await health_alerts.open_one(conn, "queue-age", pair, 90_000.0, at)
    try:
        page = await read(served, OFFICE, "/health", lang="ru")
    finally:
        async with exchange.pool.acquire() as conn:
            for pair in pairs:
                await health_alerts.close_one(conn, "queue-age", pair, at)

    assert "Возраст очереди: Казахстан → Исполком СНГ; Таджикистан, МВД → Исполком СНГ." in page
    assert page.count("Свяжитесь с получателем") == 1


async def test_overdue_replies_are_shown_to_whom_they_concern_and_to_the_secretariat_as_totals(
    served: Served, monkeypatch: pytest.MonkeyPatch
):
    exchange = served.hub.exchange
    async with exchange.pool.acquire() as conn, conn.transaction():
        changed = "UPDATE case_desk SET due_at = $1, sort_at = $1, due_on = $2 WHERE subject = 'KZ-TEST-0001'"
        before = await conn.fetchrow(
            "SELECT due_at, due_on FROM case_desk WHERE subject = 'KZ-TEST-0001' AND acting = party"
        )
        late = exchange.clock.now() - timedelta(days=5)
        await conn.execute(changed, late, late.date())
    try:
        with monkeypatch.context() as patch:
            patch.setattr(read_overdue, "telling_agreements", lambda _: ("kz-tj-readmission",))
            told = await read(served, OFFICE, "/overdue")
        office, mine, theirs, foreign = [await read(served, login, "/overdue") for login in (OFFICE, TJ, KZ, BY)]
    finally:
        async with exchange.pool.acquire() as conn:
            await conn.execute(changed, before["due_at"], before["due_on"])

    assert "KZ-TEST-0001" in told, "where the agreement lets it"
    assert "KZ-TEST-0001" in mine
    assert "KZ-TEST-0001" in theirs
    assert "KZ-TEST-0001" not in office
    assert "Republic of Tajikistan" in office
    assert "No reply is overdue" in foreign


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_secretariat_walks_the_board_by_keyboard_alone(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, OFFICE, lang=lang) as watched:
        page = watched.page
        await page.goto("/health")
        await page.locator("a[href^='/health/pairs/KZ/TJ']").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/health/pairs/KZ/TJ?**")
        assert await sweep(watched, "/health", picture=f"health-secretariat-{lang}") == []


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_the_form_of_an_announcement_is_accessible_also_with_its_errors(
    browser: Browser, served: Served, lang: str
):
    async with served.visitor(browser, OFFICE, lang=lang) as watched:
        assert await sweep(watched, "/announcements", picture=f"announcements-secretariat-{lang}") == []
        await watched.page.goto("/announcements")
        await watched.page.fill("#ru", "Только по-русски")
        await watched.page.click("main form[action='/announcements'] button")
        await watched.page.wait_for_selector("#errors")
        await expect(watched.page.locator("#errors")).to_be_focused()
        assert await watched.page.input_value("#ru") == "Только по-русски"
        assert await check_axe(watched.page) == []
        assert await watched.violations() == []


REFRESH = """() => {
  const board = document.querySelector("#board");
  return htmx.ajax("GET", board.getAttribute("hx-get"), {target: "#board", swap: board.getAttribute("hx-swap")});
}"""


async def test_a_refresh_brings_new_figures_and_leaves_the_focus_where_it_is(browser: Browser, served: Served):
    async with served.visitor(browser, OFFICE, lang="en") as watched:
        page, link = watched.page, "table.matrix a[href^='/health/pairs/KZ/TJ']"
        await page.goto("/health")
        await page.focus(link)
        before = await page.text_content("#updated")
        await page.wait_for_timeout(1100)
        await page.evaluate(REFRESH)
        await page.wait_for_function("before => document.querySelector('#updated').textContent !== before", arg=before)
        await expect(page.locator(link)).to_be_focused()
        assert await page.locator("#board").count() == 1
        assert await watched.violations() == []
