"""What became of a run, by what came."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.schedule.outcome import CAME, Seen, State, judge, usual_of
from hub.core.schedule.slot import Slot
from tests.support.syncs import make_volume

OPENS = datetime(2026, 11, 20, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLOT = Slot(opens_at=OPENS, due_at=OPENS + 4 * HOUR)
VOLUME = make_volume()


def state(seen: Seen, hours: float) -> State:
    return judge(SLOT, seen, OPENS + hours * HOUR, volume=VOLUME, usual=None).state


@pytest.mark.parametrize(
    ("hours", "expected"), [(-1, State.AHEAD), (0, State.OPEN), (4, State.OPEN), (4.1, State.MISSED)]
)
def test_a_run_of_which_nothing_came_is_waited_for_and_then_missed(hours: float, expected: State):
    assert state(Seen(), hours) is expected


@pytest.mark.parametrize(("came", "expected"), [(1, State.DONE), (4, State.DONE), (5, State.LATE)])
def test_what_came_is_late_after_the_time_it_is_due(came: float, expected: State):
    assert state(Seen(count=3, first_at=OPENS + came * HOUR), 9) is expected


def test_a_report_counts_before_the_first_message_as_it_ends_the_run():
    seen = Seen(count=3, first_at=OPENS + HOUR, reported_at=OPENS + 5 * HOUR)
    assert state(seen, 9) is State.LATE


def test_a_run_with_nothing_to_send_is_empty_and_no_missed_one():
    seen = Seen(reported_at=OPENS + HOUR)
    found = judge(SLOT, seen, OPENS + 9 * HOUR, volume=VOLUME, usual=100)
    assert (found.state, found.empty, found.shrinking) == (State.DONE, True, False)
    assert not judge(SLOT, seen, OPENS, volume=make_volume(empty_is_normal=True), usual=None).empty


@pytest.mark.parametrize(("count", "usual", "expected"), [(49, 100, True), (50, 100, False), (1, None, False)])
def test_less_than_the_stated_share_of_the_usual_is_shrinking(count: int, usual: float | None, expected: bool):
    seen = Seen(count=count, first_at=OPENS)
    assert judge(SLOT, seen, OPENS, volume=VOLUME, usual=usual).shrinking is expected


@pytest.mark.parametrize(
    ("counts", "usual"),
    [([], None), ([5, 0, 5], None), ([1, 2, 3], 2.0), ([900, 1, 2, 3, 4, 5], 3.0), ([4, 0, 6, 8], 6.0)],
)
def test_the_usual_is_the_middle_of_the_last_runs_that_brought_something(counts: list[int], usual: float | None):
    assert usual_of(counts) == usual


@given(
    minutes=st.integers(-600, 6000),
    count=st.integers(0, 500),
    came=st.none() | st.integers(0, 3000),
    reported=st.none() | st.integers(0, 3000),
    usual=st.none() | st.floats(1, 1000),
)
def test_a_run_is_in_one_state_and_never_missed_once_something_came(
    minutes: int, count: int, came: int | None, reported: int | None, usual: float | None
):
    first = None if came is None else OPENS + timedelta(minutes=came)
    seen = Seen(
        count=0 if first is None else max(1, count),
        first_at=first,
        reported_at=None if reported is None else OPENS + timedelta(minutes=reported),
    )
    now = OPENS + timedelta(minutes=minutes)
    found = judge(SLOT, seen, now, volume=VOLUME, usual=usual)
    assert (found.state in CAME) == (seen.came_at is not None)
    assert not (found.empty and found.shrinking)
    if found.state is State.MISSED:
        assert now > SLOT.due_at
