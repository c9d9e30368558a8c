"""Names that are hard to show: markup, letters of several alphabets, right-to-left letters and marks, 4,000 letters."""

import html
import itertools

import aiohttp
import pytest
from playwright.async_api import Browser

from tests.console.posting import post
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.console.signers import make_signer
from tests.console.sweep import sweep
from tests.console.test_cases import TJ
from tests.integration.hubs import REQUEST

MARKUP = "<img src=/x onerror=alert(1)>\"'&Ёлка"
UNBROKEN = "Ж" * 150
MIXED = "Tecтов"  # the first three letters are Latin
ARABIC = "تجربة"
MARKS = "\u202eТестов\u202c\u200f" + "я" * 3900
NUMBERS = itertools.count(1)


async def hostile_case(served: Served) -> str:
    """Let Kazakhstan ask about somebody whose names are hard to show; return the number of the case."""
    number = f"KZ-NAMES-{next(NUMBERS)}"
    names = [
        {"surname": MARKUP, "given": UNBROKEN, "script": "Cyrl", "role": "primary"},
        {"surname": MIXED, "given": "Проба", "script": "Cyrl", "role": "alias"},
        {"surname": ARABIC, "script": "Latn", "role": "alias"},
    ]
    person = {**REQUEST["person"], "names": names}
    evidence = [{"tier": "N1", "item": "foreign_passport", "note": f"{MARKUP} {UNBROKEN}"}]
    answer = await served.hub.submit(served.hub.request(number, record={"person": person, "evidence": evidence}))
    await served.hub.submit(served.hub.said("tj-mvd", "processed", answer.receipt))
    await follow_all(served.hub)
    return number


async def test_hostile_names_are_text_in_lists_the_case_on_paper_and_in_what_is_signed(served: Served):
    number = await hostile_case(served)
    case = f"/readmission/kz-mvd/{number}"
    async with served.client(TJ, lang="en") as client:
        pages = {
            path: await _text(client, path)
            for path in ("/tasks", f"/readmission?number={number}", case, f"{case}/print")
        }
        signer = await make_signer(served, TJ, client)
        draft = await signer.post(f"{case}/decision", {"decision": "refused", "reason": "R10", "reason_ru": MARKUP})
        pages["draft"] = await signer.get(draft.location) if draft.location else draft.page
        revealed = await signer.post("/readmission/reveal", {"box": "in", "number": number})
        pages["revealed"] = revealed.page

    assert [path for path, text in pages.items() if "<img" in text] == []
    shown = html.escape(MARKUP, quote=False).replace('"', "&#34;").replace("'", "&#39;")
    assert [path for path in (case, f"{case}/print", "draft", "revealed") if shown not in pages[path]] == []
    assert UNBROKEN not in pages[f"/readmission?number={number}"], "names are masked in lists"
    assert pages[case].count("Letters of several alphabets in one word") == 1, "told of the mixed name alone"
    assert f"<title>{number}" in pages[case], "no name of a person stands in a title"


async def test_hostile_names_leave_pages_whole_in_every_window_and_on_paper(browser: Browser, served: Served):
    case = f"/readmission/kz-mvd/{await hostile_case(served)}"
    async with served.visitor(browser, TJ, lang="en") as watched:
        for path in (case, f"{case}/print"):
            assert await sweep(watched, path, picture="hostile-names") == []


@pytest.mark.parametrize(
    ("page", "fields"),
    [("/entry-bans", {"birth": "x"}), ("/citizens", {"birth": "x"}), ("/missing", {"birth": "x"})],
)
async def test_hostile_names_that_were_typed_stay_in_their_field_as_text(served: Served, page: str, fields):
    for name in (MARKUP, MIXED, ARABIC, MARKS):
        async with served.client(TJ) as client:
            status, text = await post(client, page, surname=name, **fields)
        assert status == 422
        assert f'value="{name}"' in text, "entities are resolved here; the markup below is not"


async def _text(client: aiohttp.ClientSession, path: str) -> str:
    async with client.get(path) as answer:
        assert answer.status == 200, path
        return await answer.text()
