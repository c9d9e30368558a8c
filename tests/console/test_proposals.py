"""Versions of agreements before their parties: proposed by the secretariat, decided by nobody but the parties."""

import json
from typing import Any

import pytest

from hub.workflows.agreements.change_agreement import change_agreement, digest_of
from keys import strict_json
from tests.console.posting import post
from tests.console.seeding_adoption import proposed
from tests.console.served import Served
from tests.integration.agreements import approve, in_force

OFFICER, LIAISON, FAR = "cis-ec.secretariat-officer", "tj-mvd.liaison", "by-mvd.liaison"
SEEDED = "/agreements/kz-tj-readmission/proposals/1"
NEW = "/agreements/new"


async def text_of(served: Served, path: str, login: str = OFFICER, status: int = 200, lang: str = "en") -> str:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        assert answer.status == status
        return await answer.text()


async def offer(served: Served, document: Any, login: str = OFFICER, **fields: Any) -> tuple[int, str]:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False, indent=1)
    async with served.client(login, lang="en") as client:
        return await post(client, NEW, **(fields or {"document": text}))


def document(served: Served, **changes: Any) -> dict[str, Any]:
    return in_force(1, f"test-proposal-{served.hub.next_number()}", **changes)


async def test_a_party_reads_what_would_change_who_has_consented_and_by_which_command(served: Served):
    text = await text_of(served, SEEDED, LIAISON)

    assert "Consents are missing:" in text
    assert "Kazakhstan" in text
    assert "<ins>" in text
    assert f"--digest {digest_of(proposed())}" in text
    assert "hub agreement publish kz-tj-readmission-2.json" in text
    assert "/withdraw" not in text
    assert "/proposals/1" in await text_of(served, "/agreements", LIAISON)
    assert "/proposals/1" in await text_of(served, "/agreements/kz-tj-readmission", LIAISON)


async def test_who_has_no_part_in_the_agreement_sees_no_proposal(served: Served):
    for path in (SEEDED, f"{SEEDED}/document.json", "/agreements/ru-tj-readmission/proposals/1"):
        await text_of(served, path, FAR, status=404)
    assert "/proposals/1" not in await text_of(served, "/agreements", FAR)
    await text_of(served, "/agreements/ru-tj-readmission/proposals/1", status=404)
    await text_of(served, "/agreements/kz-tj-readmission/proposals/99", status=404)


async def test_a_consent_to_a_document_that_nobody_has_proposed_is_shown_with_its_digest(served: Served):
    other = {**proposed(), "valid_until": "2040-12-31"}
    await approve(served.hub, other, ["kz-mvd"])
    text = await text_of(served, "/agreements/kz-tj-readmission")

    assert "Consents to documents that are not here" in text
    assert digest_of(other) in text
    assert digest_of(proposed()) not in text


async def test_the_document_is_downloaded_byte_for_byte_as_it_is_consented_to(served: Served):
    async with served.client(LIAISON) as client, client.get(f"{SEEDED}/document.json") as answer:
        body = await answer.read()

    assert body == strict_json.dumps(proposed())


async def test_a_proposal_becomes_the_agreement_by_its_parties_alone(served: Served):
    wanted = document(served)
    status, place = await offer(served, wanted)
    assert status == 303
    assert "Waits for consents" in await text_of(served, place)
    assert wanted["id"] not in served.hub.exchange.judgement.register

    await approve(served.hub, wanted)
    assert "Can be published" in await text_of(served, place)
    await change_agreement(served.hub.exchange, served.hub.process.committer, wanted)
    text = await text_of(served, place)
    assert "Published" in text
    assert "What is to be done" not in text


async def test_another_version_under_the_same_number_overtakes_a_proposal(served: Served):
    wanted = document(served)
    _, place = await offer(served, wanted)
    other = {**wanted, "valid_until": "2035-01-01"}
    await approve(served.hub, other)
    await change_agreement(served.hub.exchange, served.hub.process.committer, other)

    assert "Another version was published" in await text_of(served, place)


async def test_a_proposal_is_withdrawn_and_may_be_made_again(served: Served):
    wanted = document(served)
    _, place = await offer(served, wanted)
    status, text = await offer(served, wanted)
    assert (status, "before its parties already" in text) == (422, True)

    async with served.client(OFFICER, lang="en") as client:
        assert (await post(client, place, path=f"{place}/withdraw"))[0] == 303
    assert "Was withdrawn" in await text_of(served, place)
    assert place not in await text_of(served, "/agreements")
    assert (await offer(served, wanted))[0] == 303


async def test_a_file_is_taken_and_its_text_kept_where_something_is_wrong(served: Served):
    wrong = {**document(served), "status": "signed ", "colour": "green"}
    sent = json.dumps(wrong, ensure_ascii=False).encode()
    status, text = await offer(served, None, file=("version.json", sent))

    assert status == 422
    assert "<code>/status</code>" in text
    assert '"signed "' in text
    assert 'href="#document"' in text


REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": ("", "There is no document."),
    "no JSON": ("{", "JSON"),
    "no object": ("[1]", "This is no agreement"),
    "a version that is not the next": ({**proposed(), "version": 7}, "Version 2 was expected"),
    "a move that there is not": ({**proposed(), "status": "signed"}, "No move leads"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_follow_is_told_beside_the_field(served: Served, case: str):
    offered, said = REFUSED[case]
    status, text = await offer(served, offered)

    assert status == 422
    assert said in text


async def test_a_file_that_is_too_long_is_refused_in_words(served: Served):
    status, text = await offer(served, None, file=("version.json", b" " * 200_001))

    assert (status, "longer than 200,000 bytes" in text) == (422, True)


async def test_only_the_secretariat_proposes(served: Served):
    await text_of(served, NEW, LIAISON, status=403)
    assert NEW not in await text_of(served, "/agreements", LIAISON)
    async with served.client(LIAISON) as client:
        assert (await post(client, "/agreements", path=NEW, document="{}"))[0] == 403
        assert (await post(client, SEEDED, path=f"{SEEDED}/withdraw"))[0] == 403
