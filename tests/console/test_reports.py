"""Who has reported, the consolidated report, its files, reminders, and freezing it."""

import json
import zipfile
from io import BytesIO

import pytest

from tests.console.posting import post
from tests.console.served import Served

OFFICER, LIAISON, OTHERS = "cis-ec.secretariat-officer", "tj-molme.liaison", "kz-mvd.liaison"
PERIOD = "/reports/2020-H1"


async def _text(served: Served, path: str, login: str = OFFICER, lang: str = "en", status: int = 200) -> str:
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == status
        return await answer.text()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Who has reported on 2020", "Received", "Missing")),
        ("ru", ("Кто представил", "Получен", "Не представлен")),
    ],
)
async def test_the_year_says_who_has_reported_and_who_is_missing(served: Served, lang: str, said: tuple[str, ...]):
    text = await _text(served, "/reports?year=2020", lang=lang)
    assert all(each in text for each in said)


async def test_a_period_that_was_typed_is_gone_to_and_a_wrong_one_is_told_beside_the_field(served: Served):
    async with (
        served.client(OFFICER) as client,
        client.get("/reports?period=2021-Q3", allow_redirects=False) as answer,
    ):
        assert (answer.status, answer.headers["Location"]) == (303, "/reports/2021-Q3")
    wrong = await _text(served, "/reports?period=summer", status=422)
    assert 'href="#period"' in wrong
    assert 'value="summer"' in wrong


async def test_a_report_shows_charts_with_a_table_behind_each(served: Served):
    text = await _text(served, PERIOD)
    assert text.count("<svg") == text.count("The same as a table") > 0
    assert "Kyrgyz" in text
    assert "Belarus" in text


async def test_the_frozen_report_names_its_message_and_place(served: Served):
    text = await _text(served, "/reports/2019?state=frozen")
    assert "Frozen and signed" in text
    assert "Place in the log" in text
    await _text(served, f"{PERIOD}?state=frozen&audience=public", status=404)


async def test_a_reader_gets_figures_of_what_he_may_read_and_no_more(served: Served):
    assert "Kyrgyz" in await _text(served, PERIOD)
    seen = json.loads(await _text(served, f"{PERIOD}/files/json", login="kz-mvd.liaison"))
    assert "TJ" not in {each["area"] for each in seen["figures"]}  # sent to the secretariat alone


async def test_the_report_is_there_as_files(served: Served):
    async with served.client(OFFICER, lang="ru") as client:
        for kind in ("xlsx", "csv", "json", "html"):
            async with client.get(f"{PERIOD}/files/{kind}") as answer:
                body = await answer.read()
                assert answer.status == 200
                assert f"-ru.{kind}" in answer.headers["Content-Disposition"]
            if kind == "xlsx":
                assert "xl/workbook.xml" in zipfile.ZipFile(BytesIO(body)).namelist()
            if kind == "html":
                assert b"<svg" in body
                assert b"<script" not in body
                assert b"http" not in body.replace(b"http://www.w3.org", b"")
    await _text(served, f"{PERIOD}/files/exe", status=404)


async def test_the_secretariat_reminds_those_it_ticked_and_nobody_else_may(served: Served):
    async with served.client(OFFICER, lang="en") as client:
        status, text = await post(client, PERIOD, path=f"{PERIOD}/remind", due="2020-01-01")
        assert status == 422
        assert "Choose at least one authority." in text
        assert "This day is over." in text
        status, text = await post(client, PERIOD, path=f"{PERIOD}/remind", participant="ru-guvm", due="2030-01-01")
        assert status == 200
        assert "The hub reminds:" in text
    assert "reminded" in await _text(served, "/reports?year=2020")
    async with served.client(LIAISON) as client:
        assert (await post(client, PERIOD, path=f"{PERIOD}/remind", participant="ru-guvm"))[0] == 403


async def test_freezing_shows_what_is_signed_and_prepares_exactly_that(served: Served):
    review = await _text(served, f"{PERIOD}/freeze")
    assert "Not every state has reported." in review
    async with served.client(OFFICER, lang="en") as client:
        status, address = await post(client, f"{PERIOD}/freeze")
        assert status == 303
        assert address.startswith("/drafts/")
        async with client.get(address) as answer:
            assert answer.status == 200
            assert "<h1>Consolidated report: 2020-H1" in await answer.text()
        async with client.get(f"{address}/bytes") as answer:
            payload = json.loads(await answer.read())
    again = await _text(served, f"{PERIOD}/freeze")
    assert f'<a href="{address}">Open the draft</a>' in again
    assert "Prepare it for signature" not in again, "there is one draft at a time"
    assert payload["type"] == "situation-report"
    assert payload["record"]["period"]["value"] == "2020-H1"
    assert payload["to"] == ["@council"]
    await _text(served, f"{PERIOD}/freeze", login=LIAISON, status=403)


@pytest.mark.parametrize("path", ["/reports?year=king", "/reports/summer", "/reports/2020-H1?audience=all"])
async def test_what_is_no_report_is_no_page(served: Served, path: str):
    await _text(served, path, status=404)
