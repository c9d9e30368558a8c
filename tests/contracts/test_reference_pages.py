"""The reference says what the code does: every error, every route, every check of a submission."""

import re
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hub.api.app import ROUTES
from hub.core.envelope import MEMBERS
from hub.web.openapi import template
from tests.contracts import error_sources, reference_pages
from tests.contracts.reference_pages import PAGES, ROOT
from tests.integration.workflows.test_refusals import LADDER

SAID = error_sources.read("hub", "keys", "schemas")
CLASSES = [each for each in SAID if each.shape == "class"]
# One code for one meaning, though two floors say it.
SHARED = {"trust-list-expired", "type-unknown", "version-unknown"}
CYRILLIC = re.compile("[а-яёА-ЯЁ]")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name):
    made = PAGES[name]().rstrip("\n") + "\n"

    assert (ROOT / name).read_text(encoding="utf-8") == made, "run: python -m tests.contracts.reference_pages"


def test_no_code_means_two_things():
    counted = Counter(each.code for each in CLASSES)

    assert {code for code, count in counted.items() if count > 1} == SHARED


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said.code} {said.module}")
def test_every_error_speaks_both_languages(said):
    places = [set(re.findall(r"\{(\w+)\}", text)) for text in (said.ru, said.en)]

    assert CYRILLIC.search(re.sub(r"\{\w+\}", "", said.ru)) or re.fullmatch(r"(\{\w+\}[:.]? ?)+", said.ru)
    assert not CYRILLIC.search(said.en)
    assert {name.removesuffix("_ru") for name in places[0]} - {"ru"} == {
        name.removesuffix("_en") for name in places[1]
    } - {"en"}


@pytest.mark.parametrize(
    "said",
    [each for each in CLASSES if each.module.startswith(("hub/core/errors/", "keys/errors/"))],
    ids=lambda each: each.code,
)
def test_every_error_says_what_was_wrong_and_what_to_do(said):
    for text in (said.ru, said.en):
        assert len(re.split(r"(?<=[.:;]) ", text)) >= 2
        assert text.endswith(".")


def test_the_page_of_submissions_names_the_checks_in_the_order_in_which_they_are_made():
    """The ladder of refusals is run against a real hub; here it is compared with what the page says."""
    rows = re.findall(
        r"^\| \d+\w? \|.*?`([a-z-]+)` \| (\d{3}) \|$",
        (ROOT / "docs/reference/submission.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    documented = [(code, int(status)) for code, status in rows]
    steps = [(code, status) for code, status, _ in LADDER]

    assert [row for row in dict.fromkeys(documented) if row in steps] == steps
    assert {code for code, _ in documented} <= {each.code for each in SAID}


def test_the_page_of_envelopes_describes_every_member():
    page = (ROOT / "docs/reference/envelope.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) >= MEMBERS


DOCUMENT = reference_pages.openapi_document()
OPERATIONS = {
    (method, path): operation for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
}


def test_the_openapi_document_has_every_route_once():
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["info"].keys() >= {"title", "version"}
    assert OPERATIONS.keys() == {(route.method.lower(), template(route.path)) for route in ROUTES}
    assert len({operation["operationId"] for operation in OPERATIONS.values()}) == len(ROUTES)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_is_what_openapi_asks_for(method: str, path: str):
    operation = OPERATIONS[method, path]
    placed = {each["name"] for each in operation["parameters"] if each["in"] == "path"}

    assert placed == set(re.findall(r"\{(\w+)\}", path))
    assert all(each["required"] for each in operation["parameters"] if each["in"] == "path")
    assert len({(each["in"], each["name"]) for each in operation["parameters"]}) == len(operation["parameters"])
    assert all(re.fullmatch(r"[1-5]\d\d", status) for status in operation["responses"])
    assert all(answer["description"] and answer["content"] for answer in operation["responses"].values())
    assert all(
        requirement.keys() <= DOCUMENT["components"]["securitySchemes"].keys() for requirement in operation["security"]
    )


def test_every_schema_in_the_document_is_one_and_every_reference_leads_somewhere():
    for schema in _schemas(DOCUMENT["paths"]):
        Draft202012Validator.check_schema(schema)
        for reference in re.findall(r"'\$ref': '([^']+)'", str(schema)):
            assert reference.removeprefix("#/components/schemas/") in DOCUMENT["components"]["schemas"]
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        Draft202012Validator.check_schema(schema)


def _schemas(value: Any) -> list[Any]:
    if isinstance(value, dict):
        own = [value["schema"]] if "schema" in value else []
        return own + [found for each in value.values() for found in _schemas(each)]
    return [found for each in value for found in _schemas(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_says_in_both_languages_what_it_is_and_who_may_call_it(route):
    assert route.caller
    for described in (route, *route.parameters):
        assert CYRILLIC.search(described.ru)
        assert described.en
        assert not CYRILLIC.search(described.en)
