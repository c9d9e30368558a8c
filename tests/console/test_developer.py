"""The integrators' room: record types field by field, the API's description, the way to a message."""

import re

import pytest
from playwright.async_api import Browser

from tests.console.pictures import take_picture
from tests.console.served import Served

INTEGRATOR = "tj-mvd.integrator"
SLOW = 40_000  # milliseconds: it is a large program


@pytest.mark.parametrize(("lang", "said"), [("ru", "Обязательно"), ("en", "Required")])
async def test_a_record_type_is_shown_field_by_field_with_examples(served: Served, lang: str, said: str):
    async with served.client(INTEGRATOR, lang=lang) as client, client.get("/developer/schemas/entry-ban/1.1") as answer:
        text = await answer.text()

    assert answer.status == 200
    assert said in text
    assert "<code>subject.names[].surname</code>" in text
    assert "<code>valid-" in text


async def test_a_version_says_what_it_has_otherwise_than_the_one_before(served: Served):
    async with served.client(INTEGRATOR, lang="en") as client:
        async with client.get("/developer/schemas/entry-ban/1.1") as answer:
            assert "What is new since 1.0" in await answer.text()
        async with client.get("/developer/schemas/entry-ban/1.0") as answer:
            assert "What is new since" not in await answer.text()


async def test_the_schema_stands_alone_as_a_file(served: Served):
    async with (
        served.client(INTEGRATOR) as client,
        client.get("/developer/schemas/entry-ban/1.0/schema.json") as answer,
    ):
        schema = await answer.json(content_type=None)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["entry-ban/9.9", "no-such-type/1.0"])
async def test_an_unknown_record_type_is_missing(served: Served, path: str):
    async with served.client(INTEGRATOR) as client, client.get(f"/developer/schemas/{path}") as answer:
        assert answer.status == 404


async def test_every_link_to_a_record_type_opens(served: Served):
    async with served.client(INTEGRATOR) as client:
        async with client.get("/developer/schemas") as answer:
            links = re.findall(r'href="(/developer/schemas/[^"]+)"', await answer.text())
        assert len(links) >= 20
        for link in links:
            async with client.get(link) as answer:
                assert answer.status == 200, link


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_swagger_ui_shows_the_api_within_the_policy_and_the_origin(browser: Browser, served: Served, lang: str):
    async with served.visitor(browser, INTEGRATOR, lang=lang) as watched:
        await watched.page.goto("/developer/api")
        await watched.page.locator("#swagger .opblock").first.wait_for(timeout=SLOW)
        assert await watched.page.locator("#swagger .opblock").count() >= 40
        assert await watched.page.locator("#swagger .errors-wrapper").count() == 0
        await take_picture(watched.page, f"developer-api-{lang}", whole=False)
        assert await watched.violations() == []


async def test_the_api_is_listed_without_scripts(served: Served):
    async with served.client(INTEGRATOR) as client, client.get("/developer/api") as answer:
        assert "<code>/v1/messages</code>" in await answer.text()
