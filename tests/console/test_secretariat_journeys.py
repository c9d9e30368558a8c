"""A consolidated report from its page to the log; the other journeys of the secretariat: `test_journeys.py`."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.console.signers import make_signer

OFFICER = "cis-ec.secretariat-officer"


async def test_without_scripts_a_report_is_frozen_by_a_signed_file_and_everybody_reads_it(
    browser: Browser, served: Served, tmp_path: Path
):
    async with (
        served.client(OFFICER, lang="en") as client,
        served.visitor(browser, OFFICER, lang="en", js=False) as own,
    ):
        signer, page = await make_signer(served, OFFICER, client), own.page
        await page.goto("/reports/2018")
        await page.get_by_role("link", name="Freeze this report").click()
        await page.get_by_role("button", name="Prepare it for signature").click()
        draft = page.url.partition("/drafts/")[2]
        signed = tmp_path / "envelope.jws"
        signed.write_bytes(await signer.envelope(f"/drafts/{draft}"))
        await page.locator("summary", has_text="Sign from a file").click()
        await page.set_input_files("#signed-sign", signed)
        await page.get_by_role("button", name="Upload the signed file").click()
        await expect(page.get_by_role("status")).to_contain_text("Accepted.")
        await follow_all(served.hub)
    async with served.client("kz-mvd.liaison", lang="en") as reader, reader.get("/reports/2018?state=frozen") as answer:
        assert answer.status == 200
        assert "Frozen and signed" in await answer.text()
