"""What the secretariat does at the console, told once to any hand (`hands.py`); see `journeys_of_liaisons.py`."""

from datetime import timedelta

from playwright.async_api import expect

from tests.console.hands import Hand
from tests.console.journeys_of_liaisons import period_of
from tests.support.hub import now


async def look_after_the_exchange(hand: Hand, token: str) -> None:
    """From the board with another measure to a pair, a message of it and its gateway; nothing of persons."""
    del token
    await hand.page.goto("/health")
    await hand.go("link", "Pause")
    await hand.choose("In the cells", "error-share")
    await hand.choose("For the last", "7d")
    await hand.go("button", "Apply")
    await hand.sees("The page does not refresh itself.")
    await hand.follow("main a[href^='/health/pairs/KZ/TJ']")
    await hand.follow("main a[href^='/health/messages/kz-mvd/']")
    await expect(hand.page.locator("main")).not_to_contain_text("TESTOV")
    await hand.follow("nav.crumbs a")
    await hand.follow("main a[href='/health/gateways/tj-mvd']")
    await hand.follow("nav.crumbs a")
    await hand.type("Message by its id", "nobody")
    await hand.go("button", "Find")
    await hand.sees("Message by its id")


async def see_to_what_is_late(hand: Hand, token: str) -> None:
    """What is overdue, the letter of reminder as a file, dead letters, alerts and the schedule."""
    del token
    await hand.page.goto("/health")
    await hand.go("link", "By sides")
    await hand.sees("Overdue altogether")
    await hand.page.goto("/overdue/letters/tj-mvd")
    taken = await hand.take("button", "Take the letter as a text file")
    assert taken.suggested_filename.endswith(".txt")
    await hand.follow("nav.crumbs a")
    await hand.go("link", "Dead letters")
    await hand.follow("main tbody a")
    await hand.follow("nav.crumbs a")
    await hand.go("link", "Schedule of syncs")
    await hand.follow("main tbody a")
    await hand.follow("nav.crumbs a")
    await hand.page.goto("/alerts")


async def announce(hand: Hand, token: str) -> None:
    """Announce works in both languages, see them on every page, and take the announcement back."""
    await hand.page.goto("/health")
    await hand.go("link", "Announcements and maintenance")
    await hand.go("button", "Announce")
    await hand.is_told_what_is_wrong("ru")
    await hand.choose("What", "announcement")
    await hand.type("Text in Russian", f"Проверка {token}")
    await hand.type("Text in English", f"Проверка {token}")
    await hand.type("From", f"{now() - timedelta(days=2):%Y-%m-%dT09:00}")
    await hand.type("Until", f"{now() + timedelta(days=5):%Y-%m-%dT21:30}")
    await hand.go("button", "Announce")
    await hand.go("link", "Participants", within="nav.main")
    await hand.sees(f"Проверка {token}")
    await hand.page.goto("/announcements")
    mine = hand.page.locator("tr", has_text=f"Проверка {token}")
    async with hand.page.expect_navigation():
        await hand.work(mine.get_by_role("button"))
    await expect(hand.page.locator("main")).not_to_contain_text(f"Проверка {token}")


async def read_the_registers(hand: Hand, token: str) -> None:
    """Agreements by party and their changes, terms, calendars with a change prepared, code lists."""
    del token
    await hand.page.goto("/agreements")
    await hand.choose("Party", "TJ")
    await hand.go("button", "Apply")
    await hand.follow("main tbody a")
    await hand.follow("nav.crumbs a")
    await hand.go("link", "Deadline profiles")
    await hand.follow("main tbody a")
    await hand.page.goto("/agreements")
    await hand.go("link", "Code lists")
    await hand.type("Name or title", "purposes")
    await hand.go("button", "Find")
    await hand.follow("main tbody a")
    await hand.page.goto("/calendars")
    await hand.follow("main a[href='/calendars/TJ']")
    await hand.go("link", "Prepare a change")
    await hand.go("button", "Show what changes")
    await hand.is_told_what_is_wrong("source")
    await hand.type("Where it was published", "Постановление Правительства")
    await hand.type_into("#date-1", "2027-03-26")
    await hand.type_into("#ru-1", "Перенос")
    await hand.type_into("#en-1", "Moved day off")
    await hand.go("button", "Show what changes")
    await hand.sees("What changes")
    await hand.take("button", "Download the file to sign")


async def prepare_a_meeting(hand: Hand, token: str) -> None:
    """The Work Plan by status, the meetings, the folder of one and its package in both languages."""
    del token
    await hand.page.goto("/participants")
    await hand.go("link", "Council", within="nav.main")
    await hand.choose("Status", "in_progress")
    await hand.go("button", "Apply")
    await hand.go("link", "Meetings")
    await hand.follow("main tbody th a")
    taken = await hand.take("link", "Download the folder in Russian and English")
    assert taken.suggested_filename == "meeting-council-26.zip"


async def freeze_a_report(hand: Hand, token: str) -> None:
    """Open the report of a period, remind who is missing, and prepare the frozen report for signature."""
    await hand.page.goto("/reports")
    await hand.type("Open the report of another period", "вчера")
    await hand.go("button", "Open")
    await hand.is_told_what_is_wrong("period")
    await hand.type("Open the report of another period", period_of(token))
    await hand.go("button", "Open")
    await hand.go("button", "Have the hub remind them")
    await hand.sees("The hub reminds:")
    await hand.go("link", "Freeze this report")
    await hand.go("button", "Prepare it for signature")
    await hand.sees("What will be signed")


async def see_who_takes_part(hand: Hand, token: str) -> None:
    """The participants by role, one of them with its keys, and a record type that it may send."""
    del token
    await hand.page.goto("/participants")
    await hand.choose("Role in the exchange", "member")
    await hand.go("button", "Apply")
    await hand.follow("main a[href='/participants/tj-mvd']")
    await expect(hand.page.locator("main h1 + *")).to_be_visible()
    await hand.follow("nav.crumbs a")


async def search_the_audit(hand: Hand, token: str) -> None:
    """An auditor searches what was done, and verifies the chain."""
    del token
    await hand.page.goto("/account")
    await hand.go("link", "Audit", within="nav.main")
    await hand.choose("Outcome", "done")
    await hand.go("button", "Apply")
    await hand.go("button", "Verify the chain")
    await hand.sees("The chain is whole")
