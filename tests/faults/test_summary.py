"""A run passes only if every promise was kept, something was promised at all, and every control was caught."""

import json

import pytest

from tests.faults.campaign import Outcome
from tests.faults.checker import Verdict
from tests.faults.gateway_campaign import GatewayOutcome
from tests.faults.summary import Summary


def make_outcome(acknowledged: int = 10, **violations: int) -> Outcome:
    verdict = Verdict(acknowledged=acknowledged)
    for kind, count in violations.items():
        for _ in range(count):
            verdict.add(kind, "made up")
    return Outcome(
        verdict=verdict,
        kills={"api": 1},
        submitted=10,
        in_doubt=0,
        ended=0,
        checkpoints=3,
        log_size=10,
        lost_machine=None,
        failed_requests={},
    )


def make_summary(campaign: Outcome, control: Outcome, *not_run: str) -> Summary:
    return Summary(runs=1, seed=7, campaigns={"kills": campaign}, controls={"planted": control}, not_run=list(not_run))


CAUGHT = make_outcome(lost=3)


@pytest.mark.parametrize(
    ("campaign", "control", "passes"),
    [
        (make_outcome(), CAUGHT, True),
        (make_outcome(lost=1), CAUGHT, False),
        (make_outcome(gaps=1), CAUGHT, False),
        (make_outcome(acknowledged=0), CAUGHT, False),
        (make_outcome(), make_outcome(), False),
        (make_outcome(), make_outcome(refused=1), False),
        (make_outcome(), make_outcome(acknowledged=0, lost=1), False),
    ],
)
def test_it_passes_only_when_all_is_kept_and_all_that_was_planted_is_caught(campaign, control, passes):
    summary = make_summary(campaign, control)

    assert summary.passes() is passes
    assert summary.to_json()["ok"] is passes


def test_what_could_not_run_is_told_and_fails_only_where_everything_is_required():
    summary = make_summary(make_outcome(), CAUGHT, "power-loss: it needs root")

    assert summary.passes()
    assert not summary.passes(all_required=True)
    assert "NOT RUN: power-loss: it needs root" in summary.to_text()


def test_the_summary_has_the_figures_of_the_campaigns_and_not_of_the_controls():
    written = json.loads(json.dumps(make_summary(make_outcome(lost=2, duplicate_effects=1), CAUGHT).to_json()))

    names = ("runs", "seed", "acknowledged", "lost", "duplicate_effects", "inconsistent_checkpoints", "not_run")
    assert [written[name] for name in names] == [1, 7, 10, 2, 1, 0, []]
    assert written["controls"]["planted"]["caught"] is True


def test_gateways_have_to_keep_their_promise_and_a_forgetful_recipient_has_to_be_seen():
    twice = GatewayOutcome(records=50, kills={"tj-molme": 2})
    twice.add("duplicate_effects", "made up")
    clean = GatewayOutcome(records=50, kills={"tj-molme": 2})

    assert Summary(runs=2, seed=7, gateways=clean, forgetful=twice).passes()
    assert not Summary(runs=2, seed=7, gateways=twice, forgetful=twice).passes()
    assert not Summary(runs=2, seed=7, gateways=clean, forgetful=clean).passes()


def test_the_figures_of_gateways_count_with_the_others():
    twice = GatewayOutcome(records=50, kills={"tj-molme": 2})
    twice.add("duplicate_effects", "made up")
    summary = make_summary(make_outcome(duplicate_effects=1), CAUGHT)
    summary.gateways = summary.forgetful = twice

    written = json.loads(json.dumps(summary.to_json()))

    assert (written["duplicate_effects"], written["gateways"]["records"]) == (2, 50)
    assert written["controls"]["forgetful-recipient"]["caught"] is True
    assert "VIOLATION duplicate_effects: made up" in summary.to_text()
