"""What a contact person does at the console, told once to any hand (`hands.py`).

What two persons sign is told in `test_signing_journey.py`. `token` is another text for each time that a journey is
played, for what may be there only once.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from tests.console.hands import Hand
from tests.console.pictures import take_picture
from tests.support.hub import now

CASE = "/readmission/kz-mvd/KZ-TEST-0001"
TABLE = "indicator;part;value\nLAB.OUT;;129807\nLAB.OUT;sex=M;many\n"


async def look_at_evidence(hand: Hand, token: str) -> None:
    """From the tasks to the case, how its term is counted, its evidence, and back to the list."""
    del token
    await hand.page.goto("/tasks")
    await hand.follow(f"main a[href='{CASE}']")
    await hand.sees("How the term is counted")
    await hand.open("Every day of the count")
    await expect(hand.page.locator("table.days").first).to_be_visible()
    await hand.follow("#evidence ~ .wrap a")
    await hand.sees("Noted that you have opened it.")
    await hand.go("link", "Back")
    await hand.sees("Opened by you")
    await hand.follow(f"main a[href^='{CASE}/records/']")
    await hand.sees("Everything holds")
    await hand.follow("nav.crumbs a")


async def work_the_list(hand: Hand, token: str) -> None:
    """Find a case in the list, keep the filter, give the case, see the names, take the list as a file."""
    await hand.page.goto("/readmission?box=in")
    await hand.type("Number begins with", "KZ-TEST-0003")
    await hand.go("button", "Apply")
    await hand.open("Keep this filter")
    await hand.type("Name of the filter", f"Учёт {token}")
    await hand.go("button", "Keep")
    await expect(hand.page.locator(".chip a", has_text=f"Учёт {token}")).to_be_visible()
    await hand.work(hand.page.locator("input.tick").first, "Space")
    await expect(hand.page.locator("input.tick").first).to_be_checked()
    await hand.choose("Give the ticked cases to", await _second_value(hand, "#account"))
    await hand.go("button", "Give")
    await hand.type("Number begins with", "KZ-TEST-0003")
    await hand.go("button", "Apply")
    await hand.go("button", "Show names (will be noted)")
    await expect(hand.page.locator("main tbody bdi").first).not_to_contain_text("*")
    taken = await hand.take("button", "Export CSV")
    assert taken.suggested_filename.endswith(".csv")
    await hand.follow(".chip button")


async def write_to_the_case(hand: Hand, token: str) -> None:
    """Comment on a case, register it under a number, and print it on the letterhead."""
    await hand.page.goto(CASE)
    await hand.go("button", "Add the comment")
    await hand.is_told_what_is_wrong("comment")
    await hand.type("New comment", f"Звонил Пробный, дело {token}")
    await hand.go("button", "Add the comment")
    await hand.sees(f"Звонил Пробный, дело {token}")
    if not await hand.page.locator("#number").is_visible():
        await hand.open("Change the number")
    await hand.type("Number in your registry", f"ВХ-{token}")
    await hand.type("Registered on", "2026-11-20")
    await hand.go("button", "Keep the number")
    await hand.go("link", "Print on the letterhead")
    await hand.sees(f"ВХ-{token}")


async def search_a_ban(hand: Hand, token: str) -> None:
    """Search somebody, first without saying why; open the ban that was found and see its person."""
    await hand.page.goto("/entry-bans")
    await hand.go("button", "Search")
    await hand.is_told_what_is_wrong("purpose")
    await hand.choose("Purpose", "entry-control")
    await hand.type("Case number", f"ПР-{token}")
    await _write_person(hand)
    await hand.go("button", "Search")
    await hand.sees("This person")
    await hand.follow("section.hit a")
    await hand.choose("Purpose", "readmission")
    await hand.type("Case number", f"ПР-{token}")
    await hand.go("button", "Show the person")
    await hand.sees("PROBNYI TESTOBEK")


async def answer_a_citizen(hand: Hand, token: str) -> None:
    """Take a citizen's consent, and print the answer in Russian and in the citizen's language."""
    await hand.page.goto("/entry-bans")
    await hand.go("link", "Enquiry of a citizen")
    await hand.type("Case number", f"ОБР-{token}")
    await hand.go("button", "Check and answer")
    await hand.is_told_what_is_wrong("consent_form")
    await hand.choose("Form of the consent", "written")
    await hand.type("Series and number of the document", "400000001")
    await _write_person(hand)
    await hand.choose("Citizenship and state of the document", "TJK")
    await hand.choose("Language of the citizen", "tg")
    await hand.go("button", "Check and answer")
    await hand.sees("ВЪЕЗД ЗАКРЫТ")
    await hand.page.emulate_media(media="print")
    assert await hand.page.locator(".sheet:visible").count() == 2
    assert await hand.page.locator("header.top:visible, .unprinted:visible, nav:visible, .printed:visible").count() == 0
    await take_picture(hand.page, f"citizens-printed-{hand.lang}")
    await hand.page.emulate_media(media="screen")


async def look_for_a_missing_person(hand: Hand, token: str) -> None:
    """Look for somebody among the searches, see the person of one, and judge a proposed match."""
    await hand.page.goto("/missing")
    await hand.go("button", "Look for the person")
    await expect(hand.page.locator("#errors")).to_be_focused()
    await hand.type("Case number", f"Р-{token}")
    await hand.type("Family name", "Тестов-Пробный")
    await hand.type("Given name", "Пример")
    await hand.type("Date of birth", "09.04.1988")
    await hand.go("button", "Look for the person")
    await hand.follow("section.hit a")
    await hand.type("Case number", f"Р-{token}")
    await hand.follow("main form[action$='/person'] button")
    await hand.sees("Тестов-Пробный")
    await hand.follow("nav.crumbs a")
    await hand.follow("main a[href='/missing/matches/ru-guvm/RU-MP-TEST-1']")
    await hand.work(hand.page.locator("#stage-excluded"), "Space")
    await hand.go("button", "Prepare for signature")
    await hand.is_told_what_is_wrong("reasons_ru")
    assert await hand.page.locator("#stage-excluded").is_checked()


async def write_a_summary(hand: Hand, token: str) -> None:
    """Write figures into the form, and prepare them for signature."""
    await hand.page.goto("/situation")
    await hand.follow("main a[href='/situation/new']")
    await hand.type_into("#indicator-0", "LAB.OUT")
    await hand.type_into("#value-0", "12 345")
    await hand.go("button", "Check and prepare for signature")
    await hand.is_told_what_is_wrong("period")
    await hand.type("Reporting period", period_of(token))
    await hand.go("button", "More rows")
    assert await hand.page.input_value("#value-0") == "12 345"
    await hand.go("button", "Check and prepare for signature")
    await hand.sees("What will be signed")


async def read_a_summary_from_a_table(hand: Hand, token: str) -> None:
    """Hand in a table with a wrong figure, mend it in its place, and prepare it for signature."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "summary.csv"
        file.write_text(TABLE, encoding="utf-8")
        await hand.page.goto("/situation/new")
        await hand.open("Take the figures from a spreadsheet")
        await hand.hand_in(hand.page.locator("#table"), file)
        await hand.go("button", "Read the file")
    await hand.is_told_what_is_wrong("value-1")
    await hand.type_into("#value-1", "112927")
    await hand.type("Reporting period", period_of(token))
    await hand.go("button", "Check and prepare for signature")
    await hand.sees("What will be signed")


async def be_away(hand: Hand, token: str) -> None:
    """Name a deputy for some days, end the absence, and open the calendar of deadlines."""
    await hand.page.goto("/tasks")
    await hand.go("link", "Absence, deputy and calendar of deadlines")
    await hand.go("button", "Keep")
    await hand.is_told_what_is_wrong("deputy")
    await hand.choose("Does my work", await _second_value(hand, "#deputy"))
    await hand.type("First day", f"{now() + timedelta(days=40):%Y-%m-%d}")
    await hand.type("Last day of the absence", f"{now() + timedelta(days=45):%Y-%m-%d}")
    await hand.type("What the deputy should know", f"Ответ по делу {token}")
    await hand.go("button", "Keep")
    await hand.sees(f"Ответ по делу {token}")
    await hand.follow("form[action$='/end'] button")
    await hand.follow("form[action='/arrangements/calendar'] button")
    await hand.sees("Copy the address now: it is not shown again")
    await hand.go("button", "End the address")


async def find_whom_to_call(hand: Hand, token: str) -> None:
    """Find the contacts for a function, what to do when the hub is down, and the page of help."""
    del token
    await hand.page.goto("/tasks")
    await hand.go("link", "Duty contacts and what to do when the hub is down")
    await hand.sees("If the hub cannot be reached on the last day")
    await hand.choose("Function", "readmission")
    await hand.go("button", "Apply")
    await hand.go("link", "Help", within="header.top")
    await hand.sees("Whom to ask")


async def follow_what_was_sent(hand: Hand, token: str) -> None:
    """See one's own requests, what is overdue of the other side, and whether the lists of bans agree."""
    del token
    await hand.page.goto("/readmission")
    await hand.go("link", "Sent requests")
    await expect(hand.page.locator("nav.tabs a[aria-current]")).to_have_text(hand.say("Sent requests"))
    await hand.go("link", "Exchange health", within="nav.main")
    await hand.go("link", "By sides")
    await hand.sees("Overdue altogether")
    await hand.go("link", "Persons", within="nav.main")
    await hand.go("link", "Reconciliation of ban lists")


def period_of(token: str) -> str:
    """Return a period that no other time is taken by."""
    number = int(token)
    return f"{1990 + number // 4}-Q{1 + number % 4}"


async def _write_person(hand: Hand) -> None:
    await hand.type("Family name", "Пробный")
    await hand.type("Given name", "Тестобек")
    await hand.type("Date of birth", "04.05.1990")


async def _second_value(hand: Hand, selector: str) -> str:
    return str(await hand.page.locator(f"{selector} option").nth(1).get_attribute("value"))
