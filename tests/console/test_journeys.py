"""Every journey of a contact person and of the secretariat, in both languages: by mouse, by keyboard, without scripts."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count

import pytest
from playwright.async_api import Browser

from tests.console import journeys_of_liaisons as liaisons
from tests.console import journeys_of_the_secretariat as secretariat
from tests.console import pictures
from tests.console.browser import Watched, visitor
from tests.console.hands import Hand
from tests.console.served import Served

LIAISON, OFFICER = "tj-mvd.liaison", "cis-ec.secretariat-officer"
Journey = Callable[[Hand, str], Awaitable[None]]
JOURNEYS: dict[Journey, str] = {
    liaisons.look_at_evidence: LIAISON,
    liaisons.work_the_list: LIAISON,
    liaisons.write_to_the_case: LIAISON,
    liaisons.search_a_ban: LIAISON,
    liaisons.answer_a_citizen: LIAISON,
    liaisons.look_for_a_missing_person: LIAISON,
    liaisons.write_a_summary: LIAISON,
    liaisons.read_a_summary_from_a_table: LIAISON,
    liaisons.be_away: LIAISON,
    liaisons.find_whom_to_call: LIAISON,
    liaisons.follow_what_was_sent: LIAISON,
    secretariat.look_after_the_exchange: OFFICER,
    secretariat.see_to_what_is_late: OFFICER,
    secretariat.announce: OFFICER,
    secretariat.read_the_registers: OFFICER,
    secretariat.prepare_a_meeting: OFFICER,
    secretariat.freeze_a_report: OFFICER,
    secretariat.see_who_takes_part: OFFICER,
    secretariat.search_the_audit: "cis-ec.auditor",
}
HANDS = ("keyboard", "no-scripts", "mouse")
QUICK = 2  # of these
LANGUAGES = ("ru", "en")
TOKENS = count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every journey is gone in both languages: by keyboard alone in one, by mouse and without scripts in the other.

    `make thorough` and `make pictures` play each of them by every hand in every language.
    """
    is_thorough = pictures.WANTED or metafunc.config.getoption("--hypothesis-profile") == "thorough"
    played = [
        pytest.param(journey, hand, lang, id=f"{hand}-{lang}-{journey.__name__}")
        for number, journey in enumerate(JOURNEYS)
        for place, hand in enumerate(HANDS)
        for language, lang in enumerate(LANGUAGES)
        if is_thorough or (place < QUICK and (number + place + language) % 2 == 0)
    ]
    metafunc.parametrize(("journey", "hand", "lang"), played)


@pytest.fixture(scope="module")
async def profiles(browser: Browser, served: Served) -> AsyncIterator[dict[tuple[bool, str], Watched]]:
    """One browser profile for all journeys in one language, another without scripts."""
    async with contextlib.AsyncExitStack() as stack:
        yield {
            (js, lang): await stack.enter_async_context(visitor(browser, served.url, lang=lang, js=js))
            for js in (True, False)
            for lang in LANGUAGES
        }


async def test_a_journey_is_gone_to_its_end(
    served: Served, profiles: dict[tuple[bool, str], Watched], journey: Journey, hand: str, lang: str
):
    watched = profiles[hand != "no-scripts", lang]
    await served.sign_in(watched, JOURNEYS[journey], lang=lang)
    await journey(Hand(watched.page, lang, by_keyboard=hand == "keyboard"), str(next(TOKENS)))
    assert await watched.violations() == []
