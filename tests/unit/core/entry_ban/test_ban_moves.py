"""Revisions of a ban: which may follow which, and that an end is an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import entry_ban, head
from hub.core.entry_ban import moves
from hub.core.errors import CaseMoveError, RevisionError
from tests.unit.core.entry_ban.bans import ban, envelope

STATUSES = ("active", "pending_start", "suspended", "lifted", "reduced", "expired", "annulled", "superseded")
LEGAL = {
    None: "pending_start active suspended reduced",
    "pending_start": "pending_start active suspended reduced lifted annulled superseded",
    "active": "active suspended reduced lifted expired annulled superseded",
    "suspended": "pending_start active suspended reduced lifted expired annulled superseded",
    "reduced": "reduced suspended lifted expired annulled superseded",
    "lifted": "lifted annulled",
    "expired": "expired annulled",
    "annulled": "",
    "superseded": "",
}


@pytest.mark.parametrize("state", LEGAL, ids=str)
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_follows_where_the_law_lets_it(state, status):
    record = ban(revision=2, status=status)
    if status in LEGAL[state].split():
        assert moves.step(state, 1, record) == (status, 2)
        return
    with pytest.raises(CaseMoveError) as caught:
        moves.step(state, 1, record)

    assert status in caught.value.text("ru")
    if state not in entry_ban.FINAL:
        assert all(each in caught.value.text("en") for each in LEGAL[state].split())


@pytest.mark.parametrize(
    ("state", "status"),
    [("lifted", "active"), ("expired", "pending_start"), ("reduced", "active"), ("active", "pending_start")],
)
@pytest.mark.parametrize("cause", ["correction", "appeal", "review", None])
def test_only_a_correction_or_an_appeal_takes_a_ban_back(state, status, cause):
    change = {} if cause is None else {"change": {"cause": cause, "on": "2026-11-21"}}
    record = ban(revision=2, status=status, **change)
    if cause in moves.RESTORING:
        assert moves.step(state, 1, record) == (status, 2)
    else:
        with pytest.raises(CaseMoveError):
            moves.step(state, 1, record)


def test_nothing_takes_back_an_annulled_ban():
    with pytest.raises(CaseMoveError):
        moves.step("annulled", 1, ban(revision=2, change={"cause": "correction", "on": "2026-11-21"}))


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.integers(1, 9)), max_size=12))
def test_revisions_only_rise_and_nothing_follows_the_end(tried):
    state, revision = None, 0
    for status, number in tried:
        try:
            after = entry_ban.step(state, revision, ban(status=status, revision=number))
        except CaseMoveError:
            assert status not in LEGAL[state].split()
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
        entry_ban.step("active", 3, ban(revision=revision))

    assert "4" in caught.value.text("ru")
    assert "4" in caught.value.text("en")


def test_a_head_of_a_ban_counts_its_revisions():
    first = envelope("entry-ban", ban())
    key = head.key_of(first)
    begun = head.step(key, None, first)
    later = head.step(key, begun, envelope("entry-ban", ban(revision=4, status="lifted")))

    assert key == ("ban", "ru-guvm", "T-1")
    assert [(each.state, each.version) for each in (begun, later)] == [("active", 1), ("lifted", 4)]


def test_what_a_correction_or_an_appeal_restores_is_not_taken_for_a_reduction():
    def said(kind="entry-ban", **changes):
        return entry_ban.reduces(envelope(kind, ban(**changes)))

    assert said(status="reduced")
    assert said(status="reduced", change={"cause": "amnesty", "on": "2026-03-02"})
    assert not said(status="reduced", change={"cause": "correction", "on": "2026-03-02"})
    assert not said(status="active")
    assert not said("amnesty-act", status="reduced")
