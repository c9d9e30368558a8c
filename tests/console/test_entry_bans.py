"""The search for entry bans: what it finds, how it explains it, what it refuses, what it leaves in the log."""

import re

import pytest

from hub.workflows.audit_console import read_deeds
from tests.console.accesses import accesses
from tests.console.posting import post
from tests.console.served import Served

LIAISON = "tj-mvd.liaison"
PURPOSE = {"purpose": "entry-control", "case_number": "TEST-1"}
HIT = {"surname": "Пробный", "given": "Тестобек", "patronymic": "Образцович", "birth": "04.05.1990"}


async def ask(served: Served, lang: str = "ru", **fields: str) -> tuple[int, str]:
    async with served.client(LIAISON, lang=lang) as client:
        return await post(client, "/entry-bans", **{**PURPOSE, **fields})


async def test_somebody_who_is_banned_is_found_with_each_reason_side_by_side(served: Served):
    status, text = await ask(served, **HIT)

    assert status == 200
    assert "RU-BAN-TEST-1" in text
    assert "RU-BAN-TEST-3" not in text
    for said in ("Это лицо", "дата рождения совпадает", "имя то же", "Пробный Тестобек Образцович", "04.05.1990"):
        assert said in text


async def test_a_number_finds_exactly_and_another_spelling_finds_tolerantly(served: Served):
    assert "RU-BAN-TEST-1" in (await ask(served, document="400000001", citizenship="TJK", surname="Probniy"))[1]
    assert "RU-BAN-TEST-1" in (await ask(served, surname="PROBNYY", given="TESTOBEK", birth="04.05.1990"))[1]


async def test_somebody_who_is_only_alike_is_a_doubt_in_plain_words(served: Served):
    _, text = await ask(served, "en", surname="Пробный", given="Тестобек", birth="05.04.1990")

    assert "May be another person" in text
    assert "an officer decides" in text
    assert "day and month of birth have changed places" in text


async def test_nobody_is_found_where_there_is_nobody(served: Served):
    _, text = await ask(served, surname="Небывалова", given="Тестина", birth="1971")

    assert "RU-BAN" not in text
    assert "Проверенные списки" in text


async def test_what_was_asked_is_in_the_log_and_in_the_audit_before_it_is_shown(served: Served):
    _, text = await ask(served, **HIT)

    leaf = int(re.search(r"лист (\d+) журнала", text)[1])
    own = await accesses(served, after=leaf)
    access = next(each for each in own if each["index"] == leaf)
    assert (access["purpose"], access["case"]) == ("entry-control", "TEST-1")
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", action="entry-bans-search")
    assert deeds[0].deed.object == str(leaf)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"purpose": ""}, "purpose", ""),
        ({"case_number": ""}, "case_number", ""),
        ({"surname": "А" * 4000}, "surname", ""),
        ({"surname": "Имя\u202eобратно"}, "surname", ""),
        ({"surname": "<script>alert(1)</script>", "birth": "вчера"}, "birth", "Это не дата"),
        ({"birth": ""}, "surname", "По одному имени нельзя сказать"),
        ({"mrz": "P<TJK"}, "mrz", ""),
        ({"identifier": "123", "scheme": ""}, "scheme", ""),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(served: Served, fields, field, said):
    status, text = await ask(served, **{"surname": "Пробный", "birth": "1990", **fields})

    assert status == 422
    assert f'id="{field}-fault"' in text
    assert f'href="#{field}"' in text
    assert said in text
    assert all(value in text for value in fields.values())


async def test_markup_in_a_name_is_shown_as_text(served: Served):
    async with served.client(LIAISON) as client:
        async with client.get("/entry-bans") as page:
            token = re.search(r'name="csrf" value="([^"]+)"', await page.text())[1]
        asked = {**PURPOSE, "csrf": token, "document": "400000002", "citizenship": "TJK", "birth": "11.02.1985"}
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with client.post("/entry-bans", data=asked, headers=headers) as answer:
            text = await answer.text()
    assert "RU-BAN-TEST-2" in text
    assert "&lt;b&gt;Знаков&lt;/b&gt;" in text
    assert "<b>Знаков" not in text


async def test_advice_is_for_citizens_of_ones_own_state(served: Served):
    status, text = await ask(served, purpose="pre-departure-advice", surname="Иной", birth="1990", citizenship="UZB")

    assert status == 422
    assert 'id="citizenship-fault"' in text


async def test_the_secretariat_and_observers_search_nobody(served: Served):
    for login in ("cis-ec.secretariat-officer", "tm-sms.observer-reader", "tj-mvd.integrator"):
        async with served.client(login) as client, client.get("/entry-bans") as answer:
            assert answer.status == 403, login
