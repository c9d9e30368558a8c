"""Lists of cases and the page of a case: what they say, what they refuse, what is noted, and to whom there is nothing."""

import pytest

from tests.console.served import Served

CASE = "/readmission/kz-mvd/KZ-TEST-0001"


async def _get(served: Served, login: str, path: str, lang: str = "en", status: int = 200) -> str:
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        text = await answer.text()
        assert answer.status == status, text[:3000]
        return text


@pytest.mark.parametrize("path", ["/tasks", "/readmission", CASE, f"{CASE}/print", "/readmission?box=act&sort=moved"])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_a_page_opens(served: Served, path: str, lang: str):
    text = await _get(served, "tj-mvd.liaison", path, lang)
    assert "KZ-TEST-0001" in text
