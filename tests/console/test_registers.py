"""Agreements with their versions and differences, deadline profiles, working-day calendars and their changes."""

import json
import re

import pytest

from tests.console.posting import post
from tests.console.served import Served

OFFICER, LIAISON, FAR = "cis-ec.secretariat-officer", "tj-mvd.liaison", "by-mvd.liaison"


async def _text(served: Served, path: str, login: str = OFFICER, lang: str = "en", status: int = 200) -> str:
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == status
        return await answer.text()


async def test_the_secretariat_sees_every_agreement_and_a_participant_those_it_has_a_part_in(served: Served):
    assert "/agreements/kz-tj-readmission" in await _text(served, "/agreements")
    assert "/agreements/kz-tj-readmission" in await _text(served, "/agreements", LIAISON)
    assert "/agreements/kz-tj-readmission" not in await _text(served, "/agreements", FAR)
    await _text(served, "/agreements/kz-tj-readmission", FAR, status=404)
    await _text(served, "/agreements/kz-tj-readmission/changes", FAR, status=404)


async def test_agreements_are_filtered_by_status_and_party(served: Served):
    text = await _text(served, "/agreements?status=negotiation&state=TJ")
    assert "ru-tj-readmission" in text
    assert "/agreements/kz-tj-readmission" not in text
    await _text(served, "/agreements?status=broken", status=404)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", ("1 September 2026", "under negotiation", "signed")), ("ru", ("1 сентября 2026", "ведутся переговоры"))],
)
async def test_what_differs_between_two_versions_is_told_place_by_place(
    served: Served, lang: str, said: tuple[str, ...]
):
    text = (await _text(served, "/agreements/ru-tj-representation/changes", lang=lang)).replace("\xa0", " ")
    assert all(each in text.replace("\u202f", " ") for each in said)
    assert "<del>" in text
    assert "<ins>" in text
    same = await _text(served, "/agreements/ru-tj-representation/changes?before=2&after=2")
    assert "There is no difference." in same
    await _text(served, "/agreements/ru-tj-representation/changes?before=1&after=9", status=404)


async def test_an_agreement_shows_what_it_allows_its_versions_and_their_place_in_the_log(served: Served):
    text = await _text(served, "/agreements/ru-tj-representation")
    assert "Messages under this agreement are refused." in text
    assert "Changes from version 1" in text
    assert "Version 1" in await _text(served, "/agreements/ru-tj-representation?version=1")
    await _text(served, "/agreements/ru-tj-representation?version=7", status=404)


async def test_a_profile_says_of_each_term_its_rule_and_whether_it_was_checked(served: Served):
    assert "Not confirmed: only reminds" in await _text(served, "/deadline-profiles/cis-bilateral-default")
    compared = await _text(served, "/deadline-profiles/ru-eu-2006?other=eu-template", lang="ru")
    assert "Сравнить с другим профилем" in compared
    await _text(served, "/deadline-profiles/none", status=404)


async def test_a_calendar_shows_the_days_of_a_year_with_their_reasons(served: Served):
    text = await _text(served, "/calendars/TJ?year=2026", lang="ru")
    assert "Навруз" in text
    assert "Рабочих дней в 2026 году" in text
    await _text(served, "/calendars/TJ?year=1900", status=404)
    await _text(served, "/calendars/XX", status=404)


async def test_a_change_of_a_calendar_is_checked_shown_and_given_as_a_file_to_sign(served: Served):
    page, version = "/calendars/TJ/change", served.hub.exchange.judgement.calendars["TJ"].version
    days = {"date-1": "2027-03-26", "works-1": "no", "ru-1": "<b>Перенос</b>", "en-1": "Moved day off"}
    async with served.client(OFFICER, lang="en") as client:
        status, text = await post(client, page, **days, source="Government decree")
        assert status == 200
        assert "hub calendar change calendar-TJ-" in text
        status, file = await post(client, page, **days, source="Government decree", action="file")
    found = json.loads(file)
    assert status == 200
    assert found["days"] == [{"date": "2027-03-26", "works": False, "ru": "<b>Перенос</b>", "en": "Moved day off"}]
    assert found["version"] > version
    assert served.hub.exchange.judgement.calendars["TJ"].version == version


async def test_a_change_that_cannot_be_is_told_beside_its_field_and_keeps_what_was_typed(served: Served):
    async with served.client(OFFICER, lang="en") as client:
        status, text = await post(client, "/calendars/TJ/change", **{"date-1": "2020-01-01", "ru-1": "Праздник"})
        assert status == 422
        assert 'href="#source"' in text
        assert 'href="#en-1"' in text
        assert 'value="Праздник"' in text
        over = {"date-1": "2020-01-01", "works-1": "yes", "source": "x"}
        status, text = await post(client, "/calendars/TJ/change", **over)
        assert status == 422
        assert "after today" in text
    async with served.client(LIAISON) as client:
        assert (await post(client, "/calendars/TJ", path="/calendars/TJ/change", **over))[0] == 403


async def test_code_lists_are_found_by_name_or_title_and_say_who_uses_them(served: Served):
    text = await _text(served, "/code-lists?words=отказ", LIAISON, lang="ru")
    assert "/code-lists/refusal-reasons" in text
    assert "/code-lists/sexes" not in text
    assert "No list is like this." in await _text(served, "/code-lists?words=<b>nothing</b>")
    one = await _text(served, "/code-lists/refusal-reasons?words=R01")
    assert "readmission-reply" in one
    assert "<code>R01</code>" in one
    assert "<code>R02</code>" not in one
    await _text(served, "/code-lists/none", status=404)


async def test_a_long_list_goes_on_where_the_page_ended(served: Served):
    first = await _text(served, "/code-lists/countries")
    following = re.findall(r'href="(/code-lists/countries\?[^"]+)" rel="next"', first)[0].replace("&amp;", "&")
    second = await _text(served, following)
    codes = [set(re.findall(r"<code>([A-Z]{3})</code>", text)) for text in (first, second)]
    assert all(codes)
    assert not codes[0] & codes[1]
