"""A member shows that it is ready, the secretariat sees it, and both come to a new version of their agreement.

By keyboard in Russian for the integrator, without scripts for the secretariat: nothing on these pages needs them.
"""

import json
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.console.hands import Hand
from tests.console.pictures import take_picture
from tests.console.seeding_adoption import KIT, made_run, signed
from tests.console.served import Served
from tests.integration.agreements import read

INTEGRATOR, OFFICER, PARTY = "ru-guvm.integrator", "cis-ec.secretariat-officer", "ru-guvm.liaison"


async def test_a_result_is_handed_in_seen_by_the_secretariat_and_a_version_proposed(
    browser: Browser, served: Served, tmp_path: Path
):
    end = served.hub.exchange.clock.now() + timedelta(minutes=1)  # newer than what other tests hand in
    given = signed(made_run("ru-guvm", end, about="adapters.ru_smev"), served.hub.trust.keys["ru-guvm"])
    (tmp_path / "protocol.json").write_bytes(given.content)
    (tmp_path / "protocol.jws").write_bytes(given.signature)

    async with served.visitor(browser, INTEGRATOR, lang="ru") as watched:
        hand = Hand(watched.page, "ru", by_keyboard=True)
        await watched.page.goto("/developer")
        await hand.go("link", "Conformance: run the kit, hand in its result")
        await hand.go("button", "Hand in")
        await expect(watched.page.locator("#errors")).to_be_focused()
        await watched.page.set_input_files("#protocol", tmp_path / "protocol.json")
        await watched.page.set_input_files("#signature", tmp_path / "protocol.jws")
        await hand.go("button", "Hand in")
        await expect(watched.page.locator("h1")).to_contain_text(hand.say("Passed"))
        await take_picture(watched.page, "conformance-handed-in-ru")
        assert await watched.violations() == []

    version = {**read("ru-kz-readmission"), "version": 2, "valid_until": "2033-12-31"}
    async with served.visitor(browser, OFFICER, lang="en", js=False) as own:
        await own.page.goto("/participants/ru-guvm")
        await expect(own.page.locator("main")).to_contain_text(f"{len(KIT.scenarios)} of {len(KIT.scenarios)} held")
        await own.page.goto("/agreements")
        await own.page.get_by_role("link", name="Propose a version").click()
        await own.page.get_by_label("Or its text").fill(json.dumps({**version, "version": 9}))
        await own.page.get_by_role("button", name="Check and propose").click()
        await expect(own.page.locator("#errors")).to_contain_text("Version 2 was expected")
        await own.page.get_by_label("Or its text").fill(json.dumps(version))
        await own.page.get_by_role("button", name="Check and propose").click()
        await expect(own.page.locator("main")).to_contain_text("Waits for consents")
        place = own.page.url.removeprefix(served.url)

    async with served.client(PARTY, lang="ru") as client, client.get(place) as answer:
        assert "hub agreement approve ru-kz-readmission-2.json" in await answer.text()
