"""The connection is lost while somebody signs: nothing half-sent, nothing twice, and the page says how far it is."""

from itertools import count

import pytest
from playwright.async_api import Browser, Route

from tests.console.hands import Hand
from tests.console.served import Served
from tests.console.signers import make_signer, new_case
from tests.console.test_signing_journey import APPROVER, AUTHOR, enrol

NUMBERS = count(1)


async def approved_draft(served: Served) -> str:
    """Return the draft of a decision that one person has approved, and whose evidence both have opened."""
    case = await new_case(served, f"KZ-LOST-{next(NUMBERS)}")
    async with served.client(AUTHOR) as first, served.client(APPROVER) as second:
        author, approver = await make_signer(served, AUTHOR, first), await make_signer(served, APPROVER, second)
        await author.look(case)
        await approver.look(case)
        draft = (await author.post(f"{case}/decision", {"decision": "accepted"})).location
        assert (await author.approve(draft)).status == 303
    return draft


async def lose(route: Route, *, is_taken: bool) -> None:
    """Lose the connection before the request is taken, or only its answer."""
    if is_taken:
        headers = {**await route.request.all_headers(), "sec-fetch-site": "same-origin"}
        assert (await route.fetch(headers=headers, max_redirects=0)).status == 303
    await route.abort("connectionreset")


@pytest.mark.parametrize("is_taken", [False, True], ids=["before it was taken", "before its answer came"])
async def test_a_signature_is_sent_once_or_not_at_all(browser: Browser, served: Served, is_taken: bool):
    draft = await approved_draft(served)
    async with served.visitor(browser, APPROVER, lang="en") as watched:
        await enrol(served, APPROVER, watched.page, "en")
        hand, page = Hand(watched.page, "en"), watched.page
        await page.goto(draft)
        await page.route("**/sign", lambda route: lose(route, is_taken=is_taken))
        async with page.expect_event("requestfailed"):
            await hand.click("button", "Approve, sign and send")
        await page.unroute("**/sign")

        await page.goto(draft)
        if not is_taken:
            await hand.sees("Waits for the second signature")
            await hand.click("button", "Approve, sign and send")
        await hand.sees("Accepted.")
