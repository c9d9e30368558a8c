"""Every page of the console, found in its own route table: nothing has to be added here when a page is.

What a browser finds on them: `test_every_page_in_russian`, `test_every_page_in_english`.
"""

from collections import Counter

import pytest

from hub.console.routes import ROUTES
from tests.console.served import Served
from tests.console.sweep import PAGES

LANGUAGES = ("ru", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_no_page_fails_for_anybody(served: Served, lang: str):
    """Whoever may not open a page is refused, sent to sign in, or told that there is none; nobody sees a fault."""
    wrong = []
    for login in served.visitors():
        async with served.client(login, lang=lang) as client:
            for page in PAGES:
                async with client.get(page.address(), allow_redirects=False) as answer:
                    if answer.status not in {200, 303, 403, 404}:
                        wrong.append(f"{login} {page.path} {answer.status}")
    assert wrong == []


def test_no_two_routes_are_the_same_and_every_part_of_a_path_has_a_sample():
    names = Counter(route.name for route in ROUTES)

    assert [name for name, count in names.items() if count > 1] == []
    assert [page.address() for page in PAGES if "{" in page.address()] == []


def test_every_action_of_a_route_stands_in_the_policy_table(served: Served):
    assert [route.name for route in ROUTES if route.action not in served.console.policy.titles] == []
