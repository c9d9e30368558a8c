"""The board: what it says to whom, the ways down from it, its refreshing and its pause."""

import re

import pytest
from playwright.async_api import Browser

from tests.console.served import Served

OFFICE, TJ, KZ, BY = "cis-ec.secretariat-officer", "tj-mvd.liaison", "kz-mvd.liaison", "by-mvd.liaison"


async def read(served: Served, login: str, path: str, expected: int = 200, lang: str = "en") -> str:
    """Return a page."""
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == expected, (login, path, answer.status)
        return await answer.text()


async def test_the_secretariat_sees_every_pair_and_agreements_under_negotiation_are_hatched(served: Served):
    page = await read(served, OFFICE, "/health", lang="ru")

    assert re.search(r"KZ → TJ: [^,]+, (в пределах цели|под угрозой|цель нарушена)", page)
    assert "RU → TJ: соглашение на стадии согласования" in page or re.search(
        r'class="hatched"><a class="\w+" href="/health/pairs/RU/TJ', page
    )
    assert "Бюджет ошибок, 30 дней" in page
    assert "Обновлено в" in page


@pytest.mark.parametrize("measure", ["count", "queue-age", "error-share", "median-delivery"])
@pytest.mark.parametrize("period", ["1h", "24h", "7d"])
async def test_every_measure_is_shown_for_every_period(served: Served, measure: str, period: str):
    page = await read(served, OFFICE, f"/health?measure={measure}&period={period}")

    assert f'value="{measure}" selected' in page
    assert "KZ → TJ:" in page


async def test_an_unknown_measure_or_period_is_no_page(served: Served):
    for query in ("measure=names", "period=9d"):
        await read(served, OFFICE, f"/health?{query}", expected=404)


async def test_a_participant_sees_its_own_row_and_column(served: Served):
    page = await read(served, TJ, "/health")

    assert "KZ → TJ:" in page
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
    return page.partition("<main")[2]


async def test_the_way_from_the_board_to_a_message_that_the_log_proves_and_nothing_of_persons(served: Served):
    pair = await read(served, OFFICE, "/health/pairs/KZ/TJ?period=7d")
    assert "readmission-request" in pair
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
        assert "KZ" in await watched.page.title()
