"""Forms as a browser without scripts posts them: with the token of the page that they stand on."""

import html
import re
from typing import Any

import aiohttp

_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


async def token_of(client: aiohttp.ClientSession, page: str) -> str:
    """Return the token of the forms of a page."""
    async with client.get(page) as answer:
        found = _TOKEN.search(await answer.text())
    assert found is not None
    return found[1]


async def post(client: aiohttp.ClientSession, page: str, *, path: str = "", **fields: Any) -> tuple[int, str]:
    """Post fields to the form of a page (at `path`, if that is elsewhere); return status and text, entities resolved."""
    form = aiohttp.FormData({"csrf": await token_of(client, page)})
    for name, value in fields.items():
        if isinstance(value, tuple):
            form.add_field(name, value[1], filename=value[0], content_type="application/octet-stream")
        else:
            form.add_field(name, value)
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with client.post(path or page, data=form, headers=headers, allow_redirects=False) as answer:
        text = await answer.text() if answer.status != 303 else answer.headers["Location"]
        return answer.status, html.unescape(text)
