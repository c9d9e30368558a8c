"""Gateways killed in the middle of a sync: a short campaign on real processes, and the judge's eyes."""

from collections import Counter

import pytest

from tests.faults.gateway_campaign import Ended, GatewayOutcome, judge, run_gateway_campaign

WHOLE = [("B-1", "aa"), ("B-2", "bb")]
NAMES = ["B-1", "B-2"]
TOLD = [("B-1", "accepted"), ("B-2", "accepted")]


def make_ended(**changed: object) -> Ended:
    members = {"source": WHOLE, "effects": WHOLE, "messages": NAMES, "receipted": NAMES, "told": TOLD}
    return Ended(**{**members, **changed})  # type: ignore[arg-type]


async def test_gateways_killed_in_the_middle_of_a_sync_leave_equal_lists_and_nothing_twice():
    outcome = await run_gateway_campaign(2, records=150, seed=3)

    assert outcome.violations == Counter(), outcome.examples
    assert outcome.kills == {"ru-guvm": 1, "tj-molme": 1}
    assert outcome.while_working > 0


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"effects": WHOLE[:1]}, "lost"),
        ({"messages": NAMES[:1]}, "lost"),
        ({"receipted": NAMES[1:]}, "lost"),
        ({"effects": [*WHOLE, WHOLE[0]]}, "duplicate_effects"),
        ({"messages": [*NAMES, "B-1"]}, "duplicate_effects"),
        ({"receipted": [*NAMES, "B-2"]}, "duplicate_effects"),
        ({"effects": [WHOLE[0], ("B-2", "cc")]}, "altered"),
        ({"told": TOLD[:1]}, "untold"),
        ({"told": [*TOLD, ("B-2", "refused")]}, "refused"),
    ],
)
def test_the_judge_sees_what_is_missing_double_or_changed(changed, kind):
    outcome = GatewayOutcome(records=2, kills={})

    judge(outcome, make_ended(**changed))

    assert outcome.violations == {kind: 1}
    assert not outcome.is_clean


def test_the_judge_has_nothing_to_say_about_equal_lists():
    outcome = GatewayOutcome(records=2, kills={})

    judge(outcome, make_ended())

    assert outcome.is_clean
