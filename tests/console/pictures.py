"""Pictures of pages, to be looked at: `make pictures` leaves them in build/pictures; other runs take none."""

import os
import re
from pathlib import Path

from playwright.async_api import Page

FOLDER = Path(__file__).parents[2] / "build/pictures"
WANTED = bool(os.environ.get("PICTURES"))  # a picture costs as much time as all that is checked on a page


async def take_picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Take a picture of the page, or of the window alone; without a name none."""
    if WANTED and name:
        FOLDER.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=FOLDER / f"{picture_name(name)}.png", full_page=whole)


def picture_name(text: str) -> str:
    """Return a file name that tells the page: letters, digits, dashes."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-")[:120] or "root"
