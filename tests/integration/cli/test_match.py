"""`hub match`: two records of a site are compared there, and the proposal is what the hub takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCHEMAS = Path(__file__).parents[3] / "schemas"
PERSON = SCHEMAS / "missing-person/1.0/examples/valid-construction-worker.json"
REMAINS = SCHEMAS / "unidentified-remains/1.0/examples/valid-found-without-documents.json"


def test_a_contradiction_is_shown_with_both_values_beside_what_agrees(hub: Callable[..., Any]):
    told = hub("match", "compare", PERSON, REMAINS)
    found = hub("match", "compare", PERSON, REMAINS, "--json").json

    assert (told.status, found["standing"]) == (0, "contradicted")
    assert [each["name"] for each in found["contradictions"]] == ["stature"]
    assert "stature: contradicts: " in told.out
    assert told.out.splitlines()[0].endswith("there are contradictions")
    assert "противоречит" in hub("--language", "ru", "match", "compare", PERSON, REMAINS).out


def test_a_laboratory_s_result_counts_as_it_was_found(hub: Callable[..., Any]):
    agreed = hub("match", "compare", PERSON, REMAINS, "--agrees", "dental", "--differs", "dna", "--json").json

    said = {each["name"]: each["agreement"] for each in agreed["features"]}
    assert (said["dental"], said["dna"]) == ("agrees", "contradicts")
    assert hub("match", "compare", PERSON, REMAINS, "--agrees", "looks").status == 2


def test_a_proposal_is_a_record_without_a_decision(hub: Callable[..., Any]):
    proposal = hub("match", "propose", PERSON, REMAINS, "--id", "RU-MP-1", "--owner", "ru-guvm").json

    assert (proposal["stage"], proposal["revision"], "decision" in proposal) == ("proposed", 1, False)
    assert [each["name"] for each in proposal["contradictions"]] == ["stature"]


@pytest.mark.parametrize("action", [("compare",), ("propose", "--id", "RU-MP-1", "--owner", "ru-guvm")])
def test_records_of_another_type_are_refused_with_their_places(hub: Callable[..., Any], action):
    name, *more = action
    refused = hub("match", name, REMAINS, REMAINS, *more)

    assert refused.status == 1
    assert "[schema-violation]" in refused.err


def test_an_owner_who_is_nobody_makes_no_proposal(hub: Callable[..., Any]):
    assert hub("match", "propose", PERSON, REMAINS, "--id", "RU-MP-1", "--owner", "nobody").status == 1
