"""Pages that show a case's person: each is one leaf of the log and a deed that names it, or shows nothing."""

import pytest

from hub.core.errors import UnavailableError
from hub.workflows.audit_console import read_deeds
from tests.console.accesses import accesses
from tests.console.posting import post
from tests.console.served import Served
from tests.console.test_cases import CASE, TJ, get, place_of, send

NAMES = ("Тестов-1", "TESTOV-1", "400000001")
PAGES = [
    ("", "case-read", "kz-mvd/KZ-TEST-0001"),
    ("/print", "case-read", "kz-mvd/KZ-TEST-0001"),
    ("/evidence/{index}/0", "case-evidence", "kz-mvd/KZ-TEST-0001/{index}/0"),
    ("/records/{index}", "case-verify", "kz-mvd/KZ-TEST-0001/{index}"),
]


async def _size(served: Served) -> int:
    async with served.hub.exchange.pool.acquire() as conn:
        return int(await conn.fetchval("SELECT size FROM log_head"))


@pytest.mark.parametrize(("page", "action", "named"), PAGES)
async def test_a_page_of_a_case_is_one_leaf_and_a_deed_names_it(served: Served, page: str, action: str, named: str):
    index, before = await place_of(served), await _size(served)

    await get(served, TJ, CASE + page.format(index=index))

    own = await accesses(served, after=before)
    assert [(each["question"], each["purpose"], each["case"]) for each in own] == [
        ("case", "readmission", "KZ-TEST-0001")
    ]
    assert index in own[0]["shown"]
    assert own[0]["account"] == served.accounts[TJ].id
    deed = (await read_deeds(served.hub.exchange, "tj-mvd", action=action))[0].deed
    assert deed.object == f"{named.format(index=index)} #{own[0]['index']}"


async def test_names_of_a_list_are_one_leaf_that_the_deed_of_each_case_names(served: Served):
    before = await _size(served)

    assert (await send(served, TJ, "/readmission", "/readmission/reveal", box="in"))[0] == 200

    own = await accesses(served, after=before)
    assert [each["question"] for each in own] == ["case-list"]
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", action="case-reveal", limit=len(own[0]["shown"]))
    assert len(deeds) > 1
    assert {each.deed.object.partition(" ")[2] for each in deeds} == {f"#{own[0]['index']}"}


async def test_a_list_with_masked_names_and_anothers_case_are_no_access(served: Served):
    before = await _size(served)

    await get(served, TJ, "/readmission")
    await get(served, "by-mvd.liaison", CASE, status=404)

    assert await _size(served) == before


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_when_the_log_cannot_be_written_no_page_of_a_case_shows_its_person(
    served: Served, monkeypatch: pytest.MonkeyPatch, lang: str
):
    index = await place_of(served)
    await get(served, TJ, "/tasks", lang=lang)  # signing in is a deed of its own
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", limit=1)

    unwritten = UnavailableError(retry_after=1)

    async def lose(_entry: object) -> None:
        raise unwritten

    monkeypatch.setattr(served.hub.process.committer, "append", lose)
    shown = [await get(served, TJ, CASE + page.format(index=index), lang=lang, status=503) for page, _, _ in PAGES]
    async with served.client(TJ, lang=lang) as client:
        for path, fields in (("/readmission/reveal", {"box": "in"}), (f"{CASE}/comments", {}), (f"{CASE}/bans", {})):
            status, text = await post(client, "/readmission", path=path, **fields)
            assert status == 503, path
            shown.append(text)

    assert all(unwritten.text(lang) in text and not any(name in text for name in NAMES) for text in shown)
    assert (await read_deeds(served.hub.exchange, "tj-mvd", limit=1))[0].number == deeds[0].number
