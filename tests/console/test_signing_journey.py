"""A clear case, from the inbox to the second signature: by mouse, by keyboard alone, and without scripts."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from hub.core.console.account import Account
from hub.workflows.drafts.keep_signing_key import list_signing_keys
from keys import approval, jwk, jws, strict_json
from keys.jwk import PublicKey
from tests.console.hands import Hand
from tests.console.seeding import follow_all
from tests.console.seeding_signing import confirm_transfer, plan_transfer
from tests.console.served import Served
from tests.console.signers import Signer, delegate, make_signer, new_case
from tests.console.sweep import sweep

AUTHOR, APPROVER = "tj-mvd.liaison", "tj-mvd.approver"
MOST_TO_SEND, MOST_TO_APPROVE, MOST_TEXTS = 6, 4, 2
LANGUAGES = ("ru", "en")
NUMBERS = count(1)
Signers = tuple[Signer, Signer]


@pytest.fixture
async def signers(served: Served) -> AsyncIterator[Signers]:
    """The two persons, as far as they need no browser."""
    async with served.client(AUTHOR) as first, served.client(APPROVER) as second:
        yield await make_signer(served, AUTHOR, first), await make_signer(served, APPROVER, second)


async def enrol(served: Served, login: str, page: Page, lang: str) -> None:
    """Make a key in the browser, and let the participant delegate to it."""
    await enrol_account(served, served.accounts[login], page, lang)


async def enrol_account(served: Served, account: Account, page: Page, lang: str) -> None:
    """Do the same for any account."""
    hand = Hand(page, lang)
    await page.goto("/account/signing-key")
    async with page.expect_navigation():
        await hand.click("button", "Make a key in this browser")
    await hand.sees("Waits for your participant")
    kid = await page.locator("dd code").first.inner_text()
    await delegate(served, account, await public_half(served, account, kid))
    await page.reload()
    await hand.sees("May sign")


async def public_half(served: Served, account: Account, kid: str) -> PublicKey:
    """Return the public half that the hub was given."""
    kept = await list_signing_keys(served.hub.exchange, account)
    found = strict_json.loads(next(each.jwk for each in kept if each.kid == kid).encode())
    assert isinstance(found, dict)
    return jwk.parse(found)


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_two_persons_decide_in_their_browsers(browser: Browser, served: Served, lang: str, by_keyboard: bool):
    case = await new_case(served, f"KZ-JOURNEY-{next(NUMBERS)}")
    async with served.visitor(browser, AUTHOR, lang=lang) as watched:
        await enrol(served, AUTHOR, watched.page, lang)
        hand = Hand(watched.page, lang, by_keyboard=by_keyboard)
        await watched.page.goto("/readmission?box=in")
        await decide(hand, case)
        await hand.click("button", "Sign and send for approval")
        await hand.sees("Waits for the second signature")
        assert (hand.acts <= MOST_TO_SEND, hand.texts <= MOST_TEXTS) == (True, True)
        assert await watched.violations() == []
    async with served.visitor(browser, APPROVER, lang=lang) as watched:
        await enrol(served, APPROVER, watched.page, lang)
        hand = Hand(watched.page, lang, by_keyboard=by_keyboard)
        await watched.page.goto("/tasks")
        await review(hand, case)
        await hand.click("button", "Approve, sign and send")
        await hand.sees("Accepted.")
        assert (hand.acts <= MOST_TO_APPROVE, hand.texts) == (True, 0)
        assert await watched.violations() == []


async def decide(hand: Hand, case: str) -> str:
    """Go from the inbox through the case and its decisive evidence to the draft; return its address."""
    await hand.work(hand.page.locator(f"a[href='{case}']").first)
    await hand.work(hand.page.locator("a[href*='/evidence/']").first)
    await hand.click("link", "Decide")
    await hand.click("radio", "Accept")
    await hand.click("button", "Save and show what will be signed")
    await hand.sees("What will be signed")
    return urlsplit(hand.page.url).path


async def review(hand: Hand, case: str) -> None:
    """Go from one's tasks to the draft, and look at the decisive evidence."""
    await hand.work(hand.page.locator("a[href^='/drafts/']", has_text=case.rpartition("/")[2]).first)
    await hand.work(hand.page.locator("a[href*='/evidence/']").first)
    await hand.click("link", "Back")
    await hand.sees("What will be signed")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_without_scripts_the_bytes_are_downloaded_signed_elsewhere_and_uploaded(
    browser: Browser, served: Served, signers: Signers, lang: str, tmp_path: Path
):
    author, approver = signers
    case = await new_case(served, f"KZ-PLAIN-{next(NUMBERS)}")
    async with served.visitor(browser, AUTHOR, lang=lang, js=False) as watched:
        hand = Hand(watched.page, lang)
        await watched.page.goto("/readmission?box=in")
        draft = await decide(hand, case)
        said = approval.read(await author.statement(draft))[1]
        assert said.payload_sha256 == approval.digest(await download(hand))
        await upload(hand, tmp_path / "approval.jws", approval.sign(said, author.key))
        await hand.sees("Waits for the second signature")
    async with served.visitor(browser, APPROVER, lang=lang, js=False) as watched:
        hand = Hand(watched.page, lang)
        await watched.page.goto("/tasks")
        await review(hand, case)
        payload = await download(hand)
        await upload(hand, tmp_path / "envelope.jws", jws.sign(payload, approver.key, "cis-record+jws"))
        await hand.sees("Accepted.")


async def download(hand: Hand) -> bytes:
    """Download the bytes that are to be signed."""
    await hand.page.get_by_text(hand.say("Sign from a file, without the browser's key")).click()
    async with hand.page.expect_download() as begun:
        await hand.click("link", "Download the exact bytes")
    return Path(await (await begun.value).path()).read_bytes()


async def upload(hand: Hand, file: Path, signed: bytes) -> None:
    """Upload the signed file."""
    file.write_bytes(signed)
    await hand.page.locator("input[type=file]").set_input_files(file)
    await hand.click("button", "Upload the signed file")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_draft_is_accessible_and_fits_every_window_however_far_it_has_come(
    browser: Browser, served: Served, signers: Signers, lang: str
):
    author, approver = signers
    case = await new_case(served, f"KZ-STATES-{next(NUMBERS)}")
    draft = (await author.post(f"{case}/decision", {"decision": "refused", "reason": "R01"})).location
    async with served.visitor(browser, APPROVER, lang=lang) as watched:
        assert await sweep(watched, draft, picture=f"draft-blocked-{lang}") == []
        await author.look(case)
        await approver.look(case)
        assert await sweep(watched, draft, picture=f"draft-prepared-{lang}") == []
        await author.approve(draft)
        assert await sweep(watched, draft, picture=f"draft-approved-{lang}") == []
        await approver.post(f"{draft}/return", {"why": "Назовите причину <словами>. " * 30, "revision": "1"})
        assert await sweep(watched, draft, picture=f"draft-returned-{lang}") == []
        assert await sweep(watched, f"{case}/decision", picture=f"decision-returned-{lang}") == []
        assert await sweep(watched, "/account/signing-key", picture=f"signing-key-in-force-{lang}") == []
    await author.post(f"{case}/decision", {"decision": "accepted", "draft": draft[8:], "revision": "1"})
    await author.approve(draft)
    await approver.sign(draft)
    async with served.visitor(browser, AUTHOR, lang=lang) as watched:
        assert await sweep(watched, draft, picture=f"draft-sent-{lang}") == []


async def test_what_somebody_else_wrote_first_stands_beside_his_own(browser: Browser, served: Served, signers: Signers):
    case = await new_case(served, f"KZ-STATES-{next(NUMBERS)}")
    async with served.visitor(browser, AUTHOR, lang="ru") as watched:
        hand, page = Hand(watched.page, "ru"), watched.page
        await page.goto(f"{case}/decision")
        await signers[1].post(f"{case}/decision", {"decision": "refused", "reason": "R10"})
        await hand.click("radio", "Accept")
        await hand.click("button", "Save and show what will be signed")
        await hand.sees("What is different")
        await expect(page.locator("#errors")).to_be_focused()
        assert await page.get_by_role("radio", name=hand.say("Accept"), exact=True).is_checked()
        await hand.click("button", "Save and show what will be signed")
        await hand.sees("What will be signed")


async def test_an_expired_session_comes_back_to_the_same_draft(browser: Browser, served: Served, signers: Signers):
    case = await new_case(served, f"KZ-STATES-{next(NUMBERS)}")
    draft = (await signers[0].post(f"{case}/decision", {"decision": "accepted"})).location
    async with served.visitor(browser, lang="en") as watched:
        await watched.page.goto(draft)
        await (
            watched.page.get_by_role("button", name="tj-mvd.liaison")
            .or_(watched.page.locator("button[value='tj-mvd.liaison']"))
            .first.click()
        )
        await watched.page.wait_for_url(f"**{draft}")
        await Hand(watched.page, "en").sees("What will be signed")


@pytest.mark.parametrize(("lang", "by_keyboard"), [("ru", True), ("en", False)], ids=["ru-keyboard", "en-mouse"])
async def test_one_person_asks_extends_answers_and_hands_over_in_the_browser(
    browser: Browser, served: Served, lang: str, by_keyboard: bool
):
    case, number = await new_case(served, f"KZ-STEPS-{next(NUMBERS)}"), next(NUMBERS)
    planned = await bring_to(served, f"KZ-STEPS-{number}", "planned")
    agreed = await bring_to(served, f"KZ-STEPS-{next(NUMBERS)}", "agreed")
    async with served.visitor(browser, AUTHOR, lang=lang) as watched:
        await enrol(served, AUTHOR, watched.page, lang)
        hand, page = Hand(watched.page, lang, by_keyboard=by_keyboard), watched.page

        async def sign(address: str) -> None:
            await hand.go("button", "Save and show what will be signed")
            await hand.click("button", "Sign and send")
            await hand.sees("Accepted.")
            await follow_all(served.hub)
            await hand.go("link", "To the case")
            assert urlsplit(page.url).path == address

        await page.goto(f"{case}/extension")
        await hand.type("Last day of the extended term", "2027-01-20")
        await hand.choose("Reason", "registers_checked")
        await sign(case)
        await hand.go("link", "Ask for information")
        await hand.choose("What the question is about", "identity")
        await hand.type("The question in words, in Russian", "Уточните место рождения.")
        await sign(case)

        await page.goto(planned)
        await hand.go("link", "Answer about the transfer")
        await hand.work(page.get_by_role("radio").first, "Space")
        await hand.type("Officer who will receive the person", "Пробный О. Т.")
        await hand.go("button", "Save and show what will be signed")
        await page.locator("#receiver_position-fault").wait_for()
        await expect(page.locator("#errors")).to_be_focused()
        await hand.type("Position of the receiving officer", "инспектор")
        await sign(planned)

        await page.goto(agreed)
        await hand.go("link", "Sign the handover act")
        for label, text in ACT.items():
            await hand.type(label, text)
        await sign(agreed)
        assert await watched.violations() == []


ACT = {
    "Number of the act": "А-1/2026",
    "Moment of the handover": "2026-11-20T10:00",
    "Border crossing point": "аэропорт Душанбе",
    "Officer who handed the person over": "Образцов П. П.",
    "Position of the officer who handed over": "инспектор",
    "Officer who received the person": "Пробный О. Т.",
    "Position of the officer who received": "инспектор",
}


async def bring_to(served: Served, case: str, stage: str) -> str:
    """Bring a new case to a planned or an agreed transfer; return its address."""
    notice = await plan_transfer(served.hub, case)
    if stage == "agreed":
        await confirm_transfer(served.hub, case, notice)
    await follow_all(served.hub)
    return f"/readmission/kz-mvd/{case}"


WITHOUT_ED25519 = """
const real = SubtleCrypto.prototype.generateKey;
SubtleCrypto.prototype.generateKey = function (algorithm, ...rest) {
  if (algorithm.name === "Ed25519") return Promise.reject(new DOMException("unknown", "NotSupportedError"));
  return real.call(this, algorithm, ...rest);
};
"""
HELD = """async () => {
  const opened = await new Promise((done) => {
    const asked = indexedDB.open("signing", 1);
    asked.onsuccess = () => done(asked.result);
  });
  const keys = await new Promise((done) => {
    const asked = opened.transaction("keys").objectStore("keys").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const exported = await Promise.all(keys.map((each) =>
    crypto.subtle.exportKey("pkcs8", each.key).then(() => "exported", () => "refused")));
  return keys.map((each, place) => [each.alg, each.key.extractable, exported[place]]);
}"""


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
async def test_the_key_cannot_leave_the_browser_and_signs_where_ed25519_is_unknown_too(
    browser: Browser, served: Served, signers: Signers, alg: str
):
    case = await new_case(served, f"KZ-KEYS-{next(NUMBERS)}")
    await signers[0].look(case)
    async with served.visitor(browser, AUTHOR, lang="en") as watched:
        if alg == "ES256":
            await watched.page.add_init_script(WITHOUT_ED25519)
        await enrol(served, AUTHOR, watched.page, "en")
        assert await watched.page.evaluate(HELD) == [[alg, False, "refused"]]

        hand = Hand(watched.page, "en")
        await watched.page.goto(f"{case}/extension")
        await hand.type("Last day of the extended term", "2027-01-20")
        await hand.choose("Reason", "registers_checked")
        await hand.click("button", "Save and show what will be signed")
        await hand.click("button", "Sign and send")
        await hand.sees("Accepted.")


async def test_a_browser_without_a_key_says_so(browser: Browser, served: Served, signers: Signers):
    case = await new_case(served, f"KZ-KEYS-{next(NUMBERS)}")
    draft = (
        await signers[0].post(f"{case}/extension", {"until": "2027-01-20", "reason": "registers_checked"})
    ).location
    async with served.visitor(browser, AUTHOR, lang="en") as watched:
        await watched.page.goto(draft)
        await Hand(watched.page, "en").sees("This browser has no key that may sign this record.")
        assert not await watched.page.get_by_role("button", name="Sign and send", exact=True).is_visible()
