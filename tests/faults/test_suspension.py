"""A short form of the campaign about keys, on real processes; and when a run passes."""

from tests.faults import suspension


async def test_no_message_of_a_suspended_key_has_a_place_behind_its_leaf():
    summary = await suspension.run_all(1, 0, control=False, say=lambda _: None)

    assert summary.passes, summary.to_json()
    assert [run.kind for run in summary.runs] == ["suspension"]


def test_a_run_that_could_not_have_seen_a_broken_promise_does_not_pass():
    seen = suspension.Run(kind="suspension", rate=200.0, sent=800, codes={}, tried_after=150, leaf_seconds=0.01)

    assert seen.passes
    assert not suspension.Run(kind="suspension", rate=200.0, sent=800, codes={}, tried_after=0).passes
    assert not suspension.Run(kind="rotation", rate=0.0, sent=0, codes={}).passes


def test_a_control_that_is_not_caught_fails_the_campaign():
    blind = suspension.Run(kind="suspension", rate=200.0, sent=800, codes={}, tried_after=150)

    assert suspension.Summary(runs=[blind]).passes
    assert not suspension.Summary(runs=[blind], control=blind).passes
