"""Missing persons: a look for a person, a search, proposals, and that nothing is told without the found one's consent."""

import pytest

from hub.workflows.audit_console import read_deeds
from tests.console.accesses import accesses
from tests.console.posting import post
from tests.console.served import Served

LIAISON = "tj-mvd.liaison"
SEARCH, OWN = "/missing/ru-guvm/RU-M-TEST-1", "/missing/tj-mvd/TJ-M-TEST-1"
MATCH = "/missing/matches/ru-guvm/RU-MP-TEST-1"
CONSENT = {"given_on": "2026-05-02", "form": "written", "reference": "TJ-CONSENT-1", "alive": "1"}
WORDS = {"ru-0": "Рост указан по памяти.", "en-0": "The stature was stated from memory."}


async def _read(served: Served, path: str, login: str = LIAISON, lang: str = "ru") -> tuple[int, str]:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        return answer.status, await answer.text()


async def _post(served: Served, page: str, path: str = "", lang: str = "ru", **fields: str) -> tuple[int, str]:
    async with served.client(LIAISON, lang=lang) as client:
        return await post(client, page, path=path, **fields)


async def test_lists_show_references_and_no_names(served: Served):
    _, text = await _read(served, "/missing")

    for name in ("RU-M-TEST-1", "TJ-M-TEST-1", "RU-MP-TEST-1", "предложено"):
        assert name in text
    for name in ("RU-M-TEST-2", "RU-MP-TEST-3", "Тестов-Пробный"):
        assert name not in text


async def test_a_person_is_looked_for_and_the_look_is_in_the_log(served: Served):
    status, text = await _post(
        served, "/missing", case_number="Р-1", surname="TESTOV-PROBNYI", given="PRIMER", birth="09.04.1988"
    )

    assert status == 200
    assert text.count("RU-M-TEST-1") >= 2
    assert "Тестов-Пробный Пример Образцович" in text
    assert "RU-M-TEST-2" not in text
    leaf = int((await read_deeds(served.hub.exchange, "tj-mvd", action="missing-look"))[0].deed.object)
    own = await accesses(served, after=leaf)
    assert own[0]["purpose"] == "missing-persons"


async def test_whoever_is_in_no_search_is_not_found(served: Served):
    _, text = await _post(served, "/missing", case_number="Р-2", surname="Небывалова", birth="1901")

    assert "Этого лица нет ни в одном розыске." in text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"case_number": ""}, "case_number"),
        ({"birth": "вчера"}, "birth"),
        ({"surname": ""}, "document"),
        ({"identifier": "1234567"}, "scheme"),
        ({"birth": "31.02.1990"}, "birth"),
        ({"birth": "05.2099"}, "birth"),
        ({"sex": "Q"}, "sex"),
        ({"surname": "Я" * 4000}, "surname"),
    ],
)
async def test_a_look_without_what_it_needs_is_told_beside_the_field(served: Served, fields, field):
    status, text = await _post(served, "/missing", **{"case_number": "Р-3", "surname": "Пробный", **fields})

    assert status == 422
    assert f'id="{field}-fault"' in text
    assert all(value in text for name, value in fields.items() if name != "sex")


async def test_the_person_of_a_search_is_shown_once_the_case_is_in_the_log(served: Served):
    assert "Тестов-Пробный" not in (await _read(served, SEARCH))[1]
    status, text = await _post(served, SEARCH, f"{SEARCH}/person", case_number="")
    assert (status, 'id="case_number-fault"' in text, "Тестов-Пробный" in text) == (422, True, False)

    status, text = await _post(served, SEARCH, f"{SEARCH}/person", case_number="Р-4")

    assert status == 200
    assert "Тестов-Пробный" in text


async def test_what_was_sent_to_others_is_not_there(served: Served):
    for path in ("/missing/ru-guvm/RU-M-TEST-2", "/missing/matches/ru-guvm/RU-MP-TEST-3", "/missing/ru-guvm/NO"):
        assert (await _read(served, path))[0] == 404
    assert (await _read(served, SEARCH, "cis-ec.secretariat-officer"))[0] == 403


async def test_that_somebody_was_found_is_told_with_consent_only_and_only_what_was_allowed(served: Served):
    status, text = await _post(served, SEARCH, f"{SEARCH}/found", alive="1")
    assert status == 422
    assert all(f'id="{name}-fault"' in text for name in ("given_on", "form", "reference"))
    status, text = await _post(served, SEARCH, f"{SEARCH}/found", **{**CONSENT, "alive": ""})
    assert (status, 'id="alive-fault"' in text) == (422, True)

    told = {**CONSENT, "contact": "через консула", "location": "Тестовая, 1", "contact_allowed": "1"}
    status, place = await _post(served, SEARCH, f"{SEARCH}/found", **told)

    assert (status, place.startswith("/drafts/")) == (303, True), place
    _, draft = await _read(served, place)
    assert "через консула" in draft
    assert "Тестовая, 1" not in draft


async def test_only_the_owner_ends_a_search_and_only_others_find(served: Served):
    assert "Завершение розыска" in (await _read(served, OWN))[1]
    assert "Завершение розыска" not in (await _read(served, SEARCH))[1]
    assert (await _post(served, SEARCH, f"{SEARCH}/end", outcome="closed"))[0] == 404
    assert (await _post(served, OWN, f"{OWN}/found", **CONSENT))[0] == 404
    assert (await _post(served, OWN, f"{OWN}/end", outcome="found_alive"))[0] == 404
    status, place = await _post(served, OWN, f"{OWN}/end", outcome="closed")
    assert (status, place.startswith("/drafts/")) == (303, True), place


async def test_a_proposal_shows_every_feature_and_contradiction(served: Served):
    _, text = await _read(served, MATCH, lang="en")

    for said in ("164-166", "182-188", "contradicts", "The stature was stated from memory.", "Two persons"):
        assert said in text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "stage"),
        ({"stage": "proposed"}, "stage"),
        ({"stage": "confirmed", **WORDS}, "basis-dental"),
        ({"stage": "confirmed", "basis-dna": "1", "ru-0": "Почему"}, "en-0"),
        ({"stage": "confirmed", "basis-dental": "1", **WORDS}, "basis-dental"),
        ({"stage": "excluded", "reasons_ru": "Почему"}, "reasons_en"),
    ],
)
async def test_a_decision_without_its_grounds_is_told_beside_the_field(served: Served, fields, field):
    status, text = await _post(served, MATCH, **fields)

    assert status == 422
    assert f'id="{field}-fault"' in text
    assert all(text.count(value) for name, value in fields.items() if name.startswith(("ru", "en", "reasons")))


@pytest.mark.parametrize(
    ("proposal", "fields"),
    [
        ("RU-MP-TEST-1", {"stage": "confirmed", "basis-dna": "1", **WORDS}),
        ("RU-MP-TEST-2", {"stage": "excluded", "reasons_ru": "Рост иной.", "reasons_en": "Another stature."}),
    ],
)
async def test_a_decision_becomes_a_draft_for_two_signatures(served: Served, proposal, fields):
    path = f"/missing/matches/ru-guvm/{proposal}"
    status, place = await _post(served, path, **fields)

    assert (status, place.startswith("/drafts/")) == (303, True), place
    status, text = await _post(served, path, lang="en", **fields)
    assert (status, 'id="stage-fault"' in text) == (409, True)
