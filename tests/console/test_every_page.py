"""Every page of the console, found in its own route table: nothing has to be added here when a page is."""

from collections import Counter

import pytest
from playwright.async_api import Browser

from hub.console.routes import ROUTES
from hub.console.routing import Route
from tests.console.served import Served
from tests.console.sweep import sweep

PAGES = [route for route in ROUTES if route.is_page]
LANGUAGES = ("ru", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
async def test_a_page_is_accessible_safe_and_fits_every_window(
    browser: Browser, served: Served, page: Route, lang: str
):
    """Pictures of it are left in build/pictures, to be looked at."""
    login = await served.opener(page)
    async with served.visitor(browser, login, lang=lang) as watched:
        assert await sweep(watched, page.address(), picture=f"{page.path}-{lang}") == []
        assert await watched.page.get_attribute("html", "lang") == lang


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
