"""Entry bans: revisions follow each other, and the end is the end."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import entry_ban
from hub.core.errors import CaseMoveError, RevisionError

STATUSES = ("active", "pending_start", "suspended", "lifted", "reduced", "expired", "annulled", "superseded")


def record(**changes: Any) -> dict[str, Any]:
    return {"issuer": "ru-guvm", "revision": 1, "status": "active", "period": {"kind": "indefinite"}, **changes}


def codes(**changes: Any) -> list[str]:
    return [fault.code for fault in entry_ban.check(record(**changes), sender="ru-guvm")]


def test_a_new_ban_begins_with_what_it_says():
    assert entry_ban.step(None, 0, record(status="suspended")) == ("suspended", 1)


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.integers(1, 9)), max_size=12))
def test_revisions_only_rise_and_nothing_follows_the_end(moves):
    state, revision = None, 0
    for status, number in moves:
        try:
            after = entry_ban.step(state, revision, record(status=status, revision=number))
        except CaseMoveError:
            assert state in entry_ban.FINAL
            continue
        except RevisionError:
            assert number <= revision
            continue

        assert state not in entry_ban.FINAL
        assert number > revision
        assert after == (status, number)
        state, revision = after


@pytest.mark.parametrize("revision", [1, 2, 3])
def test_a_revision_that_is_not_newer_is_told_which_one_is(revision):
    with pytest.raises(RevisionError) as caught:
        entry_ban.step("active", 3, record(revision=revision))

    assert "4" in caught.value.text("ru")
    assert "4" in caught.value.text("en")


@pytest.mark.parametrize("state", sorted(entry_ban.FINAL))
def test_a_ban_that_has_ended_takes_no_more_revisions(state):
    with pytest.raises(CaseMoveError) as caught:
        entry_ban.step(state, 1, record(revision=2))

    assert state in caught.value.text("en")


def test_only_the_issuer_may_send_a_ban():
    assert codes(issuer="kz-mvd") == ["issuer-mismatch"]
    assert codes() == []


@pytest.mark.parametrize(
    ("period", "status", "found"),
    [
        ({"start_on": "2026-03-02", "end_on": "2029-03-01"}, "active", []),
        ({"start_on": "2026-03-02", "end_on": "2026-03-02"}, "active", []),
        ({"start_on": "2026-03-02", "end_on": "2026-03-01"}, "active", ["period-ends-before-start"]),
        ({"end_on": "2026-03-01"}, "active", []),
        ({"start_on": "2026-03-02"}, "active", []),
        ({"start_on": "2026-03-02"}, "pending_start", ["pending-with-start"]),
        ({}, "pending_start", []),
        (
            {"start_on": "2026-03-02", "end_on": "2026-03-01"},
            "pending_start",
            ["period-ends-before-start", "pending-with-start"],
        ),
    ],
)
def test_a_period_must_fit_itself_and_the_status(period, status, found):
    assert codes(period={"kind": "fixed", **period}, status=status) == found
