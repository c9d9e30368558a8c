"""A page by keyboard alone: what Tab reaches, in which order, and whether one sees where one is.

`walk` presses Tab from the top of the page and returns what is wrong; a journey by keyboard uses `reach` and `press`.
"""

from playwright.async_api import Page

MOST = 400
_TO_THE_TOP = (
    """() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"""
)
_FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((each) => !each.disabled && each.type !== 'hidden' && each.checkVisibility({visibilityProperty: true})
    && !(each.type === 'radio' && each.name && !each.checked
         && each.form.querySelector('input[name="' + each.name + '"]') !== each))
  .map((each, number) => { each.dataset.walk = number; return number; })"""
_FOCUSED = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  return {
    number: each.dataset.walk === undefined ? -1 : Number(each.dataset.walk),
    name: each.tagName.toLowerCase() + ' ' + (each.innerText || each.name || each.ariaLabel || '').slice(0, 40),
    seen: style.outlineStyle === 'auto' || style.boxShadow !== 'none'
      || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}"""


async def walk(page: Page) -> list[str]:
    """Press Tab until everything was reached; return what was not, what cannot be seen, what traps."""
    await page.evaluate(_TO_THE_TOP)
    expected = set(await page.evaluate(_FOCUSABLE))
    complaints, reached = [], list[int]()
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        found = await page.evaluate(_FOCUSED)
        if found is not None and reached and found["number"] == reached[-1]:
            continue  # the parts of one field: day, month, year
        if found is None or found["number"] in reached:
            break
        reached.append(found["number"])
        if not found["seen"]:
            complaints.append(f"the focus cannot be seen on {found['name']}")
        if not found["inside"]:
            complaints.append(f"the focus is outside the window on {found['name']}")
    missed = expected - set(reached)
    complaints += [f"Tab does not reach {await _name(page, number)}" for number in sorted(missed)]
    return complaints


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
