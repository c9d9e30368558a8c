"""A citizen asks his own authority: consent and identity, the printed answer in two languages, the enquiry of a doubt."""

import re

import pytest

from hub.workflows.audit_console import read_deeds
from tests.console.posting import post
from tests.console.served import Served

LIAISON = "tj-mvd.liaison"
ASKED = {
    "case_number": "ОБР-1",
    "consent_form": "written",
    "consent_on": "2026-03-02",
    "reader": "tg",
    "citizenship": "TJK",
}
BANNED = {"surname": "Пробный", "given": "Тестобек", "patronymic": "Образцович", "birth": "04.05.1990"}
FREE = {"surname": "Небывалова", "given": "Тестина", "birth": "07.08.1971", "document": "400000009"}


async def ask(served: Served, lang: str = "ru", **fields: str) -> tuple[int, str]:
    async with served.client(LIAISON, lang=lang) as client:
        return await post(client, "/citizens", **{**ASKED, **fields})


async def test_the_answer_is_printed_in_russian_and_in_the_citizens_language(served: Served):
    status, text = await ask(served, **BANNED, document="400000001")

    assert status == 200
    assert "ВЪЕЗД ЗАКРЫТ" in text
    assert "ENTRY IS CLOSED" in text
    assert "Фамилия, имя / Насаб, ном" in text
    assert "Пробный Тестобек Образцович" in text
    assert 'lang="ru" aria-labelledby="sheet-ru"' in text


async def test_who_is_not_banned_is_told_so_and_nobody_else_learns_of_it(served: Served):
    _, text = await ask(served, **FREE)

    assert "Орган, который ввёл запрет, об этом обращении не извещён." in text
    leaf = re.search(r"лист (\d+) журнала", text)[1]
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", action="citizen-answer")
    assert deeds[0].deed.object == leaf


async def test_a_doubt_prepares_the_enquiry_to_the_issuer(served: Served):
    _, text = await ask(served, **{**BANNED, "birth": "05.04.1990", "document": "400000008"})
    assert "Запрос органу" in text
    kept = re.search(r'name="enquiry" value="(\{.*?\})">', text)[1]

    async with served.client(LIAISON) as client:
        status, place = await post(client, "/citizens", path="/citizens/enquiry", enquiry=kept)
        assert (status, place.startswith("/drafts/")) == (303, True)
        assert (await post(client, "/citizens", path="/citizens/enquiry", enquiry="{}"))[0] == 400


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"document": ""}, "document", "Нужен документ своего государства"),
        ({"consent_on": "2999-01-01"}, "consent_on", "Согласие датировано будущим днём"),
        ({"consent_form": ""}, "consent_form", ""),
        ({"birth": ""}, "surname", "Нужны имя и дата рождения"),
        ({"citizenship": "UZB"}, "citizenship", "только своим гражданам"),
        ({"surname": "Имя\u202eобратно"}, "surname", ""),
        ({"birth": "32-е"}, "birth", "Это не дата"),
    ],
)
async def test_who_does_not_prove_who_he_is_is_told_beside_the_field(served: Served, fields, field, said):
    status, text = await ask(served, **{**FREE, **fields})

    assert status == 422
    assert f'id="{field}-fault"' in text
    assert said in text
    assert "Небывалова" in text or field == "surname"


async def test_the_secretariat_answers_no_citizen(served: Served):
    async with served.client("cis-ec.secretariat-officer") as client, client.get("/citizens") as answer:
        assert answer.status == 403
