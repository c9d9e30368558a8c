"""Any record by form: which there are, a form for each, faults beside their fields, parts that come and go."""

import html
import re
from typing import Any

import pytest

from hub.workflows.composing.find_ways import list_sendable
from tests.console.filling import FORM, LIAISON, OFFICER, TYPED, Fields, fill_in, get_page, press, record_of
from tests.console.served import Served


async def test_the_list_names_what_the_participant_may_send_and_how(served: Served):
    text = await get_page(served, "/records")

    for name in ("readmission-request", "missing-person", "match-proposal", "legislation-notice", "ban-hit-report"):
        assert f'href="/records/new/{name}"' in text
    assert 'href="/situation/new"' in text
    for name in ("receipt", "hub-notice", "ban-list-state", "attachment", "situation-report"):
        assert f"/records/new/{name}" not in text
    assert "readmission-request" not in await get_page(served, "/records", OFFICER)


async def test_what_a_participant_may_not_send_is_not_there(served: Served):
    await get_page(served, FORM, OFFICER, status=404)
    await get_page(served, FORM, "tj-mvd.auditor", status=403)
    for name in ("receipt", "ban-list-state", "hub-notice", "nothing"):
        await get_page(served, f"/records/new/{name}", status=404)
    for room, path in (("situation-summary", "/situation/new"), ("handover-act", "/readmission")):
        async with served.client(LIAISON) as client:
            answer = await client.get(f"/records/new/{room}", allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, path)


async def test_a_blank_form_proposes_who_asks_and_when_and_a_reference(served: Served):
    values = Fields(await get_page(served, FORM)).first()

    assert re.fullmatch(r"TJ-[0-9]{4}-[0-9]{4}-[0-9A-Z]{5}", values["record.case_id"])
    assert values["record.requesting_authority"] == "tj-mvd"
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", values["record.requested_on"])
    assert "record.requested_authority" not in values
    assert "record.person.birth.place" in values


async def test_a_request_becomes_a_draft_with_all_that_was_typed(served: Served):
    status, place = await fill_in(served, FORM, **TYPED)

    assert (status, place.startswith("/drafts/")) == (303, True), place
    record = await record_of(served, place)
    assert record["requested_authority"] == "kz-mvd"
    assert record["person"]["birth"] == {"date": {"year": 1990, "month": 5, "day": 4}, "place": "Душанбе"}
    assert "documents" not in record["person"]
    page = await get_page(served, place)
    assert "TESTOVA" in page
    assert f"/records/new/readmission-request?draft={place.removeprefix('/drafts/')}" in page


async def test_a_draft_is_edited_where_it_was_typed_and_shows_what_changed(served: Served):
    _, place = await fill_in(served, FORM, **TYPED)
    edit = f"{FORM}?draft={place.removeprefix('/drafts/')}"
    assert Fields(await get_page(served, edit)).first()["record.person.names.0.surname"] == "TESTOVA"

    status, again = await fill_in(served, edit, **{"record.person.sex": "U"})

    assert (status, again) == (303, place), again
    assert (await record_of(served, place))["person"]["sex"] == "U"
    page = await get_page(served, place)
    assert "Person › Sex" in page
    await get_page(served, edit, "kz-mvd.liaison", status=404)
    await get_page(served, f"/records/new/missing-person?draft={place.removeprefix('/drafts/')}", status=404)


async def test_whoever_edits_second_is_told(served: Served):
    _, place = await fill_in(served, FORM, **TYPED)
    edit = f"{FORM}?draft={place.removeprefix('/drafts/')}"
    await fill_in(served, edit, **{"record.person.sex": "U"})

    status, text = await fill_in(served, edit, **{"record.person.sex": "M", "revision": "0"})

    assert (status, place in text) == (409, True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"to": []}, "to"),
        ({"record.person.names.0.surname": " "}, "record.person.names.0.surname"),
        ({"record.person.birth.date": "вчера"}, "record.person.birth.date"),
        ({"record.person.sex": ""}, "record.person.sex"),
        ({"record.requested_on": "завтра"}, "record.requested_on"),
        ({"record.subject_class": "stateless"}, "record.route"),
        ({"record.interview_requested": "no"}, "record.evidence"),
        ({"record.case_id": "с пробелом"}, "record.case_id"),
        ({"record.person.sex": "<script>"}, "record.person.sex"),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_in_the_summary(served: Served, typed: Any, field: str):
    status, text = await fill_in(served, FORM, **{**TYPED, **typed})

    assert status == 422
    assert f'id="{field}-fault"' in text
    assert f'href="#{field}"' in text
    assert Fields(text).focus[0] == "errors"
    assert "Душанбе" in text
    assert "<script>" not in text


async def test_faults_are_told_in_russian_too(served: Served):
    _, text = await fill_in(
        served, FORM, lang="ru", **{**TYPED, "to": [], "record.person.birth.date": "вчера", "record.person.sex": ""}
    )

    assert "Получатель не выбран." in text
    assert "«Дата рождения»: это не дата." in text
    assert 'id="record.person.sex-fault"' in text


async def test_a_part_is_added_and_taken_away_with_all_else_as_it_was(served: Served):
    status, text = await fill_in(served, FORM, do="more:record.person.names", **TYPED)
    values, first = Fields(text), Fields(text).first()
    assert (status, values.focus) == (200, ["record.person.names.1"])
    assert (first["record.person.names"], first["record.person.names.0.surname"]) == ("2", "TESTOVA")

    async with served.client(LIAISON) as client:
        added = {**values.values, "record.person.names.1.surname": ["ТЕСТОВА"]}
        _, text = await press(client, FORM, added, "less:record.person.names.0")
        first = Fields(text).first()
        assert (first["record.person.names"], first["record.person.names.0.surname"]) == ("1", "ТЕСТОВА")
        _, text = await press(client, FORM, Fields(text).values, "more:record.route")
        assert Fields(text).focus == ["record.route"]
        _, text = await press(client, FORM, Fields(text).values, "less:record.route")
        assert "more:record.route" in Fields(text).deeds
        assert Fields(text).focus == ["record.route"]


async def test_names_of_persons_stand_in_no_address(served: Served):
    _, place = await fill_in(served, FORM, **TYPED)
    text = await get_page(served, place)

    assert not [each for each in re.findall(r'(?:href|action)="([^"]*)"', text) if "TESTOVA" in html.unescape(each)]


@pytest.mark.parametrize(("lang", "login"), [("ru", OFFICER), ("en", LIAISON)])
async def test_every_record_type_has_a_form_that_takes_what_it_shows(served: Served, lang: str, login: str):
    """Each opens, and posted as it is comes back with faults beside fields that are there."""
    for each in list_sendable(served.hub.exchange, str(served.accounts[login].participant)):
        path = f"/records/new/{each.kind.name}"
        async with served.client(login, lang=lang) as client:
            answer = await client.get(path, allow_redirects=False)
            if answer.status != 200:
                assert answer.status in (303, 404)
                continue
            text = await answer.text()
            assert each.kind.titles[lang] in html.unescape(text)
            status, text = await press(client, path, Fields(text).values, "check")
        assert status == 422, path
        linked = re.findall(r'<li><a href="#([^"]+)">', text)
        assert linked != []
        assert [name for name in linked if f'id="{name}"' not in text] == [], path


async def test_countries_are_typed_by_name_in_either_language_or_by_code(served: Served):
    for typed in ("Казахстан", "kazakhstan", "KAZ"):
        _, place = await fill_in(served, FORM, **{**TYPED, "record.person.nationalities.0.code": typed})
        assert (await record_of(served, place))["person"]["nationalities"] == [{"code": "KAZ"}]
        draft = f"{FORM}?draft={place.removeprefix('/drafts/')}"
        assert Fields(await get_page(served, draft)).first()["record.person.nationalities.0.code"] == "Kazakhstan"

    status, text = await fill_in(served, FORM, **{**TYPED, "record.person.nationalities.0.code": "Нарния"})
    assert status == 422
    assert 'id="record.person.nationalities.0.code-fault"' in text
