"""The facts of a case's records."""

import json
from datetime import date

import pytest

from hub.core.readmission import facts, kinds
from schemas import files

ON = date(2026, 11, 21)


def example(kind: str, name: str, version: str = "1.0"):
    return json.loads((files.ROOT / kind / version / "examples" / f"{name}.json").read_bytes())


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        (
            kinds.TRANSFER_NOTICE,
            "valid-by-air-with-escort",
            {"planned_on": "2026-12-07"},
        ),
        (
            kinds.TRANSFER_RESPONSE,
            "valid-counter-proposal",
            {"answer": "counter_proposal", "planned_on": "2026-12-09", "reasons": ["no_transport"]},
        ),
        (
            kinds.TRANSFER_RESPONSE,
            "valid-not-carried-out",
            {"answer": "not_carried_out", "reasons": ["unfit_to_travel"], "obstacle": "unfit_to_travel"},
        ),
        (kinds.HANDOVER_ACT, "valid-signed-first", {"handed_over_on": "2026-12-07"}),
        (kinds.HANDOVER_ACT, "valid-countersigned", {}),
        (kinds.EXTENSION, "valid-registers", {"until": "2027-01-09", "reasons": ["registers_checked"]}),
        (kinds.RETURN, "valid-illegible-copy", {"defects": ["illegible_copy"]}),
    ],
)
def test_codes_and_days_are_facts(kind, name, found):
    assert facts.read(kind, example(kind, name), ON, majority=18) == found


def test_the_entry_of_a_transit_is_what_is_planned():
    found = facts.read(kinds.TRANSIT_REQUEST, example(kinds.TRANSIT_REQUEST, "valid-by-rail"), ON, majority=18)

    assert (found["planned_on"], found["requested_authority"]) == ("2026-12-15", "uz-migration")


@pytest.mark.parametrize(("year", "shown"), [(2010, True), (1990, False)])
def test_that_a_record_shows_a_minor_is_a_fact_and_the_birth_date_is_none(year, shown):
    person = {"names": [{"surname": "TESTOV"}], "birth": {"date": {"year": year, "month": 2, "day": 3}}}
    found = facts.read(kinds.REQUEST, {"person": person, "procedure": "ordinary"}, ON, majority=18)

    assert found == {"procedure": "ordinary"} | ({"minor": True} if shown else {})


@pytest.mark.parametrize("kind", sorted(kinds.ALL))
def test_no_fact_is_about_a_person(kind):
    """What is kept in plain beside the log names nobody: no name, number or day of birth of any example."""
    version = "1.1" if kind in {kinds.REQUEST, kinds.REPLY} else "1.0"
    for path in (files.ROOT / kind / version / "examples").glob("valid-*.json"):
        record = json.loads(path.read_bytes())
        said = json.dumps(facts.read(kind, record, ON, majority=18), ensure_ascii=False)
        for word in ("TESTOV", "Тестов", "Пробн", "PROBA", "400123456", "1990", "1988", "Образц"):
            assert word not in said
