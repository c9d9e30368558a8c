"""Files sealed for the authority: nobody decides before they are opened, and who has not opened one cannot say its mark."""

import hashlib
from collections.abc import AsyncIterator
from itertools import count

import pytest
from playwright.async_api import Browser

from hub.core import attachment as groups
from hub.workflows.audit_console import read_deeds
from keys import attachment
from tests.console.accesses import accesses
from tests.console.hands import Hand
from tests.console.seeding import follow_all
from tests.console.seeding_files import PDF, SentFile, picture, send_files
from tests.console.served import Served
from tests.console.signers import Signer, make_signer
from tests.console.sweep import sweep

AUTHOR, OTHER_SIDE, STRANGER = "tj-mvd.liaison", "kz-mvd.liaison", "ru-guvm.liaison"
NUMBERS = count(1)


@pytest.fixture
async def author(served: Served) -> AsyncIterator[Signer]:
    """The liaison who prepares."""
    async with served.client(AUTHOR, lang="en") as client:
        yield await make_signer(served, AUTHOR, client)


async def send(served: Served, *contents: bytes, version: str = "1.1") -> tuple[str, list[str], list[SentFile]]:
    """Send files beside a new request; return the addresses of the case and the files, and the files."""
    case = f"KZ-FILES-{next(NUMBERS)}"
    sent = await send_files(served.hub, case, *contents, version=version)
    await follow_all(served.hub)
    async with served.hub.exchange.pool.acquire() as conn:
        index = await conn.fetchval("SELECT max(index) FROM attachment_about")
    address = f"/readmission/kz-mvd/{case}"
    return address, [f"{address}/files/{index}/{item}" for item in range(len(sent))], list(sent)


def mark_of(file: SentFile) -> str:
    """Return the mark as the gateway prints it."""
    return groups.in_groups(attachment.mark_of(file.key, hashlib.sha256(file.content).digest()))


async def test_the_decision_waits_for_the_files_beside_the_decisive_evidence(served: Served, author: Signer):
    case, files, sent = await send(served, picture(), PDF)
    await author.look(case)
    draft = (await author.post(f"{case}/decision", {"decision": "accepted"})).location
    page = await author.get(draft)
    assert page.count("Open the file beside the decisive evidence") == 2
    refused = await author.approve(draft)
    assert refused.status == 422
    assert f'{files[0]}?back={draft}"' in refused.page, "the way back is to the draft, not to where a form was sent"

    for path, file in zip(files, sent, strict=True):
        wrong = await author.post(f"{path}/opened", {"mark": "0123 " * 8})
        assert wrong.status == 422
        assert 'id="mark-fault"' in wrong.page
        assert "0123 0123" in wrong.page
        assert (await author.post(f"{path}/opened", {"mark": mark_of(file).upper(), "back": draft})).location == draft
    assert "The mark was the one that its sender had signed." in await author.get(files[0])
    assert "Open the file beside" not in await author.get(draft)
    assert (await author.approve(draft)).status == 303
    deed = (await read_deeds(served.hub.exchange, "tj-mvd", action="case-evidence", outcome="opened-checked"))[0].deed
    assert deed.object == f"file/{'/'.join(files[1].split('/')[-2:])}"


@pytest.mark.parametrize("mark", ["", "12 34", "zz" * 16, "00" * 17])
async def test_what_is_no_mark_is_told_beside_its_field(served: Served, author: Signer, mark: str):
    _, files, _ = await send(served, PDF)
    answered = await author.post(f"{files[0]}/opened", {"mark": mark})

    assert answered.status == 422
    assert "eight groups" in answered.page


async def test_of_an_older_descriptor_the_mark_stands_as_it_was_said(served: Served, author: Signer):
    _, files, sent = await send(served, PDF, version="1.0")
    assert (await author.post(f"{files[0]}/opened", {"mark": mark_of(sent[0])})).status == 303

    assert "it stands as you said it" in await author.get(files[0])


async def test_nobody_else_finds_the_files(served: Served, author: Signer):
    case, files, sent = await send(served, PDF)
    for path in (files[0], f"{files[0]}/ciphertext", f"{files[0][:-1]}7", f"{files[0][:-1]}x"):
        async with served.client(STRANGER) as client, client.get(path) as answer:
            assert answer.status == 404
    async with author.client.get(f"{files[0]}/ciphertext") as answer:
        assert hashlib.sha256(await answer.read()).hexdigest() == sent[0].sealed.sha256
    deed = (await read_deeds(served.hub.exchange, "tj-mvd", action="case-evidence", outcome="fetched"))[0].deed
    own = await accesses(served, after=int(deed.object.partition("#")[2]))
    number, file = case.rpartition("/")[2], "/".join(files[0].split("/")[-2:])
    assert (own[0]["question"], own[0]["case"]) == ("case", number)
    assert deed.object.partition(" #")[0] == f"kz-mvd/{number}/file/{file}"
    assert deed.account == author.account.id
    async with served.client(OTHER_SIDE, lang="en") as client, client.get(case) as answer:
        assert "Sent by us" in await answer.text()


@pytest.mark.parametrize("lang", ["ru"])
async def test_a_file_is_opened_in_the_browser_and_nothing_of_it_is_sent(browser: Browser, served: Served, lang: str):
    _, files, sent = await send(served, picture(), PDF)
    async with served.visitor(browser, AUTHOR, lang=lang) as watched:
        hand, page = Hand(watched.page, lang), watched.page
        posted: list[str] = []
        page.on("request", lambda asked: posted.append(asked.url + (asked.post_data or "")))
        await page.goto(files[0])
        await hand.type("Opening code", sent[1].code)
        await hand.click("button", "Open")
        await hand.sees("This is not the code of this file. Compare the number of the file, and type it again.")
        await hand.type("Opening code", sent[0].code)
        await hand.click("button", "Open")
        await hand.sees("Opened and verified.")
        assert await page.locator("img.evidence").evaluate("each => [each.naturalWidth, each.naturalHeight]") == [
            60,
            80,
        ]
        await hand.click("button", "I have looked at it")
        await hand.sees("The mark was the one that its sender had signed.")

        await hand.click("link", "Next file that you have not opened")
        await hand.type("Opening code", sent[1].code)
        await hand.click("button", "Open")
        async with page.expect_download() as begun:
            await hand.click("link", "Save the opened file on this computer")
        assert (await (await begun.value).path()).read_bytes() == PDF
        assert await watched.violations() == []
        assert not any(each.code in said for each in sent for said in posted)
        assert await sweep(watched, files[0], picture=f"file-{lang}") == []


@pytest.mark.parametrize("lang", ["en"])
async def test_without_scripts_the_mark_is_typed(browser: Browser, served: Served, lang: str):
    _, files, sent = await send(served, PDF)
    async with served.visitor(browser, AUTHOR, lang=lang, js=False) as watched:
        hand = Hand(watched.page, lang)
        await watched.page.goto(files[0])
        assert not await watched.page.locator("[data-open]").is_visible()
        await watched.page.get_by_text(hand.say("Open it at your authority's site")).click()
        await hand.type("Mark of opening", mark_of(sent[0]))
        await hand.click("button", "I have looked at it")
        await hand.sees("The mark was the one that its sender had signed.")
