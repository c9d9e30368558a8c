"""A held case: nothing of its participant is signed in it until another person releases it, and nobody else sees it."""

import re

import aiohttp
import pytest

from hub.core.mover import HeadKey
from hub.workflows.audit_console import read_deeds
from hub.workflows.cases.find_blocks import BlockKind, find_blocks
from hub.workflows.cases.open_case import open_case
from tests.console.served import Served
from tests.console.signers import OWNER, Signer, new_case
from tests.console.test_drafts import ACCEPT, OTHER_SIDE, approved, approver, author, prepared

__all__ = ["approver", "author"]
MOMENT = re.compile(r"[0-9:]+\.[0-9]+\+00:00")
WORDS = "The preparation is held until the officer in charge of protection decides."


async def hold(person: Signer, place: str) -> None:
    """Hold a case, from its page or a draft's."""
    assert (await person.post(f"{place}/hold", {})).status == 303


async def test_while_a_case_is_held_its_draft_is_neither_approved_nor_signed(
    served: Served, author: Signer, approver: Signer
):
    case, draft = await approved(served, author, approver, "KZ-HOLD-1")
    await hold(author, case)
    page = await approver.get(draft)
    assert WORDS in page
    assert 'data-sign="' not in page
    assert "Upload the signed file" not in page
    assert (await author.approve(draft)).status == 422
    refused = await approver.sign(draft)
    assert refused.status == 422
    assert "It cannot be signed yet" in refused.page

    assert (await approver.post(f"{draft}/release", {})).status == 303
    assert WORDS not in await approver.get(draft)
    assert (await approver.sign(draft)).status == 303


async def test_the_forms_of_steps_and_the_cases_own_page_say_so(served: Served, author: Signer, approver: Signer):
    case, _ = await prepared(served, author, "KZ-HOLD-2")
    await hold(author, case)
    for path in (case, f"{case}/decision", f"{case}/request-information"):
        assert WORDS in await approver.get(path), path
    assert (await author.post(f"{case}/decision", ACCEPT)).status != 303, "two drafts of a step there are not"
    assert "Release the preparation" in await approver.get(case)
    assert "Release the preparation" not in await author.get(case)


async def test_who_holds_a_case_does_not_release_it_nor_does_who_signs_first_only(
    served: Served, author: Signer, approver: Signer
):
    case, draft = await prepared(served, author, "KZ-HOLD-3")
    await hold(approver, draft)
    await hold(author, case)  # changes nothing: the first one stands
    for place in (case, draft):
        refused = await approver.post(f"{place}/release", {})
        assert refused.status == 409
        assert "You hold the preparation" in refused.page
        assert (await author.post(f"{place}/release", {})).status == 403
    assert WORDS in await author.get(case)


async def test_a_case_that_is_not_held_stays_so_when_it_is_released(served: Served, author: Signer, approver: Signer):
    case = await new_case(served, "KZ-HOLD-4")
    assert (await approver.post(f"{case}/release", {})).status == 303
    assert WORDS not in await author.get(case)


async def test_both_deeds_are_noted_once_and_without_a_reason(served: Served, author: Signer, approver: Signer):
    case = await new_case(served, "KZ-HOLD-5")
    for _ in range(2):
        await hold(author, case)
    for _ in range(2):
        await approver.post(f"{case}/release", {"reason": "not kept"})
    deeds = [each.deed for each in await read_deeds(served.hub.exchange, "tj-mvd")]
    about = [
        each for each in deeds if each.object == f"{OWNER}/KZ-HOLD-5" and each.action in {"case-hold", "case-release"}
    ]
    assert [(each.action, each.account, each.outcome) for each in reversed(about)] == [
        ("case-hold", author.account.id, "done"),
        ("case-release", approver.account.id, "done"),
    ]


async def test_the_other_side_sees_no_trace_of_it_and_is_not_stopped_by_it(served: Served, author: Signer):
    case = await new_case(served, "KZ-HOLD-6")
    exchange, key = served.hub.exchange, HeadKey("case", OWNER, "KZ-HOLD-6")
    async with served.client(OTHER_SIDE, lang="en") as other:
        before = await plain(other, case)
        size = await exchange.pool.fetchval("SELECT size FROM log_head")
        await hold(author, case)
        assert await exchange.pool.fetchval("SELECT size FROM log_head") == size
        assert await plain(other, case) == before
    assert (await open_case(exchange, party="kz-mvd", key=key)).hold is None
    theirs = await find_blocks(exchange, served.accounts[OTHER_SIDE], key, "transfer-notice")
    assert not [each for each in theirs if each.kind is BlockKind.HOLD]
    assert not [each for each in await read_deeds(exchange, "kz-mvd") if each.deed.action == "case-hold"]


async def plain(client: aiohttp.ClientSession, path: str) -> str:
    """Return the main part of a page."""
    async with client.get(path) as answer:
        assert answer.status == 200
        return main_of(await answer.text())


def main_of(page: str) -> str:
    """Return the main part of a page, without the moment at which it is shown."""
    return MOMENT.sub("", page.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize("deed", ["hold", "release"])
async def test_anothers_case_is_held_no_more_than_one_that_does_not_exist(served: Served, author: Signer, deed: str):
    case = await new_case(served, f"KZ-HOLD-{deed}")
    login = "ru-guvm.approver"
    async with served.client(login, lang="en") as client:
        stranger = Signer(served=served, client=client, account=served.accounts[login], key=author.key)
        found = await stranger.post(f"{case}/{deed}", {})
        none = await stranger.post(f"{case}-NONE/{deed}", {})
    assert (found.status, main_of(found.page)) == (404, main_of(none.page))
    assert WORDS not in await author.get(case)
