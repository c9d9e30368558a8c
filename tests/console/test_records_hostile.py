"""Forms of records against forged fields, colleagues who were quicker, and agreements that ended while one typed."""

from dataclasses import replace
from typing import Any

import pytest

from hub.console.pages import matches, missing, situation
from hub.core.errors import AgreementNotInForceError
from hub.workflows.audit_console import read_deeds
from hub.workflows.retention.retain_messages import read_envelope
from tests.console.accesses import accesses
from tests.console.filling import FORM, LIAISON, TYPED, Fields, fill_in, get_page
from tests.console.posting import post
from tests.console.served import Served

SEARCH, OWN = "/missing/ru-guvm/RU-M-TEST-1", "/missing/tj-mvd/TJ-M-TEST-1"
MATCH = "/missing/matches/ru-guvm/RU-MP-TEST-2"
LEFT = "The sealed part of the record before does not come along."
ENDED = AgreementNotInForceError(agreement="x", status="terminated")


async def _posted(served: Served, page: str, path: str = "", **fields: str) -> tuple[int, str]:
    async with served.client(LIAISON, lang="en") as client:
        return await post(client, page, path=path, **fields)


async def _place(served: Served, type_: str) -> int:
    async with served.hub.exchange.pool.acquire() as conn:
        found = await conn.fetchval("SELECT max(index) FROM message WHERE sender = 'tj-mvd' AND type = $1", type_)
    return int(found)


@pytest.mark.parametrize("deed", ["less", "more"])
async def test_a_number_of_an_item_that_no_list_can_have_changes_nothing(served: Served, deed: str) -> None:
    status, text = await fill_in(served, FORM, do=f"{deed}:record.person.names.{'9' * 5000}", **TYPED)

    assert status == 200
    assert Fields(text).first()["record.person.names.0.surname"] == "TESTOVA"


@pytest.mark.parametrize(
    ("type_", "room"),
    [("readmission-reply", "/readmission"), ("situation-summary", "/situation/new"), ("search-update", "/missing")],
)
async def test_what_a_room_of_its_own_asks_for_cannot_be_posted_past_it(served: Served, type_: str, room: str) -> None:
    status, where = await _posted(
        served, "/records/new/missing-person", f"/records/new/{type_}", do="check", to="kz-mvd"
    )

    assert (status, where) == (303, room)


async def test_who_goes_on_from_a_record_or_reads_a_draft_stands_in_the_audit_with_its_leaf(served: Served) -> None:
    exchange = served.hub.exchange
    await get_page(served, f"/records/new/missing-person?after={await _place(served, 'missing-person')}")
    await _in_log(served, "record-write", "record")

    _, draft = await fill_in(served, FORM, **TYPED)
    for page in (draft, f"{draft}/bytes"):
        before = (await read_deeds(exchange, "tj-mvd", limit=1))[0].number
        await get_page(served, page)
        assert (await _in_log(served, "draft-read", "draft")) > before
    before = (await read_deeds(exchange, "tj-mvd", limit=1))[0].number
    await get_page(served, f"{FORM}?draft={draft.rpartition('/')[2]}")
    assert (await _in_log(served, "draft-read", "draft")) > before


async def test_a_proposal_of_a_match_is_shown_once_that_is_in_the_log(served: Served) -> None:
    await get_page(served, MATCH)
    await _in_log(served, "match-read", "missing")


async def _in_log(served: Served, action: str, question: str) -> int:
    """Check that the newest deed of a kind names the leaf of such an access; return the deed's number."""
    newest = (await read_deeds(served.hub.exchange, "tj-mvd", action=action))[0]
    own = await accesses(served, after=int(newest.deed.object))
    assert own[0]["question"] == question
    return newest.number


def _ended(*_: Any, **__: Any) -> Any:
    raise ENDED


@pytest.mark.parametrize(
    ("page", "path", "typed"),
    [
        (SEARCH, f"{SEARCH}/found", {"given_on": "2026-05-02", "form": "written", "reference": "TJ-1",
                                              "alive": "1", "contact": "typed words"}),
        (OWN, f"{OWN}/end", {"outcome": "closed"}),
        (MATCH, MATCH, {"stage": "excluded", "reasons_ru": "Рост иной.", "reasons_en": "typed words"}),
        ("/situation/new", "/situation/new", {"period": "2026-M02", "indicator-0": "LAB.OUT",
                                                         "value-0": "10500", "narrative_en": "typed words"}),
    ],
)  # fmt: skip
async def test_an_agreement_that_ends_meanwhile_takes_no_typing_away(
    served: Served, monkeypatch: pytest.MonkeyPatch, page: str, path: str, typed: dict[str, str]
) -> None:
    for room in (matches, missing, situation):
        monkeypatch.setattr(room, "prepare_record", _ended)

    status, text = await _posted(served, page, path, **typed)

    assert status == 422
    assert ENDED.text("en") in text
    assert ("typed words" in text) == ("typed words" in typed.values())


async def test_a_question_that_is_gone_meanwhile_is_told_and_takes_no_typing_away(served: Served) -> None:
    status, text = await _posted(
        served,
        "/records/new/citizenship-check-reply",
        do="check",
        to="kz-mvd",
        answer="999999",
        **{"record.check_id": "KZ-TYPED-1"},
    )

    assert (status, "KZ-TYPED-1" in text, 'href="#whole"' in text) == (422, True, True)


async def test_a_stored_record_that_cannot_be_read_any_more_closes_no_form(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.workflows.composing.begin_record.read_envelope", lambda *_: None)

    assert 'name="record.case_id"' in await get_page(served, "/records/new/missing-person")


async def test_what_was_sealed_in_the_record_before_is_told_to_be_left_behind(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/records/new/missing-person?after={await _place(served, 'missing-person')}"
    assert LEFT not in await get_page(served, path)

    def sealed(*asked: Any) -> Any:
        found = read_envelope(*asked)
        return None if found is None else replace(found, record={**found.record, "sealed": [{}]})

    monkeypatch.setattr("hub.workflows.composing.begin_record.read_envelope", sealed)

    assert LEFT in await get_page(served, path)
