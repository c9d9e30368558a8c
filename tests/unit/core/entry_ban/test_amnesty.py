"""Amnesty: one verdict with one reason per ban, and no way from a proposal to a lifted ban."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import head
from hub.core.entry_ban import amnesty, moves, standing
from hub.core.entry_ban.amnesty import Verdict
from hub.core.errors import CaseMoveError, RevisionError
from schemas import catalogue
from tests.unit.core.entry_ban.bans import act, ban, envelope

ON = date(2026, 6, 1)
PENDING = {"kind": "duration", "duration": "P5Y", "start_event": "expulsion"}


def reason(act_changes=None, on=ON, **changes):
    return amnesty.evaluate(act(**(act_changes or {})), ban(**changes), on).reason


def decided(**changes):
    return {"decision": {**ban()["decision"], **changes}}


def citizen(*held):
    return {"subject": {"nationalities": [{"code": each} if isinstance(each, str) else each for each in held]}}


@pytest.mark.parametrize(
    ("changes", "act_changes", "wanted"),
    [
        ({}, {}, "covered"),
        ({"status": "pending_start", "period": PENDING}, {}, "covered"),
        ({"status": "suspended"}, {}, "covered"),
        ({}, {"status": "announced"}, "act-not-in-force"),
        ({}, {"window": {"from": "2026-06-02"}}, "outside-window"),
        ({}, {"window": {"from": "2026-01-01", "to": "2026-05-31"}}, "outside-window"),
        ({}, {"window": {"from": "2026-06-01"}}, "covered"),
        ({"status": "lifted"}, {}, "ban-ended"),
        ({"period": {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2026-05-31"}}, {}, "ban-ended"),
        (decided(court_ordered=True), {}, "court-ordered"),
        (decided(court_ordered=True), {"excluded_if": []}, "covered"),
        ({"grounds": ["RESTRICTED"], "severity": "restricted"}, {"excluded_if": ["restricted"]}, "restricted"),
        ({"grounds": ["RESTRICTED"], "severity": "restricted"}, {}, "ground-unseen"),
        ({"severity": "criminal"}, {"excluded_if": ["criminal"]}, "criminal"),
        ({"period": {"kind": "indefinite"}}, {"excluded_if": ["indefinite"]}, "indefinite"),
        ({"period": {"kind": "indefinite"}}, {}, "covered"),
        ({"grounds": ["RU-27-12", "RU-27-3"]}, {}, "ground-excluded"),
        ({"grounds": ["RU-27-14"]}, {}, "ground-not-covered"),
        ({"grounds": ["RU-27-14"]}, {"eligible_grounds": []}, "covered"),
        ({"grounds": ["RU-27-12", "RU-27-14"]}, {}, "grounds-mixed"),
        ({}, {"decided_until": "2026-01-09"}, "decided-too-late"),
        ({}, {"decided_until": "2026-01-10"}, "covered"),
        (citizen("KAZ"), {}, "citizenship"),
        (citizen("XXA"), {}, "citizenship"),
        (citizen({"code": "TJK", "until": "2026-05-31"}, "KAZ"), {}, "citizenship"),
        (citizen("TJK", {"code": "KAZ", "from": "2026-06-02"}), {}, "covered"),
        (citizen("TJK", "KAZ"), {}, "citizenships-several"),
        (citizen(), {}, "citizenship-unknown"),
        (citizen("XXX"), {}, "citizenship-unknown"),
        ({"misused_identity": {}}, {}, "identity-misused"),
        ({}, {"effect": {"kind": "reduce_to", "duration": "P1Y"}}, "covered"),
        ({}, {"effect": {"kind": "reduce_to", "duration": "P3Y"}}, "no-shorter"),
        ({"period": {"kind": "indefinite"}}, {"effect": {"kind": "reduce_to", "duration": "P1Y"}}, "covered"),
        (
            {"period": {"kind": "until_condition"}},
            {"effect": {"kind": "reduce_to", "duration": "P1Y"}},
            "period-unclear",
        ),
        (
            {"status": "pending_start", "period": PENDING},
            {"effect": {"kind": "reduce_to", "duration": "P60M"}},
            "no-shorter",
        ),
        (
            {"status": "pending_start", "period": PENDING},
            {"effect": {"kind": "reduce_to", "duration": "P59M"}},
            "covered",
        ),
    ],
)
def test_a_ban_gets_the_verdict_that_its_record_and_the_act_come_to(changes, act_changes, wanted):
    assert reason(act_changes, **changes) == wanted


def test_reasons_are_those_of_the_code_list_with_their_verdicts():
    listed = {entry.code: entry.more["verdict"] for entry in catalogue.load().code_list("amnesty-reasons").entries}
    cases = {
        "ineligible": {"status": "lifted"},
        "needs_manual": {"misused_identity": {}},
        "eligible": {},
    }

    for verdict, changes in cases.items():
        found = amnesty.evaluate(act(), ban(**changes), ON)
        assert listed[found.reason] == found.verdict == verdict
        assert (found.changes is not None) == (verdict == "eligible")


GROUNDS = ("RU-26-8", "RU-27-12", "RU-27-3", "RU-27-14", "RESTRICTED")


@given(
    st.sets(st.sampled_from(GROUNDS), min_size=1),
    st.sampled_from(sorted(moves.ALLOWED.keys() - {None})),
    st.booleans(),
    st.lists(st.sampled_from(["TJK", "KAZ", "XXX", "XXA"]), max_size=3),
)
def test_nobody_is_eligible_against_a_condition_of_the_act(grounds, status, by_court, held):
    listed = {entry.code: entry.more["verdict"] for entry in catalogue.load().code_list("amnesty-reasons").entries}
    record = ban(grounds=sorted(grounds), status=status, **decided(court_ordered=by_court), **citizen(*held))

    found = amnesty.evaluate(act(), record, ON)

    assert listed[found.reason] == found.verdict
    if found.verdict is Verdict.ELIGIBLE:
        assert grounds <= {"RU-26-8", "RU-27-12"}
        assert set(held) == {"TJK"}
        assert not by_court
        assert standing.standing_of(record, ON).is_listed


def test_what_is_proposed_is_a_revision_that_the_issuer_may_send():
    effects = ({"kind": "lift"}, {"kind": "reduce_to", "duration": "P1Y"})
    bans = (
        ban(),
        ban(status="suspended"),
        ban(status="pending_start", period=PENDING),
        ban(period={"kind": "indefinite"}),
        ban(period={"kind": "indefinite"}, decision={"court_ordered": False, "date": "2026-01-10"}),
    )
    for effect, record in itertools.product(effects, bans):
        changes = amnesty.evaluate(act(effect=effect), record, ON).changes
        after = {**record, **changes}

        assert moves.step(record["status"], 1, after) == (after["status"], 2)
        assert after["change"] == {"cause": "amnesty", "on": "2026-06-01", "decision_number": "У-1"}
        assert (after["status"] == "lifted") == (effect["kind"] == "lift")


@pytest.mark.parametrize(
    ("record", "period", "status"),
    [
        (ban(), {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2027-03-01"}, "reduced"),
        (
            ban(period={"kind": "indefinite"}),
            {"kind": "fixed", "start_on": "2026-01-10", "end_on": "2027-01-09"},
            "reduced",
        ),
        (ban(status="pending_start", period=PENDING), {**PENDING, "duration": "P1Y"}, "pending_start"),
    ],
)
def test_a_shortened_ban_keeps_its_beginning(record, period, status):
    changes = amnesty.evaluate(act(effect={"kind": "reduce_to", "duration": "P1Y"}), record, ON).changes

    assert (changes["period"], changes["status"]) == (period, status)


def test_an_act_has_revisions_and_ends():
    first = envelope("amnesty-act", act(status="announced"))
    key = head.key_of(first)
    announced = head.step(key, None, first)
    in_force = head.step(key, announced, envelope("amnesty-act", act(revision=2)))

    assert key == ("amnesty", "ru-guvm", "A-1")
    assert (in_force.state, in_force.version) == ("in_force", 2)
    with pytest.raises(RevisionError):
        head.step(key, in_force, envelope("amnesty-act", act(revision=2)))
    ended = head.step(key, in_force, envelope("amnesty-act", act(revision=3, status="ended")))
    for state in (None, ended):
        with pytest.raises(CaseMoveError):
            head.step(key, state, envelope("amnesty-act", act(revision=4, status="withdrawn")))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"window": {"from": "2026-03-25"}}, []),
        ({"issuer": "kz-mvd"}, ["act-of-another"]),
        ({"window": {"from": "2026-03-25", "to": "2026-03-24"}}, ["window-ends-before-start"]),
        ({"excluded_grounds": ["RU-27-12"]}, ["ground-covered-and-excluded"]),
    ],
)
def test_an_act_must_fit_itself(changes, found):
    assert [fault.code for fault in amnesty.check(act(**changes), sender="ru-guvm")] == found
