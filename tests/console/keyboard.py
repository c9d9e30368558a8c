"""A page by keyboard alone: what Tab reaches, in which order, and whether one sees where one is.

`walk` presses Tab from the top of the page and returns what is wrong; a journey by keyboard uses `reach` and `press`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playwright.async_api import Page

MOST = 400
_TO_THE_TOP = (
    """() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"""
)
_FOCUSABLE = """() => {
  const stop = (each) => {  // of a group of radio buttons: the chosen one, else the first
    const name = 'input[name="' + each.name + '"]';
    return each.form.querySelector(name + ':checked') || each.form.querySelector(name);
  };
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((each) => !each.disabled && each.type !== 'hidden' && !each.matches('[aria-hidden=true][tabindex="-1"]')
    && each.checkVisibility({visibilityProperty: true})
    && !(each.type === 'radio' && each.name && !each.checked && stop(each) !== each))
  .map((each, number) => { each.dataset.walk = number; return number; });
}"""
_RECORD = """() => {
  window.__walked = [];
  const covers = (each, box) => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top !== null && !top.contains(each) && !each.contains(top);
  };
  document.addEventListener('keyup', (event) => {
    const each = document.activeElement;
    if (event.key !== 'Tab') return;
    if (!each || each === document.body) { window.__walked.push(null); return; }
    const style = getComputedStyle(each), box = each.getClientRects()[0] || each.getBoundingClientRect();
    window.__walked.push({
      number: each.dataset.walk === undefined ? -1 : Number(each.dataset.walk),
      name: each.tagName.toLowerCase() + ' ' + (each.innerText || each.name || each.ariaLabel || '').slice(0, 40),
      seen: style.outlineStyle === 'auto' || style.boxShadow !== 'none'
        || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
      covered: covers(each, box),
    });
  }, true);
}"""  # where the focus is once the key is up: the page has scrolled to it by then


async def walk(page: Page) -> list[str]:
    """Press Tab until everything was reached; return what was not, what cannot be seen or is covered, what traps."""
    await page.evaluate(_TO_THE_TOP)
    expected = set(await page.evaluate(_FOCUSABLE))
    await page.evaluate(_RECORD)
    found = list[Any]()
    for _ in range(MOST // (len(expected) + 2) + 1):
        for _ in range(len(expected) + 2):
            await page.keyboard.press("Tab")
        found = _once_round(await page.evaluate("window.__walked"))
        if len(found) >= len(expected):
            break
    complaints = [text for each in found for text in _wrong(each)]
    missed = expected - {each["number"] for each in found}
    return complaints + [f"Tab does not reach {await _name(page, number)}" for number in sorted(missed)]


def _once_round(stops: Iterable[Any]) -> list[Any]:
    """Return where the focus was until it came back to the top; the parts of one field are one stop."""
    found = list[Any]()
    for each in stops:
        if found and each is not None and each["number"] == found[-1]["number"]:
            continue  # day, month, year
        if each is None or each["number"] in {one["number"] for one in found}:
            break
        found.append(each)
    return found


def _wrong(stop: Mapping[str, Any]) -> Iterator[str]:
    if not stop["seen"]:
        yield f"the focus cannot be seen on {stop['name']}"
    if not stop["inside"]:
        yield f"the focus is outside the window on {stop['name']}"
    elif stop["covered"]:
        yield f"the focus is covered on {stop['name']}"


async def _name(page: Page, number: int) -> str:
    return str(await page.evaluate("(number) => document.querySelector(`[data-walk='${number}']`).outerHTML", number))[
        :80
    ]


async def reach(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, as a person looks for it.

    Raises:
        AssertionError: Tab does not reach it.
    """
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if await focused.count() and name in (
            await focused.inner_text() or await focused.get_attribute("aria-label") or ""
        ):
            return
    raise AssertionError(f"Tab does not reach «{name}»")


async def press(page: Page, name: str, key: str = "Enter") -> None:
    """Reach something by Tab and press a key on it."""
    await reach(page, name)
    await page.keyboard.press(key)
