"""From an integrator's file to a key in force: four persons in the browser, the ceremony's commands, the published list."""

import asyncio
import contextlib
import io
import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from hub.cli import main
from hub.console import texts
from hub.workflows.trust.publish_trust import publish_newer
from hub.workflows.trust.read_key_requests import read_key_request
from hub.workflows.trust.settle_key_requests import settle_key_requests
from keys import keyfile, trust_folder
from keys.trust_folder import Published
from tests.console.seeding_keys import make_file
from tests.console.served import Served
from tests.console.test_keys import MAKER, OFFICER, OTHER, SECOND, step
from tests.support.trust import make_key

NEXT, FILE = "next", "key-requests.json"
LATE = {"seen": "approved", "step": "return", "note": "too late"}


@pytest.fixture
def room(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a network: the published folder and the officers' keys."""
    monkeypatch.chdir(tmp_path)
    judgement = served.hub.exchange.judgement
    listed = judgement.trust.documents["participants"]
    trust_folder.write(Path("trust"), Published(roots=judgement.roots, participants=listed, status=None))
    for name, key in served.hub.trust.authority.officers.items():
        keyfile.write(Path(f"{name}.pem"), key, None)
    return tmp_path


def run(*words: str) -> str:
    """Run a command; return what it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(words) == 0, words
    return said.getvalue()


def hold_ceremony(kid: str) -> None:
    """Make the proposal of the console's file, have both officers sign it, publish it."""
    assert kid in run("trust", "propose", "trust", NEXT, "--requests", FILE)
    documents = json.loads(run("trust", "show", NEXT, "--json"))["documents"]
    given = [word for each in documents for word in ("--digest", each["digest"])]
    for name in ("officer-1", "officer-2"):
        run("trust", "sign", NEXT, "--key", f"{name}.pem", *given)
    run("trust", "publish", NEXT, "trust")


async def test_a_key_comes_into_force_through_four_persons_and_the_ceremony(
    browser: Browser, served: Served, room: Path
):
    key, process, _ = make_key("keys", "ceremony"), served.hub.process, texts.load("ru").gettext
    (room / "request.json").write_bytes(make_file(served.hub, key))
    async with served.visitor(browser, MAKER, lang="ru", js=False) as watched:
        page = watched.page

        async def click(text: str) -> None:
            await page.get_by_role("button", name=_(text), exact=True).click()

        await page.goto("/developer")
        await page.get_by_role("link", name=_("Propose a new key")).click()
        await page.set_input_files("#file", room / "request.json")
        await click("Check it and propose the key")
        await expect(page.locator(".aloud")).to_contain_text(key.kid[:4])
        where = page.url.partition("/keys/")[2]

        await served.sign_in(watched, SECOND, lang="ru")
        await page.goto("/participants/tj-mvd")
        await page.locator(f'a[href="/keys/{where}"]').click()
        await page.check("#compared")
        await click("Confirm")

        await served.sign_in(watched, OFFICER, lang="ru")
        await page.goto("/keys")
        await page.locator(f'a[href="/keys/{where}"]').click()
        await page.select_option("#channel", "telephone")
        await page.check("#compared")
        await click("Checked")

        await served.sign_in(watched, OTHER, lang="ru")
        await page.goto(f"/keys/{where}")
        await click("Approve")
        await page.goto("/keys")
        async with page.expect_download() as taken:
            await page.get_by_role("link", name=_("Download them as one file")).click()
        await (await taken.value).save_as(room / FILE)

        await asyncio.to_thread(hold_ceremony, key.kid)
        await publish_newer(process.exchange, process.committer, room / "trust", process.status_key)
        await page.goto(f"/keys/{where}")
        await expect(page.get_by_role("status")).to_contain_text(_("The key is in force."))
        assert await watched.violations() == []

        assert (await step(served, OFFICER, f"/keys/{where}", "send-back", **LATE))[0] == 409
    assert await settle_key_requests(process.exchange) >= 1
    assert await settle_key_requests(process.exchange) == 0
    found = await read_key_request(process.exchange, where)
    assert [each.step for each in found.steps][-2:] == ["approve", "list"]
    assert process.exchange.judgement.trust.keys[key.kid].participant == "tj-mvd"
