"""Ban, doubt, unknown, no ban: by how fresh a list is and what was found in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.core.enquiry.lists import ListState, states_of
from hub.core.enquiry.verdict import Found, Verdict, judge
from hub.core.entry_ban.period import Span
from hub.core.entry_ban.standing import stand
from hub.core.screening.score import Scored
from hub.core.screening.score import Verdict as Match

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS: dict[str | None, timedelta] = {None: DAY, "kz-mvd": 3 * DAY}


def listed(issuer: str = "ru-guvm", *, fresh: bool = True) -> ListState:
    """Return a list that is fresh, or not."""
    return ListState(issuer=issuer, as_of=NOW, until=NOW + DAY, is_fresh=fresh)


def found(match: Match = Match.HIT, status: str = "active", **changes: Any) -> Found:
    """Return a ban that was found."""
    span = Span(start=changes.pop("start", date(2026, 1, 1)), end=changes.pop("end", None))
    scored = Scored(score=0.9, verdict=match, features=())
    standing = stand(status, span, NOW.date())
    return Found(**{"index": 1, "issuer": "ru-guvm", "record": {}, "standing": standing, "scored": scored} | changes)


@pytest.mark.parametrize(
    ("age", "issuer", "fresh"),
    [
        (timedelta(), "ru-guvm", True),
        (DAY, "ru-guvm", True),
        (DAY + timedelta(seconds=1), "ru-guvm", False),
        (3 * DAY, "kz-mvd", True),
    ],
)
def test_a_list_is_fresh_until_its_issuer_s_term_is_over(age, issuer, fresh):
    (state,) = states_of({issuer: NOW - age}, [issuer], terms=TERMS, now=NOW)

    assert (state.is_fresh, state.as_of) == (fresh, NOW - age)
    assert state.until == NOW - age + TERMS.get(issuer, DAY)


def test_a_list_that_was_never_stated_is_not_fresh():
    (state,) = states_of({}, ["ru-guvm"], terms=TERMS, now=NOW)

    assert (state.as_of, state.until, state.is_fresh) == (None, None, False)


@pytest.mark.parametrize(
    ("bans", "verdict"),
    [
        ([], Verdict.NO_BAN),
        ([found()], Verdict.BAN),
        ([found(status="pending_start", start=None)], Verdict.BAN),
        ([found(start=date(2027, 1, 1))], Verdict.BAN),
        ([found(status="suspended")], Verdict.DOUBT),
        ([found(Match.DOUBT)], Verdict.DOUBT),
        ([found(Match.DOUBT), found()], Verdict.BAN),
        ([found(status="lifted")], Verdict.NO_BAN),
        ([found(end=date(2026, 11, 20))], Verdict.NO_BAN),
        ([found(issuer="kz-mvd")], Verdict.NO_BAN),
    ],
)
def test_a_fresh_list_says_what_was_found_in_it(bans, verdict):
    judged = judge([listed()], bans)

    assert (judged.verdict, judged.of_issuer) == (verdict, {"ru-guvm": verdict})


@pytest.mark.parametrize("bans", [[], [found()], [found(Match.DOUBT)]])
def test_a_list_that_is_not_fresh_is_unknown_whatever_was_found_in_it(bans):
    judged = judge([listed(fresh=False)], bans)

    assert judged.verdict is Verdict.UNKNOWN
    assert len(judged.found) == len(bans)


@pytest.mark.parametrize(
    ("first", "verdict"),
    [([found()], Verdict.BAN), ([found(Match.DOUBT)], Verdict.DOUBT), ([], Verdict.UNKNOWN)],
)
def test_of_several_lists_the_gravest_answer_counts_and_one_not_fresh_is_never_no_ban(first, verdict):
    assert judge([listed(), listed("kz-mvd", fresh=False)], first).verdict is verdict


@pytest.mark.parametrize(
    ("bans", "verdict"), [([], Verdict.UNKNOWN), ([found(Match.DOUBT)], Verdict.DOUBT), ([found()], Verdict.BAN)]
)
def test_where_more_may_be_meant_than_were_looked_at_nobody_is_said_to_have_no_ban(bans, verdict):
    assert judge([listed()], bans, is_whole=False).verdict is verdict


def test_without_any_list_nothing_is_known():
    assert judge([], []).verdict is Verdict.UNKNOWN
