"""A hand counts what a person does, by mouse and by keyboard: the browser counts the same."""

import pytest
from playwright.async_api import Browser

from tests.console.browser import visitor
from tests.console.hands import Hand

PAGE = """<title>Проба</title><main>
<label for="what">Kind</label><select id="what"><option value="a">А<option value="b">Б<option value="c">В</select>
<form><input type="radio" name="r" id="r1" aria-label="First"><input type="radio" name="r" id="r2" aria-label="Second">
<input type="radio" name="r" id="r3" aria-label="Third"></form>
<input type="checkbox" aria-label="Sure"><label for="day">Day</label><input type="date" id="day">
<label for="at">Moment</label><input type="datetime-local" id="at"><label for="why">Why</label><textarea id="why">x</textarea>
<details><summary>More</summary><p>Inside</p></details><button>Send</button></main>
<script>
  window.acts = 0;
  const count = (event) => { if (event.isTrusted) window.acts += 1; };
  document.querySelectorAll('button, summary').forEach((each) => each.addEventListener('click', count));
  document.querySelectorAll('input, select').forEach((each) => each.addEventListener('change', count));
</script>"""
VALUES = "[...document.querySelectorAll('#r3, [type=checkbox]')].map((each) => each.checked)"


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
async def test_every_act_is_done_and_counted(browser: Browser, by_keyboard: bool):
    async with visitor(browser, "http://localhost", lang="en") as watched:
        page = watched.page
        await page.set_content(PAGE)
        hand = Hand(page, "en", by_keyboard=by_keyboard)
        await hand.click("checkbox", "Sure")
        await hand.open("More")
        await hand.click("button", "Send")
        assert (hand.acts, await page.evaluate("window.acts")) == (3, 3)
        await hand.choose("Kind", "c")
        await hand.click("radio", "Third")
        assert hand.acts == 5, "a choice is one act, however often an arrow is pressed"
        await hand.type("Day", "2026-11-20")
        await hand.type("Moment", "2026-11-20T21:30")
        await hand.type("Why", "Потому")
        assert (hand.acts, hand.texts) == (5, 3)
        assert await page.evaluate(VALUES) == [True, True]
        values = [await page.input_value(each) for each in ("#what", "#day", "#at", "#why")]
        assert values == ["c", "2026-11-20", "2026-11-20T21:30", "Потому"]
        assert await page.locator("details").get_attribute("open") is not None
