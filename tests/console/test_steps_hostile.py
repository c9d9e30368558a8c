"""Steps of a case against hours that no calendar has and a case that has moved on while somebody typed."""

import html

import pytest

from hub.workflows.audit_console import read_deeds
from tests.console.posting import post
from tests.console.served import Served
from tests.console.test_cases import place_of

LIAISON, CASES = "tj-mvd.liaison", "/readmission/kz-mvd"
FAR_OFF = "0001-01-01T00:00"


@pytest.mark.parametrize(
    ("page", "fields"),
    [("KZ-SIGN-0001/transfer", {"planned_at": FAR_OFF}), ("KZ-SIGN-0003/handover", {"handed_over_at": FAR_OFF})],
)
async def test_an_hour_at_the_end_of_the_calendar_is_told_and_no_failure(
    served: Served, page: str, fields: dict[str, str]
) -> None:
    async with served.client(LIAISON, lang="en") as client:
        assert (await post(client, f"{CASES}/KZ-SIGN-0001/decision", path=f"{CASES}/{page}", **fields))[0] == 422


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_what_was_typed_for_a_step_that_the_case_allows_no_more_is_still_there(served: Served, lang: str) -> None:
    words = "Слова, которые писали полчаса: <b>"
    async with served.client(LIAISON, lang=lang) as client:
        page = f"{CASES}/KZ-SIGN-0003/decision"
        status, text = await post(
            client, f"{CASES}/KZ-SIGN-0001/decision", path=page, decision="refused", reason="R01", reason_ru=words
        )
        assert (status, words in text) == (422, True)
        assert ("Typed by you" if lang == "en" else "Введено вами") in text
        async with client.get(page) as answer:
            assert words not in html.unescape(await answer.text())


async def test_a_record_of_a_case_that_is_read_is_noted(served: Served) -> None:
    index = await place_of(served)
    path = f"{CASES}/KZ-TEST-0001/records/{index}"
    async with served.client(LIAISON, lang="en") as client, client.get(path) as answer:
        assert answer.status == 200
    deed = (await read_deeds(served.hub.exchange, "tj-mvd", action="case-verify"))[0].deed
    assert deed.object.startswith(f"kz-mvd/KZ-TEST-0001/{index} #")


@pytest.mark.parametrize(
    ("page", "fields", "name"),
    [
        ("KZ-SIGN-0001/decision", {}, "decision"),
        ("KZ-SIGN-0001/decision", {"decision": "refused", "reason_ru": "Слова без кода."}, "reason"),
        ("KZ-SIGN-0001/extension", {"until": "2026-12-31"}, "reason"),
        ("KZ-SIGN-0002/transfer", {}, "answer"),
    ],
)
async def test_what_was_not_chosen_is_asked_for_in_plain_words(
    served: Served, page: str, fields: dict[str, str], name: str
) -> None:
    async with served.client(LIAISON, lang="ru") as client:
        status, text = await post(client, f"{CASES}/{page}", **fields)

    assert status == 422
    told = text.partition(f'id="{name}-fault"')[2].partition("</span>")[2].partition("<")[0]
    assert told.strip() == "Здесь ничего не выбрано. Выберите подходящее."
