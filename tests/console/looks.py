"""Other ways to look at a page that is open already: in forced colours, on paper, with longer texts.

The sweep (`sweep.py`) asks for them after its own; no page is loaded a second time. Each returns complaints.
"""

from playwright.async_api import Page

from tests.console.browser import DESKTOP, PHONE
from tests.console.pictures import take_picture

PAPER = (703, 1000)  # pixels of A4 between margins of 12 mm
_BORDERED = "button:not(.plain), .button, input:not([type=hidden]), select, textarea, .tag, .banner, .card"
_FORCED = """(bordered) => {
  const found = [], shown = (each) => each.checkVisibility({visibilityProperty: true});
  const name = (each) => each.tagName.toLowerCase() + '.' + each.className + ' ' + each.innerText.slice(0, 30);
  for (const each of document.querySelectorAll(bordered)) {
    if (!shown(each) || each.type === 'checkbox' || each.type === 'radio' || each.type === 'file') continue;
    const style = getComputedStyle(each);
    if (style.borderTopStyle === 'none' || parseFloat(style.borderTopWidth) < 1) found.push('no border: ' + name(each));
  }
  for (const each of document.querySelectorAll('.ok, .warn, .bad, .info')) {
    if (!shown(each)) continue;
    if (!/[\\p{L}\\p{N}]/u.test(each.innerText + (each.querySelector('[aria-label]')?.ariaLabel || '')))
      found.push('a state without a word: ' + name(each));
    if (each.classList.contains('tag') && !each.querySelector('[aria-hidden=true]'))
      found.push('a state without a sign: ' + name(each));
  }
  return found;
}"""
_PRINTED = """() => {
  const found = [], shown = (each) => each.checkVisibility({visibilityProperty: true});
  const name = (each) => each.tagName.toLowerCase() + '.' + each.className;
  for (const each of document.querySelectorAll('header, nav, .skip, label, button, input, select, textarea'))
    if (shown(each)) found.push('printed though nobody can use it: ' + name(each));
  const width = document.documentElement.clientWidth;
  for (const each of document.querySelectorAll('main *')) {
    if (!shown(each)) continue;
    const style = getComputedStyle(each);
    if (style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1 && !each.closest('.hidden-text, svg'))
      found.push('cut off on paper: ' + name(each));
    if (each.getBoundingClientRect().right > width + 1 && !each.closest('svg')) found.push('beyond the paper: ' + name(each));
  }
  if (![...document.querySelectorAll('main')].some((each) => each.innerText.trim().length > 20)) found.push('prints nothing');
  return found.slice(0, 6);
}"""
_LONGER = """() => {
  const accents = {a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', c: 'ç', n: 'ñ'};
  const data = 'bdi, code, pre, time, script, style, svg, .said';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    if (!/\\p{L}{2}/u.test(node.data) || node.parentElement.closest(data)) continue;
    const longer = (word) => word.replace(/[aeioucnAEIOU]/g, (each) => accents[each])
      + 'ẃ'.repeat(Math.round(word.length * 0.4));
    node.data = node.data.replace(/\\p{L}{2,}/gu, longer);
  }
}"""
_CUT = """() => [...document.querySelectorAll('main *, nav *, header *')]
  .filter((each) => {
    if (!each.checkVisibility({visibilityProperty: true}) || each.closest('.hidden-text, svg, select')) return false;
    const style = getComputedStyle(each);
    if (['INPUT', 'TEXTAREA'].includes(each.tagName)) return false;
    return ['hidden', 'clip'].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1
      || ['hidden', 'clip'].includes(style.overflowY) && each.scrollHeight > each.clientHeight + 1;
  }).slice(0, 3).map((each) => each.tagName.toLowerCase() + '.' + each.className)"""
_STANDS = """() => [...document.querySelectorAll('body *')]
  .filter((each) => ['fixed', 'sticky'].includes(getComputedStyle(each).position))
  .map((each) => 'stands above the page and may hide the focus: ' + each.tagName.toLowerCase() + '.' + each.className)"""
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


async def check_forced_colours(page: Page, picture: str = "") -> list[str]:
    """Look in forced colours: what can be pressed has a border, a state is a word and a sign."""
    await page.emulate_media(forced_colors="active")
    try:
        await take_picture(page, picture and f"{picture}-forced")
        return [f"forced colours: {each}" for each in await page.evaluate(_FORCED, _BORDERED)]
    finally:
        await page.emulate_media(forced_colors="none")


async def check_printed(page: Page, picture: str = "") -> list[str]:
    """Look at the page as it comes on paper: no menu, no forms, nothing cut off or beyond the margin."""
    await page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    await page.emulate_media(media="print")
    try:
        await take_picture(page, picture and f"{picture}-printed")
        return [f"on paper: {each}" for each in await page.evaluate(_PRINTED)]
    finally:
        await page.emulate_media(media="screen")


async def check_longer(page: Page, picture: str = "") -> list[str]:
    """Make every text 40 % longer and accented, as in a language nobody planned for; the page is of no use afterwards.

    What is data stays: names, codes, numbers, instants.
    """
    await page.evaluate(_LONGER)
    complaints = []
    for width, height in (PHONE, DESKTOP):
        await page.set_viewport_size({"width": width, "height": height})
        needed, given = await page.evaluate(_WIDTHS)
        if needed > given:
            complaints.append(f"longer texts scroll sideways at {width} pixels")
        complaints += [f"longer texts are cut off at {width} pixels: {each}" for each in await page.evaluate(_CUT)]
    await take_picture(page, picture and f"{picture}-longer")
    return complaints


async def check_unhidden(page: Page) -> list[str]:
    """Check that nothing stands above the page, where the focus could be under it."""
    return list(await page.evaluate(_STANDS))
