"""What is asked of the screening, and the data its answers rest on."""

from datetime import date, timedelta

import jsonschema
import pytest

from schemas import codes, files, screening_rules

DAY = date(2026, 11, 21)
PERSON = {"documents": [{"number": "1"}]}
ISSUERS = [entry.code for entry in codes.load()["participants"].entries if entry.more["role"] == "member"]
ROUTES = files.read(screening_rules.FOLDER / "appeal-routes.json")["entries"]


@pytest.mark.parametrize("kind", [screening_rules.REQUEST, screening_rules.CITIZEN])
def test_a_question_s_schema_stands_alone_and_is_one(kind):
    schema = dict(screening_rules.schema(kind))

    jsonschema.Draft202012Validator.check_schema(schema)
    assert "$ref" not in str(schema)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({}, None),
        ({"persons": [PERSON] * 100}, None),
        ({"persons": [PERSON] * 101}, "/persons"),
        ({"purpose": "research"}, "/purpose"),
        ({"persons": [{"identifiers": [{"scheme": "KZ-IIN", "value": "а"}]}]}, "/persons/0/identifiers/0/value"),
        ({"religion": "x"}, ""),
    ],
)
def test_a_question_fits_or_the_place_is_named(changes, pointer):
    asked = {"purpose": "entry-control", "case_number": "1", "persons": [PERSON], **changes}
    found = screening_rules.check(screening_rules.REQUEST, asked)

    assert [each.pointer for each in found][:1] == ([] if pointer is None else [pointer])


def test_a_citizen_s_question_needs_his_consent():
    found = screening_rules.check(screening_rules.CITIZEN, {"case_number": "1", "person": PERSON})

    assert [(each.pointer, each.code) for each in found] == [("/consent", "schema-required")]


def test_the_term_of_freshness_is_data_with_a_default():
    assert screening_rules.freshness()[None] == timedelta(hours=24)


@pytest.mark.parametrize("issuer", ISSUERS)
def test_every_issuer_has_an_appeal_route_today_in_both_languages(issuer):
    route = screening_rules.appeal_route(issuer, DAY)

    assert route is not None
    assert route["appeal"]["route"]["ru"]
    assert route["appeal"]["route"]["en"]


def test_a_route_holds_within_its_dates_only():
    assert screening_rules.appeal_route("ru-guvm", date(2015, 9, 14)) is None
    assert screening_rules.appeal_route("ru-guvm", date(2015, 9, 15)) is not None
    assert screening_rules.appeal_route("nobody", DAY) is None


@pytest.mark.parametrize("entry", ROUTES, ids=lambda entry: entry["issuer"])
def test_what_is_said_of_appeals_and_telephones_names_its_source_and_what_is_not_verified(entry):
    for said in filter(None, (entry["appeal"], entry["hotline"])):
        assert said["source"]
        assert said["tag"] in {"K", "I", "W", "R"}
        assert said["verified"] is False or said["tag"] == "W"


def test_each_russian_letter_has_one_sign_in_the_zone_and_says_where_that_is_from():
    document, letters = files.read(screening_rules.FOLDER / "russian-zone.json"), screening_rules.russian_letters()

    assert sorted(letters.values()) == sorted("АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
    assert all(len(sign) == 1 and sign.isascii() and sign.isalnum() for sign in letters)
    assert document["source"]
    assert (document["tag"], document["verified"]) == ("K", False)
