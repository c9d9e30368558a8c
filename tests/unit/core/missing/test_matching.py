"""Matching a missing person with remains: features, contradictions, ranks, proposals."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.missing import features, matching
from hub.core.missing.features import Agreement
from hub.core.missing.matching import Standing
from schemas import catalogue
from tests.support.records import example, wrap
from tests.unit.core.council.test_document import codes

FEATURES = features.read_features(
    {entry.code: entry.more for entry in catalogue.load().code_list("match-features").entries}
)
AM = example("missing-person", "construction-worker")
PM = example("unidentified-remains", "found-without-documents")
BARE_AM = example("missing-person", "little-known")
BARE_PM = example("unidentified-remains", "skeletal")


def changed(record, **paths):
    """Return the record with members changed; `a__b` is the member b of a, None takes it away."""
    record = copy.deepcopy(record)
    for path, value in paths.items():
        *before, last = path.split("__")
        at = record
        for name in before:
            at = at.setdefault(name, {})
        if value is None:
            at.pop(last, None)
        else:
            at[last] = value
    return record


def compare(name, am=AM, pm=PM):
    return features.compare(FEATURES[name], am, pm).agreement


def test_what_contradicts_is_shown_with_both_values_and_not_averaged_away():
    found = matching.match(AM, PM, FEATURES, {})

    assert [(each.name, each.am, each.pm) for each in found.contradictions] == [("stature", "164-166", "182-188")]
    assert found.standing is Standing.CONTRADICTED
    assert found.score > 0.7


@given(st.dictionaries(st.sampled_from(sorted(FEATURES)), st.floats(min_value=0.1, max_value=1000)))
def test_no_weight_hides_a_contradiction(weights):
    heavy = {
        name: features.Feature(
            name=name, weight=weights.get(name, each.weight), is_primary=each.is_primary, tolerance=each.tolerance
        )
        for name, each in FEATURES.items()
    }

    found = matching.match(AM, PM, heavy, {"dna": True})

    assert [each.name for each in found.contradictions] == ["stature"]
    assert found.standing is Standing.CONTRADICTED
    assert 0 <= found.score <= 1


def test_secondary_features_alone_never_identify():
    alike = changed(PM, description__stature={"low": 160, "high": 170})

    assert matching.match(AM, alike, FEATURES, {}).standing is Standing.CANDIDATE
    assert matching.match(AM, alike, FEATURES, {"dna": True}).standing is Standing.IDENTIFYING
    assert matching.match(AM, alike, FEATURES, {"dna": False}).standing is Standing.CONTRADICTED


def test_where_nothing_can_be_compared_nothing_is_said():
    found = matching.match(changed(BARE_AM, circumstances={}), BARE_PM, FEATURES, {})

    assert (found.standing, found.score, found.features) == (Standing.SILENT, 0.0, ())


@pytest.mark.parametrize(
    ("circumstances", "age", "agreement"),
    [
        ({"last_seen": {"year": 2015}}, {"low": 22, "high": 28}, Agreement.AGREES),
        ({"last_seen": {"year": 2015}}, {"low": 10, "high": 20}, Agreement.CONTRADICTS),
        ({}, {"low": 10, "high": 20}, Agreement.AGREES),
        ({"last_seen": {"year": 2026}}, {"low": 34, "high": 36}, Agreement.AGREES),
    ],
)
def test_where_the_time_of_death_is_not_known_any_day_since_the_last_sign_of_life_is_possible(
    circumstances, age, agreement
):
    am = {"person": {"birth": {"date": {"year": 1990, "month": 1, "day": 1}}}, "circumstances": circumstances}
    pm = {"found": {"on": {"year": 2025, "month": 6, "day": 1}}, "estimates": {"age": age}}
    assert features.compare(FEATURES["age"], am, pm).agreement is agreement


@pytest.mark.parametrize(
    ("name", "am", "pm", "agreement"),
    [
        ("sex", {}, {}, "agrees"),
        ("sex", {}, {"estimates__sex": "F"}, "contradicts"),
        ("sex", {}, {"estimates__sex": "U"}, "unknown"),
        ("sex", {}, {"estimates__sex": None}, "unknown"),
        ("age", {}, {}, "agrees"),
        ("age", {}, {"estimates__age": {"low": 40, "high": 45}}, "partly"),
        ("age", {}, {"estimates__age": {"low": 60, "high": 70}}, "contradicts"),
        ("age", {}, {"estimates__age": None}, "unknown"),
        ("age", {"person__birth": {"country": "TJK"}}, {}, "unknown"),
        ("age", {"person__birth__date": {"year": 1985, "qualifier": "range", "until": {"year": 1990}}}, {}, "agrees"),
        ("stature", {}, {}, "contradicts"),
        ("stature", {}, {"description__stature": {"low": 168, "high": 169}}, "partly"),
        ("stature", {}, {"description__stature": {"low": 166, "high": 170}}, "agrees"),
        ("stature", {"description": None}, {}, "unknown"),
        ("time", {}, {}, "agrees"),
        ("time", {}, {"estimates__death": {"low": "2024-01-01", "high": "2024-02-01"}}, "contradicts"),
        ("time", {"circumstances__last_contact": None, "circumstances__last_seen": None}, {}, "unknown"),
        ("time", {"circumstances__last_contact": None}, {"estimates__death": None}, "agrees"),
        ("place", {}, {}, "agrees"),
        ("place", {"circumstances__last_state": "KAZ"}, {}, "unknown"),
        ("event", {}, {}, "unknown"),
        ("event", {"event": "E-1"}, {"event": "E-1"}, "agrees"),
        ("event", {"event": "E-1"}, {"event": "E-2"}, "contradicts"),
        ("eyes", {}, {}, "agrees"),
        ("eyes", {}, {"description__eyes": "blue"}, "contradicts"),
        ("eyes", {}, {"description__eyes": None}, "unknown"),
        ("build", {}, {}, "unknown"),
        ("effects", {}, {}, "agrees"),
        ("effects", {}, {"effects": [{"kind": "phone", "number": "350000000000001"}]}, "agrees"),
        ("effects", {}, {"effects": [{"kind": "watch", "text": "Механические"}]}, "partly"),
        ("effects", {}, {"effects": [{"kind": "watch", "inscription": "П.Б."}]}, "unknown"),
        ("effects", {"effects": None}, {"effects": None}, "unknown"),
        ("documents", {}, {}, "unknown"),
        (
            "documents",
            {},
            {"documents": [{"type": "biometric_passport", "number": "400000001", "issuing_state": "TJK"}]},
            "agrees",
        ),
        (
            "documents",
            {},
            {"documents": [{"type": "biometric_passport", "number": "400000002", "issuing_state": "TJK"}]},
            "unknown",
        ),
        ("marks", {}, {}, "partly"),
        ("marks", {"description__marks": [{"kind": "scar", "region": "forearm"}]}, {}, "agrees"),
        ("marks", {"description__marks": [{"kind": "scar", "region": "forearm", "side": "right"}]}, {}, "unknown"),
        ("marks", {"description__marks": [{"kind": "amputation", "region": "hand"}]}, {}, "contradicts"),
        (
            "marks",
            {"description__marks": [{"kind": "amputation", "region": "hand"}]},
            {"completeness": "partial"},
            "unknown",
        ),
    ],
)
def test_a_feature_agrees_contradicts_or_says_nothing(name, am, pm, agreement):
    assert compare(name, changed(AM, **am), changed(PM, **pm)) == Agreement(agreement)


def test_a_feature_that_is_not_known_says_nothing():
    strange = features.Feature(name="smell", weight=1, is_primary=False)

    assert features.compare(strange, AM, PM).agreement is Agreement.UNKNOWN


def test_an_impossible_day_of_birth_stops_nothing():
    odd = changed(AM, person__birth__date={"year": 1989, "month": 2, "day": 31})

    assert compare("age", odd) is Agreement.AGREES


def test_candidates_are_ranked_by_primary_identifiers_then_contradictions_then_score():
    contradicted = matching.match(AM, PM, FEATURES, {})
    alike = changed(PM, description__stature={"low": 160, "high": 170}, case_id="RU-R-1")
    candidate = matching.match(AM, alike, FEATURES, {})
    poor = matching.match(AM, changed(alike, effects=None, description__marks=None, case_id="RU-R-2"), FEATURES, {})
    identified = matching.match(AM, changed(alike, case_id="RU-R-3"), FEATURES, {"dna": True})
    silent = matching.match(changed(BARE_AM, circumstances={}), BARE_PM, FEATURES, {})

    ranked = matching.rank([silent, contradicted, poor, candidate, identified], least=0.3)

    assert ranked[0] is identified
    assert ranked[-1] is contradicted
    assert set(ranked[1:3]) == {candidate, poor}
    assert matching.rank([contradicted], least=0.99) == []


def test_a_proposal_is_a_right_record_that_decides_nothing():
    found = matching.match(AM, PM, FEATURES, {"dna": False})

    record = matching.propose(found, FEATURES, owner="ru-guvm", proposal_id="RU-MP-9")

    assert catalogue.load().validate("match-proposal", "1.0", record) == []
    assert codes(wrap("match-proposal", record, sender="ru-guvm", to=("tj-mvd",)), "proposal_id") == set()
    assert record["stage"] == "proposed"
    assert {"name": "dna"} in record["contradictions"]
    assert {"name": "stature", "am": "164-166", "pm": "182-188"} in record["contradictions"]
