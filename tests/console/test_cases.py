"""Lists of cases and the page of a case: what they say, what they refuse, what is noted, and to whom there is nothing."""

import html
import re
from typing import Any

import pytest

from hub.core.mover import HeadKey
from hub.store import cases, drafts
from hub.workflows.audit_console import read_deeds
from hub.workflows.projections.follow_messages import MessageFollower
from tests.console.posting import post
from tests.console.served import Served

CASE = "/readmission/kz-mvd/KZ-TEST-0001"
TJ, KZ, BY = "tj-mvd.liaison", "kz-mvd.liaison", "by-mvd.liaison"
NASTY = '<b onload="x()">Ёлка</b> \u202e' + "я" * 3900


async def get(served: Served, login: str, path: str, *, lang: str = "en", status: int = 200) -> str:
    """Return the text of a page."""
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        text = await answer.text()
        assert answer.status == status, text[:3000]
        return html.unescape(text)


async def send(served: Served, login: str, page: str, path: str, **fields: Any) -> tuple[int, str]:
    """Post a form of a page in English."""
    async with served.client(login, lang="en") as client:
        return await post(client, page, path=path, **fields)


async def deeds(served: Served, action: str, after: int = 0) -> list[str]:
    """Return what was done to what after the deed of a number, newest first, without the places of leaves."""
    found = await read_deeds(served.hub.exchange, "tj-mvd", action=action, limit=200)
    return [each.deed.object.partition(" #")[0] for each in found if each.number > after]


async def place_of(served: Served, case: str = "KZ-TEST-0001") -> int:
    """Return the place of a case's first record."""
    async with served.hub.exchange.pool.acquire() as conn:
        return (await cases.read_rows(conn, HeadKey("case", "kz-mvd", case)))[0].index


@pytest.mark.parametrize("path", ["/tasks", "/readmission", CASE, f"{CASE}/print", "/readmission?box=act&sort=moved"])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_a_case_is_found_where_it_waits(served: Served, path: str, lang: str):
    assert "KZ-TEST-0001" in await get(served, TJ, path, lang=lang)


async def test_the_sender_finds_it_among_what_it_sent(served: Served):
    assert "KZ-TEST-0001" in await get(served, KZ, "/readmission?box=out")
    assert "KZ-TEST-0001" not in await get(served, KZ, "/readmission")


@pytest.mark.parametrize("path", [CASE, f"{CASE}/print", f"{CASE}/evidence/1/0", f"{CASE}/records/1"])
async def test_anothers_case_looks_like_none(served: Served, path: str):
    foreign = await get(served, BY, path, status=404)
    missing = await get(served, BY, path.replace("0001", "9999"), status=404)
    token = re.compile(r'value="[^"]*"')

    assert token.sub("", foreign) == token.sub("", missing.replace("9999", "0001"))
    assert "KZ-TEST-0001" not in await get(served, BY, "/readmission?number=KZ")


async def test_a_list_masks_names_and_shows_them_only_after_that_was_noted(served: Served):
    masked = await get(served, TJ, "/readmission", lang="ru")
    before = (await read_deeds(served.hub.exchange, "tj-mvd", limit=1))[0].number
    async with served.client(TJ, lang="ru") as client:
        status, shown = await post(client, "/readmission", path="/readmission/reveal", box="in")

    assert "Тес***" in masked
    assert "Тестов-1" not in masked
    assert (status, "Тестов-1" in shown) == (200, True)
    assert "kz-mvd/KZ-TEST-0001" in await deeds(served, "case-reveal", before)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("number=KZ-TEST-000", True),
        ("number=TEST", False),
        ("stage=submitted&number=KZ-TEST-000", True),
        ("stage=withdrawn", False),
        ("other=kz-mvd&number=KZ-TEST-000", True),
        ("other=ru-guvm", False),
        ("show=overdue", False),
        ("show=closed", False),
        ("show=undated&sort=moved&number=KZ-TEST-000", True),
    ],
)
async def test_a_filter_keeps_what_it_says(served: Served, query: str, found: bool):
    assert ("KZ-TEST-000" in (await get(served, TJ, f"/readmission?{query}")).partition("<table")[2]) is found


@pytest.mark.parametrize(
    "query", ["box=all", "show=some", "stage=none", "after=x", "after=2026~y", "number=" + "1" * 101]
)
async def test_what_no_filter_offers_is_not_found(served: Served, query: str):
    await get(served, TJ, f"/readmission?{query}", status=404)


async def test_pages_follow_each_other_without_gap_or_repetition(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hub.workflows.desk.list_desk.PAGE", 2)
    for query in ("sort=left", "sort=moved"):
        found, path = [], f"/readmission?{query}"
        while path:
            text = await get(served, TJ, path)
            found += re.findall(r'<th scope="row"><a href="([^"]+)"', text)
            following = re.search(r'<a href="([^"]+)" rel="next"', text)
            path = following[1] if following else ""
        assert len(found) == len(set(found)) > 3


async def test_cases_are_given_to_somebody_all_at_once(served: Served):
    account = served.accounts[TJ].id
    ticked = "case/kz-mvd/KZ-TEST-0003"
    status, where = await send(served, TJ, "/readmission", "/readmission/assign", account=account, case=ticked)
    mine = await get(served, TJ, "/readmission?show=mine")

    assert (status, where) == (303, "/readmission")
    assert "KZ-TEST-0003" in mine.partition("<table")[2]
    assert "KZ-TEST-0001" not in mine.partition("<table")[2]
    assert "kz-mvd/KZ-TEST-0003" in await deeds(served, "case-assign")

    await send(served, TJ, "/readmission", "/readmission/assign", account="-", case=ticked)
    assert "KZ-TEST-0003" in await get(served, TJ, "/readmission?show=unassigned")


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"account": ""}, 422, "Choose who is to work on them."),
        ({"account": "-"}, 422, "Tick the cases."),
        ({"account": "-", "case": "case/kz-mvd/NONE"}, 404, ""),
        ({"account": "nobody", "case": "case/kz-mvd/KZ-TEST-0001"}, 404, ""),
        ({"account": "-", "case": "other"}, 404, ""),
    ],
)
async def test_what_cannot_be_given_is_told(served: Served, fields: dict[str, str], status: int, said: str):
    answer = await send(served, TJ, "/readmission", "/readmission/assign", **fields)

    assert answer[0] == status
    assert said in answer[1]


@pytest.mark.parametrize(("kind", "begin"), [("csv", "\ufeffCase;From;To"), ("xlsx", "PK")])
async def test_a_list_is_taken_as_a_file_without_names_and_that_is_noted(served: Served, kind: str, begin: str):
    async with served.client(TJ, lang="en") as client:
        page = await (await client.get("/readmission")).text()
        token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
        data, headers = {"csrf": token, "format": kind, "box": "in"}, {"Sec-Fetch-Site": "same-origin"}
        async with client.post("/readmission/export", data=data, headers=headers) as answer:
            body = await answer.read()

    assert body.startswith(begin.encode())
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert kind != "csv" or (b"KZ-TEST-0001" in body and "Тест".encode() not in body)
    assert "in/open" in await deeds(served, "case-export")


async def test_a_filter_is_kept_under_a_name_and_removed(served: Served):
    where = "/readmission/filters"
    kept = await send(served, TJ, "/readmission", where, name="Из Казахстана <b>", other="kz-mvd", show="open")
    page = await get(served, TJ, "/readmission")
    nameless = await send(served, TJ, "/readmission", where, name=" ")
    await send(served, TJ, "/readmission", f"{where}/remove", filter="Из Казахстана <b>")

    assert kept == (303, "/readmission?other=kz-mvd")
    assert 'href="/readmission?other=kz-mvd"' in page
    assert (nameless[0], "Give the filter a name." in nameless[1]) == (422, True)
    assert "Из Казахстана" not in await get(served, TJ, "/readmission")


async def test_a_case_shows_person_term_and_course(served: Served):
    text = await get(served, TJ, CASE)

    for said in ("Тестов-1", "TESTOV-1", "400000001", "It is your authority's move.", "Day 1", "processed", "Decisive"):
        assert said in text
    assert "kz-mvd/KZ-TEST-0001" in await deeds(served, "case-read")


async def test_other_cases_of_the_same_document_are_named(served: Served):
    follower = MessageFollower(served.hub.exchange)
    while await follower.step():
        pass
    related = (await get(served, TJ, CASE)).partition('id="alike"')[2].partition("</section>")[0]

    named = related.partition("<form")[0]  # the newest alone, and other tests make some
    assert "/readmission/kz-mvd/KZ-" in named
    assert "/readmission/kz-mvd/KZ-TEST-0001" not in named


async def test_evidence_that_was_opened_is_remembered_for_the_officer(served: Served):
    index = await place_of(served, "KZ-TEST-0002")
    path = "/readmission/kz-mvd/KZ-TEST-0002"
    before = await get(served, TJ, path)
    opened = await get(served, TJ, f"{path}/evidence/{index}/0?back=//elsewhere.test")

    assert "0 of 1 opened by you" in before
    assert "Everything holds" in opened
    assert "elsewhere" not in opened.partition("<main")[2]
    assert "1 of 1 opened by you" in await get(served, TJ, path)
    assert "0 of 1 opened by you" in await get(served, "tj-mvd.approver", path)
    async with served.hub.exchange.pool.acquire() as conn:
        assert (index, 0) in await drafts.read_opened(conn, served.accounts[TJ].id, [index])
    await get(served, TJ, f"{path}/evidence/{index}/7", status=404)
    await get(served, TJ, f"{path}/evidence/x/0", status=404)


async def test_a_record_is_verified_in_the_page_step_by_step(served: Served):
    index = await place_of(served)
    text = await get(served, TJ, f"{CASE}/records/{index}")

    assert text.count("holds") >= 5
    assert "Everything holds" in text
    assert "The message is in the log" in text
    await get(served, TJ, f"{CASE}/records/{index + 1}", status=404)


async def test_comments_stay_inside_the_participant_and_show_markup_as_text(served: Served):
    kept = await send(served, TJ, CASE, f"{CASE}/comments", comment=NASTY)
    async with served.client("tj-mvd.approver", lang="en") as client, client.get(CASE) as answer:
        colleague = await answer.text()

    assert kept[0] == 303
    assert "&lt;b onload=" in colleague
    assert "Ёлка" not in await get(served, KZ, CASE)


@pytest.mark.parametrize(("text", "said"), [("", "Write what colleagues"), ("ж" * 4001, "At most 4,000 characters")])
async def test_a_comment_that_cannot_be_kept_stays_in_its_field(served: Served, text: str, said: str):
    status, page = await send(served, TJ, CASE, f"{CASE}/comments", comment=text)

    assert status == 422
    assert said in page
    assert text in page


async def test_the_number_of_the_registry_is_kept_and_printed(served: Served):
    wrong = await send(served, TJ, CASE, f"{CASE}/registration", number="", on="вчера")
    kept = await send(served, TJ, CASE, f"{CASE}/registration", number="Вх-77/26", on="2026-11-20")

    assert (wrong[0], "вчера" in wrong[1]) == (422, True)
    assert kept[0] == 303
    assert "Вх. № Вх-77/26 от 20 ноября 2026" in await get(served, TJ, f"{CASE}/print", lang="ru")
    assert "Вх-77" not in await get(served, KZ, CASE)


async def test_bans_are_looked_for_by_the_person_of_the_case(served: Served):
    status, text = await send(served, TJ, CASE, f"{CASE}/bans")

    assert status == 200
    assert "What was found" in text
    assert f'href="{CASE}">Back to the case' in text
    assert "KZ-TEST-0001" in text
