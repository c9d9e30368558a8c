"""To whom a search goes by itself."""

from hub.core.missing.circulation import circulate, origins
from tests.support.records import example

STATES = {"tj-mvd": "TJK", "ru-guvm": "RUS", "kg-migration": "KGZ"}
WANTED = ("tj-mvd", "ru-guvm", "kg-migration")
PERSON = example("missing-person", "construction-worker")["person"]


def test_a_search_goes_to_all_it_is_meant_for():
    assert circulate(PERSON, WANTED, STATES, is_protected=False).to == WANTED


def test_whoever_seeks_protection_is_not_made_known_to_the_state_of_origin():
    circulated = circulate(PERSON, WANTED, STATES, is_protected=True)

    assert circulated.to == ("ru-guvm", "kg-migration")
    assert circulated.withheld == ("tj-mvd",)


def test_a_protection_officer_may_release_a_recipient():
    circulated = circulate(PERSON, WANTED, STATES, is_protected=True, released={"tj-mvd"})

    assert circulated.to == WANTED


def test_former_citizenship_birth_and_documents_make_a_state_of_origin():
    person = {
        "nationalities": [{"code": "RUS"}, {"code": "KGZ", "until": "2020-01-01"}],
        "birth": {"country": "TJK"},
        "documents": [{"type": "foreign_passport", "number": "1", "issuing_state": "UZB"}],
    }

    assert origins(person) == {"RUS", "KGZ", "TJK", "UZB"}
    assert origins({"nationalities": [], "birth": {}}) == frozenset()
    assert origins({"nationalities": []}) == frozenset()
